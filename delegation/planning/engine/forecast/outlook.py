"""Forecasts of many series at once: each by the methods its history allows, the rarest ones together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.forecast import interval, methods, sparse
from delegation.planning.engine.forecast.series import Floats, Series

LONGEST = 8.0  # years; older periods say nothing about the next


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is expected of a series: a mean per period ahead, and the volumes 80 % should lie between.

    ``low <= mean <= high``, none below zero, each of shape ``(horizon,)``.
    """

    name: str
    mean: Floats
    low: Floats
    high: Floats


def forecast(series: Sequence[Series], *, horizon: int) -> list[Outlook]:
    """An outlook for each series, in their order. Raises ``ValueError`` for a horizon below one.

    Series with fewer than eight counted events are pooled with the others of their step; apart from that no
    series moves the outlook of another. Up to 24 events the outlook shifts from the plain rate to what the history
    shows, and no count is expected to come less often than after silence as long.
    """
    if horizon < 1:
        raise ValueError("A forecast needs a horizon of at least one period.")
    known = [awake(one) for one in series]
    rare: dict[str, list[Series]] = {}
    for one in known:
        if sparse.is_sparse(one):
            rare.setdefault(one.step, []).append(one)
    rates = {
        id(one): rate
        for cluster in rare.values()
        for one, rate in zip(cluster, sparse.pooled(cluster), strict=True)
    }
    return [
        _rare(one, rates[id(one)], horizon) if id(one) in rates else _seldom(one, horizon) for one in known
    ]


def awake(series: Series) -> Series:
    """The series from when it began: zeros before the first event are cut off where chance cannot explain them.

    They cannot where the later rate would have brought five events or more in that time. Long histories are cut to
    their last eight years.
    """
    values = series.values
    begun = int(np.argmax(values > 0.0))
    later = values[begun + 1 :]
    asleep = begun if later.size and begun * later.mean() >= 5.0 else 0
    cut = max(asleep, len(values) - int(LONGEST * series.step.per_year))
    return Series(series.name, series.starts()[cut].item(), series.step, values[cut:], series.counts)


def _rare(series: Series, rate: sparse.Rate, horizon: int) -> Outlook:
    mean = np.full(horizon, rate.mean)
    variance = mean * (1.0 + 1.0 / rate.periods)
    low, high = interval.bounds(mean, variance, freedom=rate.periods, counts=True)
    return Outlook(series.name, mean, low, high)


def _seldom(series: Series, horizon: int) -> Outlook:
    """Between rare and frequent: the outlooks of both, in shares that shift with every event."""
    share = sparse.share(series)
    often = _frequent(series, horizon)
    if not share:
        return often
    rarely = _rare(series, sparse.lone(series), horizon)
    return Outlook(
        series.name,
        mean=share * rarely.mean + (1.0 - share) * often.mean,
        low=share * rarely.low + (1.0 - share) * often.low,
        high=share * rarely.high + (1.0 - share) * often.high,
    )


def _frequent(known: Series, horizon: int) -> Outlook:
    if not known.values.any():
        return Outlook(known.name, *(np.zeros(horizon) for _ in range(3)))
    said = methods.told(known, ahead=horizon)
    expected = np.maximum(said.mean, sparse.silence(known))
    weights = methods.fading(known)
    if len(weights) > 1:
        weights[0] = 0.0  # nothing was said of the first period before it came
    phi, freedom = interval.dispersion(
        known.values, said.told, weights=weights, speed=said.speed, used=said.used, counts=known.counts
    )
    phi *= float(interval.level_error(np.array(len(weights)), said.speed))
    later = np.arange(horizon)
    # One period replaces `speed` of the level, so its error walks: variance 1 + speed²·(h - 1), as in ETS(A,N,N).
    variance = phi * expected * (1.0 + said.speed**2 * later) + (expected * said.unsure) ** 2
    low, high = interval.bounds(expected, variance, freedom=freedom, counts=known.counts)
    return Outlook(known.name, expected, low, high)
