"""`bench plan`: the planner against its bound, against HiGHS on the exact problem, and on assignment instances.

`--gap FOLDER` solves every .txt below FOLDER, and holds each bound against the best known cost where FOLDER has a
reference.csv with columns set (a folder below FOLDER), instance and best_min_cost_in_repo; `--sizes 200x4x13,...` plans made questions of tasks × partners × weeks.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from delegation.planning.engine.fit.assignment import assign, read
from delegation.planning.engine.fit.check import violations
from delegation.planning.engine.fit.compact import compact
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.linear import Outcome
from delegation.planning.engine.fit.plan import Effort, Fit, fit
from delegation.planning.engine.fit.process import Solver
from tests.load.plan_instances import made

REFERENCE = ("set", "instance", "best_min_cost_in_repo")
WITHIN = 1e-6
SIZES = "200x4x13,1000x6x26,5000x10x26,10000x20x52"
COMPACT_SECONDS = {1000: 20.0, 5000: 60.0}
PLAN_SECONDS = {1000: 3.0, 5000: 3.0, 10000: 4.0}


@dataclass(frozen=True)
class Planned:
    """One size, measured: seconds from the start, gaps in % of the gain over doing nothing, memory in MB."""

    size: str
    seed: int
    pairs: int
    bound_seconds: float
    first_seconds: float
    first_gap: float
    seconds: float
    gap: float
    gain: float
    bound: float
    broken: int
    planner_mb: int
    worker_mb: int
    highs: dict[str, float | str | None] | None


def main(argv: list[str]) -> int:
    """Run what the arguments ask for.

    0 when every instance could be read, no bound is above a cost that is known, and every plan is feasible.
    """
    asked = _asked(argv)
    if asked.gap is not None:
        return _gap(asked)
    try:
        sizes = [_size(text) for text in asked.sizes.split(",")]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    found = [_alone(size, asked) for size in sizes]
    if asked.json:
        print(json.dumps([asdict(one) for one in found], indent=2))
    return int(any(one.broken for one in found))


def _asked(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench plan", description=__doc__)
    parser.add_argument("--gap", type=Path, metavar="FOLDER", help="assignment instances, searched for .txt")
    parser.add_argument("--sizes", default=SIZES, help="tasks x partners x weeks, separated by commas")
    parser.add_argument("--seconds", type=float, help="time limit of each instance or plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--budget-share", type=float, help="bind the budget to this share of what partners could bill"
    )
    parser.add_argument("--no-highs", action="store_true", help="leave out HiGHS on the exact problem")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _gap(asked: argparse.Namespace) -> int:
    paths = sorted(asked.gap.rglob("*.txt")) if asked.gap.is_dir() else []
    if not paths:
        print(
            f"There is no .txt file in {asked.gap}; name a folder of assignment instances.", file=sys.stderr
        )
        return 2
    try:
        known = _known(asked.gap / "reference.csv")
    except (ValueError, KeyError, OSError) as error:
        print(
            f"reference.csv cannot be used: {error}. It needs the columns {', '.join(REFERENCE)}.",
            file=sys.stderr,
        )
        return 2
    seconds, found, wrong = asked.seconds or 10.0, [], 0
    with Solver() as solver:
        for path in paths:
            name = path.relative_to(asked.gap).as_posix()
            row, sentence = _one_gap(path, name, solver, seconds)
            sentence = _above(row["bound"], known.get(name.removesuffix(".txt"))) or sentence
            wrong += bool(sentence)
            found.append(row)
            if sentence:
                print(f"{name}: {sentence}", file=sys.stderr)
            elif not asked.json:
                print(
                    f"{name:32} value {row['value']:>9}  bound {row['bound']:>10}  {row['seconds']:6.2f} s",
                    flush=True,
                )
    if asked.json:
        print(json.dumps(found, indent=2))
    return int(bool(wrong))


def _known(path: Path) -> dict[str, float]:
    """The best known cost of each instance by its path without ending; empty when nobody wrote any down."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    folder, instance, cost = REFERENCE
    return {f"{row[folder]}/{row[instance]}": float(row[cost]) for row in rows}


def _above(bound: object, best: float | None) -> str:
    """A sentence when a bound proves too much; empty otherwise."""
    if best is None or not isinstance(bound, int | float) or bound <= best + WITHIN:
        return ""
    return f"The bound {bound} is above the best known cost {best:g}, so it is no bound."


def _one_gap(path: Path, name: str, solver: Solver, seconds: float) -> tuple[dict[str, object], str]:
    """The row of one file, and a sentence when it could not be solved."""
    began = time.monotonic()
    row: dict[str, object] = {"file": name, "value": None, "bound": None, "seconds": 0.0}
    try:
        given = read(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        return row, f"{error} It was left out."
    best = assign(given, solver, seconds=seconds)
    row["seconds"] = round(time.monotonic() - began, 3)
    if best.bound == float("inf"):
        return row, "No assignment fits the capacities."
    row["bound"] = _number(best.bound)
    if not best.agent.size:
        return (
            row,
            f"No assignment that fits was found in {seconds:g} seconds; none costs less than the bound.",
        )
    row["value"] = _number(best.value)
    return row, ""


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 6)


def _size(text: str) -> tuple[int, int, int]:
    parts = text.strip().split("x")
    if len(parts) != 3 or not all(part.isdigit() and int(part) > 0 for part in parts):
        raise ValueError(f"{text!r} is not a size; write tasks x partners x weeks, for example 200x4x13.")
    tasks, partners, weeks = (int(part) for part in parts)
    return tasks, partners, weeks


def _alone(size: tuple[int, int, int], asked: argparse.Namespace) -> Planned:
    """Measure one size in a process of its own when there are several, so that memory is its own."""
    label = "x".join(map(str, size))
    if asked.one != label:
        again = [sys.executable, "-m", "tests.load.bench_plan", "--sizes", label, "--one", label, "--json"]
        again += ["--seed", str(asked.seed)] + (["--no-highs"] if asked.no_highs else [])
        again += ["--seconds", str(asked.seconds)] if asked.seconds else []
        again += ["--budget-share", str(asked.budget_share)] if asked.budget_share else []
        told = subprocess.run(again, stdout=subprocess.PIPE, check=False)
        planned = Planned(**json.loads(told.stdout)[0])
        if not asked.json:
            print(_line(planned), flush=True)
        return planned
    return _measured(label, size, asked)


def _measured(label: str, size: tuple[int, int, int], asked: argparse.Namespace) -> Planned:
    tasks, partners, weeks = size
    given = made(tasks, partners, weeks, seed=asked.seed, budget_share=asked.budget_share)
    limit = asked.seconds or next((s for most, s in PLAN_SECONDS.items() if tasks <= most), 10.0)
    with Solver() as solver:
        solver.solve(compact(made(4, 2, 3)), seconds=5.0)  # the worker of a running planner is warm
        found = fit(given, solver, Effort(seconds=limit, seed=asked.seed))
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    highs = None if asked.no_highs else _exact(found.given, found)
    return Planned(
        size=label,
        seed=asked.seed,
        pairs=int(found.given.pairs.task.size),
        bound_seconds=round(found.seconds["bound"], 3),
        first_seconds=round(found.seconds["first"], 3),
        first_gap=round(100 * (found.proof.value - found.first) / max(1e-9, found.first - found.idle), 2),
        seconds=round(found.seconds["end"], 3),
        gap=round(100 * found.gap, 2),
        gain=round(found.gain, 1),
        bound=round(found.proof.value - found.idle, 1),
        broken=len(violations(found.given, found.plan)),
        planner_mb=own,
        worker_mb=child,
        highs=highs,
    )


def _exact(given: Instance, found: Fit) -> dict[str, float | str | None] | None:
    """HiGHS on the exact problem beside it, at the sizes it can load."""
    seconds = next((limit for most, limit in COMPACT_SECONDS.items() if len(given.tasks.names) < most), None)
    if len(given.tasks.names) == 1000:
        seconds = COMPACT_SECONDS[5000]
    if seconds is None:
        return None
    began = time.monotonic()
    with Solver() as solver:
        best: Outcome = solver.solve(compact(given), seconds=seconds)
    gain = -best.value - found.idle if best.found else None
    return {
        "status": best.status,
        "seconds": round(time.monotonic() - began, 1),
        "gain": None if gain is None else round(gain, 1),
        "bound": round(-best.bound - found.idle, 1) if best.bound > -1e300 else None,
    }


def _line(one: Planned) -> str:
    text = (
        f"{one.size:12} {one.pairs:6} pairs | bound {one.bound_seconds:6.2f} s | first plan {one.first_seconds:6.2f} s, "
        f"gap {one.first_gap:5.2f} % | {one.seconds:6.2f} s, gap {one.gap:5.2f} % | gain {one.gain:,.0f} of at most "
        f"{one.bound:,.0f} | {one.planner_mb} + {one.worker_mb} MB"
    )
    if one.broken:
        text += f" | {one.broken} constraints broken"
    if one.highs is not None:
        text += f"\n{'':12} HiGHS on the exact problem: {one.highs}"
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
