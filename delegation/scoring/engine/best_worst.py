"""Weights from the best and the worst criterion: 2n − 3 judgements instead of n(n − 1)/2.

Source: Rezaei, Omega 53:49–57 (2015), the non-linear model; Rezaei, Omega 64:126–130 (2016), the linear one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]  # SciPy ships no types


@dataclass(frozen=True, kw_only=True)
class BestWorst:
    """Weights as shares. ``xi`` is the largest departure from a judgement; ``ratio`` is 0 for full consistency and
    1 for the worst a set of such judgements can be, None where the model has no such table.
    """

    weights: tuple[float, ...]
    xi: float
    ratio: float | None


def best_worst(best_to_others: Sequence[float], others_to_worst: Sequence[float]) -> BestWorst:
    """Weights that keep ``max |w_B/w_j − a_Bj|, |w_j/w_W − a_jW|`` smallest; judgements run from 1 to 9.

    With ``w_W = 1`` each judgement is an interval around its number, ξ wide on each side, and the best weight must
    fit them all: the smallest ξ is found by bisection, and each weight is the middle of its interval. Raises
    ValueError when the judgements do not name one best and one worst criterion.
    """
    best, worst = _ends(best_to_others, others_to_worst)
    low, high = 0.0, max(*best_to_others, *others_to_worst)
    for _ in range(200):
        middle = (low + high) / 2
        lower, upper = _room(middle, best_to_others, others_to_worst, best, worst)
        low, high = (low, middle) if lower <= upper else (middle, high)
    lower, upper = _room(high, best_to_others, others_to_worst, best, worst)
    top = (lower + upper) / 2
    raw = [_middle(high, top, *pair) for pair in zip(best_to_others, others_to_worst, strict=True)]
    raw[best], raw[worst] = top, 1.0
    worst_case = _largest_xi(best_to_others[worst])
    return BestWorst(
        weights=tuple(part / sum(raw) for part in raw),
        xi=high,
        ratio=high / worst_case if worst_case else 0.0,
    )


def best_worst_linear(best_to_others: Sequence[float], others_to_worst: Sequence[float]) -> BestWorst:
    """Weights that keep ``max |w_B − a_Bj·w_j|, |w_j − a_jW·w_W|`` smallest: one linear programme, one optimum.

    Raises ValueError as ``best_worst`` does.
    """
    best, worst = _ends(best_to_others, others_to_worst)
    count = len(best_to_others)
    rows = []
    for place, (down, up) in enumerate(zip(best_to_others, others_to_worst, strict=True)):
        for one, other, times in ((best, place, down), (place, worst, up)):
            gap = np.zeros(count + 1)
            gap[one] += 1
            gap[other] -= times
            rows += [np.append(sign * gap[:count], -1.0) for sign in (1, -1)]
    goal, whole = np.zeros(count + 1), np.ones((1, count + 1))
    goal[count], whole[0, count] = 1, 0
    solved = linprog(
        goal, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), A_eq=whole, b_eq=[1.0], method="highs"
    )
    return BestWorst(
        weights=tuple(float(part) for part in solved.x[:count]), xi=float(solved.x[count]), ratio=None
    )


def _ends(best_to_others: Sequence[float], others_to_worst: Sequence[float]) -> tuple[int, int]:
    """The positions of the best and the worst criterion, each judged 1 against itself."""
    same_length = len(best_to_others) == len(others_to_worst) >= 2
    if not same_length or not all(1 <= one <= 9 for one in (*best_to_others, *others_to_worst)):
        raise ValueError("Judge every criterion against the best and against the worst, from 1 to 9.")
    best, worst = (
        list(best_to_others).index(min(best_to_others)),
        list(others_to_worst).index(min(others_to_worst)),
    )
    if best_to_others[best] != 1 or others_to_worst[worst] != 1 or best == worst:
        raise ValueError(
            "One criterion must be the best and another the worst, each judged 1 against itself."
        )
    return best, worst


def _room(
    xi: float, best_to_others: Sequence[float], others_to_worst: Sequence[float], best: int, worst: int
) -> tuple[float, float]:
    """Between what and what the best weight may lie, in units of the worst, when judgements may be off by ξ."""
    lower, upper = [], []
    for place, (down, up) in enumerate(zip(best_to_others, others_to_worst, strict=True)):
        if place in {best, worst}:
            stated = up if place == best else down
            lower.append(stated - xi)
            upper.append(stated + xi)
        else:
            lower.append(max(down - xi, 0.0) * max(up - xi, 0.0))
            upper.append((down + xi) * (up + xi))
    return max(lower), min(upper)


def _middle(xi: float, top: float, down: float, up: float) -> float:
    """The middle of what a weight may be, given the best weight ``top`` and the worst 1."""
    lower = max(up - xi, top / (down + xi))
    upper = min(up + xi, top / (down - xi)) if down > xi else up + xi
    return (lower + upper) / 2


def _largest_xi(stated: float) -> float:
    """The consistency index of Rezaei's table 1: the root of ``ξ² − (1 + 2a)ξ + a² − a = 0``; .44 at 2, 5.23 at 9."""
    return (1 + 2 * stated - sqrt(1 + 8 * stated)) / 2
