"""Rhythms that no calendar names: every other week, every fourth, every thirteenth."""

from dataclasses import replace

import numpy as np

from delegation.planning.engine.forecast.calendar import Columns
from delegation.planning.engine.forecast.series import Floats, Step

LENGTHS: dict[Step, tuple[int, ...]] = {Step.DAY: (14,), Step.WEEK: (2, 3, 4, 6, 13), Step.MONTH: ()}
ROUNDS = 4  # how often a rhythm must have come round to be believed
LEAST = 0.4  # correlation with itself one round ago, and
DEVIATIONS = 3.0  # this many standard deviations of what chance correlates
WIDTH = 0.3  # standard deviation believed of each place in the round, on the log of the volume


def cycle(left: Floats, step: Step) -> int:
    """How many periods a rhythm takes to come round in what a regression ``left`` (shape ``(n,)``); 0 without one."""
    known = len(left)
    lengths = [length for length in LENGTHS[step] if known >= ROUNDS * length]
    if not lengths:
        return 0
    around = np.ones(2 * lengths[-1] + 1)
    drift = np.convolve(left, around, "same") / np.convolve(np.ones(known), around, "same")
    even = left - drift
    power = float(even @ even)
    found = {length: float(even[length:] @ even[:-length]) for length in lengths}
    best = max(lengths, key=lambda length: found[length])
    return best if found[best] > max(LEAST, DEVIATIONS / known**0.5) * power > 0.0 else 0


def with_cycle(columns: Columns, length: int) -> Columns:
    """The same columns and one for each place in a round of ``length`` periods."""
    rows = np.arange(len(columns.X))
    places = (rows[:, None] % length == np.arange(length)).astype(np.float64)
    return replace(
        columns,
        X=np.hstack([columns.X, places]),
        widths=np.concatenate([columns.widths, np.full(length, WIDTH)]),
        repeats=np.concatenate([columns.repeats, np.ones(length, dtype=np.bool_)]),
    )
