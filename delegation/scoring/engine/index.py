"""The delegation index and its parts.

``D = 100·Σ w_j v_j = 50 + Σ c_j`` with ``c_j = 100·w_j·(v_j − ½)``: the weights w sum to 1, the values v run from 0
to 1, and 50 is neutral. Source: the additive value model, Keeney and Raiffa (1976), theorem 3.6; written about a
neutral point so that the contributions explain the index and add up to it.
"""

import math
from collections.abc import Sequence

NEUTRAL_INDEX = 50.0
CLOSE = 1e-9
"""Points. Two indices nearer than this are the same number, and one this near a line has reached it."""


def index_of(values: Sequence[float], weights: Sequence[float]) -> float:
    """The index, 0 to 100, of values (0 to 1) under weights (shares that sum to 1)."""
    return math.fsum(100.0 * weight * value for weight, value in zip(weights, values, strict=True))


def contributions(values: Sequence[float], weights: Sequence[float]) -> tuple[float, ...]:
    """The points each criterion adds to, or takes from, the neutral 50, in the order given."""
    return tuple(100.0 * weight * (value - 0.5) for weight, value in zip(weights, values, strict=True))


def reaches(index: float, line: float) -> bool:
    """Whether an index has reached a line; both in points."""
    return index >= line - CLOSE


def shown(parts: Sequence[float], *, digits: int = 1) -> tuple[float, tuple[float, ...]]:
    """The index and its contributions as displayed, rounded to ``digits`` places so that they still add up.

    The index is rounded to the nearest, halves to the even; of the contributions, those with the largest remainders are rounded up
    until 50 plus their sum is the displayed index (Hamilton's method of largest remainders). What adds nothing
    stays at nothing.
    """
    unit = 10**digits
    exact = [round(part * unit, 7) for part in parts]
    whole = [math.floor(part) for part in exact]
    total = round(round(math.fsum(exact), 6))
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: total - sum(whole)]:
        whole[place] += 1
    return (NEUTRAL_INDEX * unit + total) / unit, tuple(part / unit for part in whole)
