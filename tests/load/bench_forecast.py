"""`bench forecast`: the error of the forecast against what one would pick instead, side by side.

The rivals are the mean of the last four periods, the last period, and the last season again. Volumes are made from a
seed, and read from a real service desk where its export is at hand. A ratio is our mean absolute error over
the best rival's; its bar is the most it may be. The range must hold 80 % of what came, give or take.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from delegation.planning.engine.forecast import Series, Step, forecast, starts
from tests.planning import incidents

FIRST = date(2023, 1, 2)
HELD = (0.72, 0.97)
Draw = Callable[[np.random.Generator, int], np.ndarray]


@dataclass(frozen=True)
class Case:
    """Rows of volumes, cut after ``known`` periods; ``season`` is what a seasonal rival repeats."""

    name: str
    values: np.ndarray
    step: Step
    known: int
    season: int
    bar: float


def main(argv: list[str]) -> int:
    """Print errors, ratios and their bars; 0 when every bar is kept, 1 when one is missed."""
    asked = _arguments(argv)
    print(
        f"{'volumes':34} {'ours':>7} {'mean 4':>7} {'last':>7} {'season':>7} {'ratio':>6} {'bar':>5} held  ms each"
    )
    kept = [_kept(case) for case in _cases(asked.series)]
    print(f"{sum(kept)} of {len(kept)} bars kept")
    return 0 if all(kept) else 1


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=60, help="How many series are made for each case.")
    return parser.parse_args(argv)


def _kept(case: Case) -> bool:
    series = [
        Series(
            str(number),
            FIRST.replace(day=1) if case.step is Step.MONTH else FIRST,
            case.step,
            row[: case.known],
        )
        for number, row in enumerate(case.values.astype(float))
    ]
    came = case.values[:, case.known :]
    begun = time.perf_counter()
    outlooks = forecast(series, horizon=came.shape[1])
    each = (time.perf_counter() - begun) / len(series) * 1000
    ours = _error(came, np.array([outlook.mean for outlook in outlooks]))
    rivals = [_error(came, said) for said in _rivals(case)]
    held = np.mean([(one.low <= row) & (row <= one.high) for one, row in zip(outlooks, came, strict=True)])
    ratio = ours / min(rivals)
    kept = ratio <= case.bar and HELD[0] <= held <= HELD[1]
    numbers = " ".join(f"{error:7.3f}" for error in (ours, *rivals))
    print(
        f"{case.name:34} {numbers} {ratio:6.2f} {case.bar:5.2f} {held:4.0%} {each:8.1f}  {'' if kept else 'missed'}"
    )
    return kept


def _error(came: np.ndarray, said: np.ndarray) -> float:
    return float(np.abs(came - said).sum() / came.sum())


def _rivals(case: Case) -> Iterator[np.ndarray]:
    known, ahead = case.values[:, : case.known], case.values.shape[1] - case.known
    yield np.repeat(known[:, -4:].mean(axis=1)[:, None], ahead, axis=1)
    yield np.repeat(known[:, -1:], ahead, axis=1)
    yield np.tile(known[:, -case.season :], -(-ahead // case.season))[:, :ahead]


def _cases(number: int) -> Iterator[Case]:
    yield Case("weeks, ends of month and quarter", _drawn(_month_ends, number, 143), Step.WEEK, 130, 13, 0.82)
    yield Case("weeks, one level", _drawn(_level, number, 117), Step.WEEK, 104, 13, 0.97)
    yield Case("weeks, the year", _drawn(_year, number, 221), Step.WEEK, 208, 52, 0.85)
    yield Case("weeks, every fourth", _drawn(_fourth, number, 112), Step.WEEK, 104, 4, 0.85)
    yield Case("weeks, a new level", _drawn(_leap, number, 112), Step.WEEK, 104, 13, 1.15)
    yield Case("weeks, five of them", _drawn(_wander, number, 7), Step.WEEK, 5, 5, 1.05)
    yield Case("days of the week, ten weeks", _drawn(_week_days, number, 84), Step.DAY, 70, 7, 0.8)
    yield Case("days of the week, four weeks", _drawn(_week_days, number, 42), Step.DAY, 28, 7, 0.85)
    if incidents.FILE.exists():
        yield from _real()
    else:
        print(incidents.ABSENT)


def _real() -> Iterator[Case]:
    weekly = incidents.weekly_of_largest_keys(keys=50)
    yield Case("real weeks, 50 largest keys", weekly, Step.WEEK, 5, 5, 0.85)
    daily = incidents.daily_of_largest_categories(categories=20)
    yield Case("real days, 20 categories, after 28", daily[:, :42], Step.DAY, 28, 7, 0.85)
    yield Case("real days, 20 categories, after 35", daily, Step.DAY, 35, 7, 0.85)


def _drawn(draw: Draw, number: int, periods: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    return np.array([draw(rng, periods) for _ in range(number)])


def _month_ends(rng: np.random.Generator, periods: int) -> np.ndarray:
    starting = starts(FIRST, Step.WEEK, periods)
    closing = (starting + 7).astype("datetime64[M]") != starting.astype("datetime64[M]")
    quarter = closing & (starting.astype("datetime64[M]").astype(np.int64) % 3 == 2)
    effects = rng.uniform(0.2, 0.7) * closing + rng.uniform(0.2, 0.7) * quarter
    return rng.poisson(np.exp(rng.normal(3, 0.7) + effects) * rng.gamma(10, 0.1, periods))


def _level(rng: np.random.Generator, periods: int) -> np.ndarray:
    return rng.poisson(np.exp(rng.normal(2, 1)), periods)


def _year(rng: np.random.Generator, periods: int) -> np.ndarray:
    turn = 2 * np.pi * (np.arange(periods) / 52.18 + rng.uniform())
    return rng.poisson(100 * np.exp(0.3 * np.sin(turn)))


def _fourth(rng: np.random.Generator, periods: int) -> np.ndarray:
    return rng.poisson(30 + 40 * (np.arange(periods) % 4 == rng.integers(4)))


def _leap(rng: np.random.Generator, periods: int) -> np.ndarray:
    return rng.poisson(np.where(np.arange(periods) < rng.integers(40, 90), 30, 60))


def _wander(rng: np.random.Generator, periods: int) -> np.ndarray:
    return rng.poisson(np.exp(rng.normal(3, 1) + np.cumsum(rng.normal(0, 0.25, periods))))


def _week_days(rng: np.random.Generator, periods: int) -> np.ndarray:
    shape = np.resize([1.5, 1.2, 1.0, 1.0, 0.9, 0.2, 0.1] * rng.uniform(0.7, 1.3, 7), periods)
    return rng.poisson(np.exp(rng.normal(2.5, 0.8)) * shape)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
