"""The worker process: reads linear problems, runs HiGHS, tells each better point and bound as it comes.

HiGHS prints its banner to standard output whatever one asks, so answers leave by a copy of that channel
and the channel itself is turned away. It also refuses to run when the number of threads differs from
its first run in the process, so that number is a constant. And a starting point given with ``setSolution``
made HiGHS 1.16 report a false optimum (its presolve lost a constant), so a starting point goes in by the
callback for points of the caller, and a point's cost is always counted again here.
"""

import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import highspy
import numpy as np

from delegation.planning.engine.fit import wire

THREADS = 1
STATUS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "stopped",
    highspy.HighsModelStatus.kInterrupt: "stopped",
    highspy.HighsModelStatus.kObjectiveBound: "optimal",
    highspy.HighsModelStatus.kSolutionLimit: "stopped",
}
KINDS = highspy.cb.HighsCallbackType
Tell = Callable[[dict[str, Any]], None]


def main() -> None:
    """Serve standard input until it closes; the planner starts this as a process of its own."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answers:
        serve(sys.stdin.buffer, answers)


def serve(asks: BinaryIO, answers: BinaryIO) -> None:
    """Answer every ask in ``asks`` with messages ``better``, ``bound`` and a last ``end``."""
    while (ask := wire.read(asks)) is not None:
        run(ask, tell=lambda message: wire.write(answers, message))


def run(ask: wire.Arrays, *, tell: Tell) -> None:
    """Solve one problem. What HiGHS cannot take ends as ``failed`` instead of an exception."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # it ships no types
    _set_options(solver, ask)
    solver.passModel(_model(ask))
    whole = bool(ask["whole"].any())
    if whole:
        solver.setCallback(_listener(tell, ask), None)
        for kind in (KINDS.kCallbackMipImprovingSolution, KINDS.kCallbackMipLogging):
            solver.startCallback(kind)
        if ask["guess"].size:
            solver.startCallback(KINDS.kCallbackMipUserSolution)
    solver.run()
    tell(_end(solver, ask))


def _set_options(solver: Any, ask: wire.Arrays) -> None:
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own signature
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("time_limit", float(ask["seconds"]))
    solver.setOptionValue("mip_rel_gap", float(ask["gap"]))
    solver.setOptionValue("mip_abs_gap", float(ask["within"]))


def _model(ask: wire.Arrays) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = ask["cost"].size, ask["row_lower"].size
    model.col_cost_, model.col_lower_, model.col_upper_ = ask["cost"], ask["lower"], ask["upper"]
    model.row_lower_, model.row_upper_ = ask["row_lower"], ask["row_upper"]
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = ask["start"], ask["index"]
    model.a_matrix_.value_ = ask["value"]
    if ask["whole"].any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(mark)] for mark in ask["whole"]]
    return model


def _listener(tell: Tell, ask: wire.Arrays) -> Callable[..., None]:
    last = {"bound": -np.inf, "guessed": False}

    def listen(kind: Any, _text: str, seen: Any, wish: Any, _mine: Any) -> None:
        if kind == KINDS.kCallbackMipUserSolution:
            if not last["guessed"]:
                wish.setSolution(ask["guess"])
            last["guessed"] = True
        elif kind == KINDS.kCallbackMipImprovingSolution:
            point = np.array(seen.mip_solution, dtype=np.float64)
            tell({"kind": "better", "value": ask["cost"] @ point, "bound": last["bound"], "x": point})
        elif seen.mip_dual_bound > last["bound"]:
            last["bound"] = seen.mip_dual_bound
            tell({"kind": "bound", "bound": seen.mip_dual_bound})

    return listen


def _end(solver: Any, ask: wire.Arrays) -> dict[str, Any]:
    status = STATUS.get(solver.getModelStatus(), "failed")
    whole = bool(ask["whole"].any())
    figures, solution = solver.getInfo(), solver.getSolution()
    found = figures.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(solution.col_value if found else [], dtype=np.float64)
    value = float(ask["cost"] @ x) if found else np.inf
    optimum = value if status == "optimal" else -np.inf
    return {
        "kind": "end",
        "status": status,
        "value": value,
        "bound": min(figures.mip_dual_bound, value) if whole else optimum,
        "x": x,
        "row_dual": np.array(solution.row_dual if found and not whole else [], dtype=np.float64),
    }
