"""`bench score`: scoring and ranking a table of tasks, beside the floor and two peers, in one run.

The floor is one pass over the same levels as float64 and one sort, ``argsort(-(X @ w))``, which is not even stable.
Ours reads one byte per answer, as the catalogue keeps them, and ranks stably. Contestants take turns; what is printed
are medians, and ratios of medians.
"""

import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

from delegation.scoring.engine import DEFAULT, encode, index_table, order
from delegation.scoring.engine.stability import stability

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SEED = 20
ROUNDS = 9
PATIENCE = 2.0
"""Seconds: whoever takes longer than this in a round runs once more and then rests."""

OVER_FLOOR, AHEAD_OF_PEERS, SURE_MILLISECONDS, EXTRA_MEMORY = 1.3, 10.0, 20.0, 1.5
FLOOR_FROM = 100_000
"""Tasks: below this the floor is a few calls long, and its ratio is for reading only."""

MEMORY_FROM = 10_000
"""Tasks: below this the input is a few kilobytes, and so is what each call needs whatever its size."""

Contestant = Callable[[], Any]


def main(argv: list[str]) -> int:
    """Print times and ratios, as a table or as JSON; 1 when a bar was missed, else 0."""
    parser = argparse.ArgumentParser(prog="bench score", description=__doc__)
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), help="numbers of tasks, with commas between"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args(argv)
    rows = [measured(int(size)) for size in given.sizes.split(",")]
    sure = class_acceptability()
    found = {"sizes": rows, "class_acceptability": sure, "missed": missed(rows, sure)}
    print(json.dumps(found, indent=2) if given.json else as_text(found))
    return 1 if found["missed"] else 0


def measured(tasks: int) -> dict[str, Any]:
    """Milliseconds and ratios of all contestants at one size."""
    levels = np.random.default_rng(SEED).integers(0, 241, (tasks, 12)) / 60
    codes = encode(levels)
    weights, signs = np.array(DEFAULT.weights), np.array([one.sign for one in DEFAULT.criteria])
    signed = weights * signs
    contestants: dict[str, Contestant] = {
        "floor": lambda: np.argsort(-(levels @ signed)),
        "ours": lambda: order(index_table(codes)),
        "ours_from_floats": lambda: order(index_table(encode(levels))),
        "pymcdm": pymcdm(levels, weights, signs),
        "scikit_criteria": scikit_criteria(levels, weights, signs),
    }
    agree(levels @ signed, contestants["ours"]())
    times = in_turns(contestants, calls=max(1, 20_000 // tasks))
    ours = times["ours"]
    return {
        "tasks": tasks,
        "milliseconds": times,
        "ours_over_floor": ours / times["floor"],
        "from_floats_over_floor": times["ours_from_floats"] / times["floor"],
        "pymcdm_over_ours": times["pymcdm"] / ours,
        "scikit_criteria_over_ours": times["scikit_criteria"] / ours,
        "extra_memory_over_input": peak(contestants["ours"]) / codes.nbytes,
    }


def pymcdm(levels: np.ndarray, weights: np.ndarray, signs: np.ndarray) -> Contestant:
    """The peer's weighted sum and its ranks."""
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    model = WSM(minmax_normalization)
    return lambda: rrankdata(model(levels, weights, signs, validation=False))


def scikit_criteria(levels: np.ndarray, weights: np.ndarray, signs: np.ndarray) -> Contestant:
    """The peer's pipeline: directions, scale, weighted sum with ranks, from the matrix on."""
    from skcriteria import mkdm
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import MinMaxScaler

    pipe = mkpipe(NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())
    return lambda: pipe.evaluate(mkdm(levels, signs.tolist(), weights=weights)).rank_


def agree(scores: np.ndarray, ordered: np.ndarray) -> None:
    """A fast answer must be a right one: the floor's scores fall along our order."""
    if (np.diff(scores[ordered]) > 1e-6).any() or len(np.unique(ordered)) != len(scores):
        raise SystemExit("Our order is not the order of the scores; nothing was measured.")


def in_turns(contestants: dict[str, Contestant], *, calls: int = 1) -> dict[str, float]:
    """The median milliseconds of each, taking turns of ``calls`` so that a busy moment hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, contestant in contestants.items():
            if len(times[name]) > 1 and max(times[name]) > 1000 * PATIENCE:
                continue
            start = time.perf_counter()
            for _ in range(calls):
                contestant()
            times[name].append(1000 * (time.perf_counter() - start) / calls)
    return {name: median(taken) for name, taken in times.items()}


def class_acceptability(tasks: int = 10_000) -> dict[str, float]:
    """Milliseconds for P(D ≥ 60) of 10,000 tasks under 1,000 weight settings."""
    codes = encode(np.random.default_rng(SEED).integers(0, 5, (tasks, 12)).astype(np.float64))
    stability(codes, DEFAULT)
    taken = in_turns({"ours": lambda: stability(codes, DEFAULT)})["ours"]
    return {"tasks": tasks, "draws": DEFAULT.draws, "milliseconds": taken}


def peak(contestant: Contestant) -> float:
    """Bytes at the most, over what was there before, the answer included."""
    tracemalloc.start()
    contestant()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def missed(rows: Sequence[dict[str, Any]], sure: dict[str, float]) -> list[str]:
    """The bars that were not met, each as a sentence."""
    found = []
    for row in rows:
        at = f"at {row['tasks']:,} tasks"
        if row["tasks"] >= FLOOR_FROM and row["ours_over_floor"] > OVER_FLOOR:
            found.append(
                f"Ours takes {row['ours_over_floor']:.2f} of the floor {at}, the bar is {OVER_FLOOR}."
            )
        if row["tasks"] >= MEMORY_FROM and row["extra_memory_over_input"] > EXTRA_MEMORY:
            found.append(
                f"Ours needs {row['extra_memory_over_input']:.2f} of its input {at}, the bar is {EXTRA_MEMORY}."
            )
        found += [
            f"Ours is only {row[f'{peer}_over_ours']:.1f} times ahead of {peer} {at}, the bar is {AHEAD_OF_PEERS:.0f}."
            for peer in ("pymcdm", "scikit_criteria")
            if row[f"{peer}_over_ours"] < AHEAD_OF_PEERS
        ]
    if sure["milliseconds"] > SURE_MILLISECONDS:
        found.append(
            f"Class acceptability takes {sure['milliseconds']:.1f} ms, the bar is {SURE_MILLISECONDS:.0f}."
        )
    return found


def as_text(found: dict[str, Any]) -> str:
    """The same as a table a person reads."""
    head = (
        "tasks",
        "floor ms",
        "ours ms",
        "ours/floor",
        "floats/floor",
        "pymcdm",
        "scikit-criteria",
        "memory",
    )
    lines = ["  ".join(f"{word:>15}" for word in head)]
    for row in found["sizes"]:
        times = row["milliseconds"]
        cells = (
            f"{row['tasks']:,}",
            f"{times['floor']:.3f}",
            f"{times['ours']:.3f}",
            f"{row['ours_over_floor']:.2f}",
            f"{row['from_floats_over_floor']:.2f}",
            f"{row['pymcdm_over_ours']:.1f} x ours",
            f"{row['scikit_criteria_over_ours']:.1f} x ours",
            f"{row['extra_memory_over_input']:.2f} x input",
        )
        lines.append("  ".join(f"{cell:>15}" for cell in cells))
    sure = found["class_acceptability"]
    lines.append(
        f"P(D >= 60) of {sure['tasks']:,} tasks x {sure['draws']:,} draws: {sure['milliseconds']:.1f} ms"
    )
    lines += found["missed"] or ["Every bar is met."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
