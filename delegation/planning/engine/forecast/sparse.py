"""Series that hardly ever happen: their rate, pooled with those that are as rare, and where it stops to be believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from delegation.planning.engine.forecast.series import Series

EVENTS = 8
PLENTY = 24  # events from which on a series speaks for itself alone
LONE_EVENTS = 0.5  # Jeffreys: half an event is believed of a series that nothing can be pooled with


@dataclass(frozen=True)
class Rate:
    """Events per period, and over how many periods (seen and believed together) it was learnt."""

    mean: float
    periods: float


def is_sparse(series: Series) -> bool:
    """Whether fewer than eight events were counted: too few for a pattern of their own."""
    return series.counts and float(series.values.sum()) < EVENTS


def share(series: Series) -> float:
    """How much its plain rate is believed beside the methods for frequent series, from 1 at eight events to 0 at 24.

    Between the two nobody can tell a pattern from chance, and one event more must not turn one answer into another.
    """
    if not series.counts:
        return 0.0
    return float(np.clip((PLENTY - series.values.sum()) / (PLENTY - EVENTS), 0.0, 1.0))


def lone(series: Series) -> Rate:
    """The rate of a series that nothing is pooled with: half an event on top of those seen, over a period more."""
    periods = len(series.values) + 1.0
    return Rate((float(series.values.sum()) + LONE_EVENTS) / periods, periods)


def silence(series: Series) -> float:
    """What would be expected after a history as long in which nothing happened: the least expected of any counts."""
    return LONE_EVENTS / (len(series.values) + 1.0) if series.counts else 0.0


def pooled(cluster: Sequence[Series]) -> list[Rate]:
    """A rate for each series of a cluster of alike ones (same step, same kind), in their order.

    Empirical Bayes for Poisson counts: rates are gamma distributed over the cluster with mean m and variance v by
    moments, so the rate of a series is (events + m·κ)/(periods + κ) with κ = m/v, between one period and ten
    histories. A lone series gets half an event on top. Sums are exact, so order does not matter.
    """
    events = [float(series.values.sum()) for series in cluster]
    periods = [float(len(series.values)) for series in cluster]
    if len(cluster) == 1:
        return [lone(cluster[0])]
    usual, mean = fsum(periods) / len(cluster), fsum(events) / fsum(periods)
    apart = fsum((e / p - mean) ** 2 - mean / p for e, p in zip(events, periods, strict=True)) / (
        len(cluster) - 1
    )
    belief = float(np.clip(mean / apart, 1.0, 10.0 * usual)) if apart > 0.0 else 10.0 * usual
    return [
        Rate((e + mean * belief) / (p + belief), p + belief) for e, p in zip(events, periods, strict=True)
    ]
