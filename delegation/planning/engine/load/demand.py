"""The same minutes as arrays of weeks, the way the solver reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Swell:
    """A season, project or freeze: from ``first`` to ``last``, both included, demand is ``factor`` times itself.

    Raises ``ValueError`` for a factor below zero.
    """

    first: date
    last: date
    factor: float

    def __post_init__(self) -> None:
        """Demand cannot be negative."""
        if self.factor < 0:
            raise ValueError("A season or a freeze cannot make demand negative: the factor is below zero.")


def weekly(on: Sequence[date], minutes: Sequence[int], *, first: date, weeks: int) -> Ints:
    """Minutes per week (shape ``(weeks,)``) of runs due ``on`` those days; week 0 starts at ``first``.

    Runs outside the window are left out. Raises ``ValueError`` if days and minutes differ in number.

    >>> weekly([date(2026, 3, 3), date(2026, 3, 10)], [30, 45], first=date(2026, 3, 2), weeks=2).tolist()
    [30, 45]
    """
    days = np.array(on, dtype="datetime64[D]") - np.datetime64(first, "D")
    amounts = np.array(minutes, dtype=np.int64)
    if days.shape != amounts.shape:
        raise ValueError("Every run needs one day and its minutes.")
    week = days.astype(np.int64) // 7
    kept = (week >= 0) & (week < weeks)
    sums = np.zeros(weeks, dtype=np.int64)
    np.add.at(sums, week[kept], amounts[kept])
    return sums


def raised(volume: Floats, swells: Iterable[Swell], *, first: date) -> Floats:
    """Weekly volume times the factor of every swell, by the share of the week's days it covers.

    ``volume`` has weeks on its last axis; swells that overlap multiply.
    """
    factors = np.ones(volume.shape[-1])
    for swell in swells:
        for week in range(len(factors)):
            start = first + timedelta(weeks=week)
            covered = (min(swell.last, start + timedelta(days=6)) - max(swell.first, start)).days + 1
            factors[week] *= 1.0 + (swell.factor - 1.0) * max(0, covered) / 7.0
    return volume * factors


def whole_minutes(amounts: Floats) -> Ints:
    """Whole minutes along the last axis whose running sums stay within half a minute of the true ones.

    So the parts add up to the rounded total, and amounts of zero or more stay so.
    """
    upto: Ints = np.floor(np.cumsum(amounts, axis=-1) + 0.5).astype(np.int64)
    steps: Ints = np.diff(upto, axis=-1, prepend=0).astype(np.int64)
    return steps


def group_load(hours: Floats, distraction: Floats, group: Ints, *, groups: int) -> Floats:
    """``load_gt = Σ (1 + δ_i) d_it`` over the tasks i of group g (shape ``(groups, weeks)``).

    ``hours`` is d (tasks by weeks), ``distraction`` is δ per task, ``group`` the number of each task's group.
    """
    sums = np.zeros((groups, hours.shape[1]))
    np.add.at(sums, group, (1.0 + distraction)[:, None] * hours)
    return sums
