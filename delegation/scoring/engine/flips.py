"""Which weights would have to be different for the advice to be: one of them, or as little as possible of all.

Weights are in points (they sum to 100) wherever they are shown, as shares inside the formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.scoring.engine.index import CLOSE, index_of


@dataclass(frozen=True, kw_only=True)
class WeightFlip:
    """One weight, in points, and what it would have to be for the index to stand exactly on the line."""

    criterion: str
    now: float
    then: float


def weight_flips(
    keys: Sequence[str], values: Sequence[float], weights: Sequence[float], line: float
) -> tuple[WeightFlip, ...]:
    """Every single weight that could carry the index onto the line, the smallest change first.

    Changing ``w_j`` by δ and rescaling the rest by ``(1 − w_j − δ)/(1 − w_j)`` gives ``D/100 + δ·(v_j − m_j)`` with
    ``m_j = (D/100 − w_j·v_j)/(1 − w_j)``; so ``δ* = (θ − D/100)/(v_j − m_j)``, valid while ``0 ≤ w_j + δ* ≤ 1``.
    Source: Triantaphyllou and Sánchez, Decision Sciences 28:151–194 (1997), for a fixed line instead of a rival.
    """
    share = index_of(values, weights) / 100
    flips = []
    for key, value, weight in zip(keys, values, weights, strict=True):
        if weight > 1 - CLOSE:
            continue
        pull = value - (share - weight * value) / (1 - weight)
        then = weight + (line / 100 - share) / pull if abs(pull) > CLOSE else -1.0
        if 0 <= then <= 1:
            flips.append(WeightFlip(criterion=key, now=100 * weight, then=100 * then))
    return tuple(sorted(flips, key=lambda flip: abs(flip.then - flip.now)))


def reweighted(weights: Sequence[float], place: int, share: float) -> tuple[float, ...]:
    """The weights with the one at ``place`` set to ``share`` and the rest rescaled to sum to 1 again.

    Raises ValueError when the one to be set is all the weight there is.
    """
    rest = 1 - weights[place]
    if rest < CLOSE:
        raise ValueError("A single weight has nothing to give to or take from.")
    return tuple(
        share if other == place else weight * (1 - share) / rest for other, weight in enumerate(weights)
    )


def weight_moved(values: Sequence[float], weights: Sequence[float], line: float) -> float | None:
    """The smallest total weight, in points, that must move between criteria to carry the index over the line.

    Half the L1 distance between the weight vectors. Everything moved goes to the criterion that helps most, and is
    taken first where it helps least: a fractional knapsack, for which greed is exact (Dantzig, Operations Research
    5:266–288, 1957). None when no weights at all would do it.
    """
    gap = line / 100 - index_of(values, weights) / 100
    direction = 1.0 if gap > 0 else -1.0
    best = max(direction * value for value in values)
    moved, gap = 0.0, abs(gap)
    gains = [(best - direction * value, weight) for value, weight in zip(values, weights, strict=True)]
    for gain, weight in sorted((pair for pair in gains if pair[0] > CLOSE), reverse=True):
        if gap <= weight * gain:
            return 100 * (moved + gap / gain)
        moved += weight
        gap -= weight * gain
    return 100 * moved if gap <= CLOSE else None
