"""Weights from people: swing weighting, the mean of a group, and how far a group is apart."""

from collections.abc import Mapping, Sequence
from statistics import fmean, pvariance


def swing_weights(points: Mapping[str, float]) -> dict[str, float]:
    """Weights in points of 100 from swing points.

    "Imagine a task that is worst on everything: which single criterion would you lift first?" gets 100, the others
    are given points relative to it. ``w_j = 100·p_j / Σ p``. Source: von Winterfeldt and Edwards, Decision Analysis
    and Behavioral Research (1986), chapter 8. Raises ValueError for negative points, or none above 0.
    """
    if any(not given >= 0 for given in points.values()):
        raise ValueError("Swing points are numbers of at least 0.")
    total = sum(points.values())
    if not total > 0:
        raise ValueError("At least one criterion needs swing points.")
    return {key: 100.0 * given / total for key, given in points.items()}


def group_weights(several: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The weights of a group: the arithmetic mean of everybody's normalised weights, in points of 100.

    Raises ValueError when nobody is given, or they did not weigh the same criteria.
    """
    shares = _normalised(several)
    return {key: fmean(one[key] for one in shares) for key in shares[0]}


def fitted_concentration(several: Sequence[Mapping[str, float]]) -> float:
    """The α₀ of the Dirichlet distribution whose spread is that of a group's weights; at least 1.

    By moments: ``Var(w_j) = w̄_j·(1 − w̄_j)/(α₀ + 1)``, summed over the criteria. Source: Minka, Estimating a
    Dirichlet distribution (2000). Infinite when all agree. Raises ValueError as ``group_weights`` does, and for
    fewer than two people.
    """
    if len(several) < 2:
        raise ValueError("The spread of a group needs at least two people.")
    shares = _normalised(several)
    columns = [[one[key] / 100 for one in shares] for key in shares[0]]
    apart = sum(pvariance(column) for column in columns) * len(shares) / (len(shares) - 1)
    room = sum(fmean(column) * (1 - fmean(column)) for column in columns)
    return max(room / apart - 1, 1.0) if apart > 1e-12 else float("inf")


def _normalised(several: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    if not several:
        raise ValueError("A group needs at least one person.")
    if any(one.keys() != several[0].keys() for one in several):
        raise ValueError("The people of a group must weigh the same criteria.")
    return [swing_weights(one) for one in several]
