"""What the calendar says about a period: columns for a regression, each with how far it may move the volume."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.forecast.series import Days, Floats, Series, Step

YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of all periods, known ones first, shape ``(n + ahead, columns)``.

    ``widths`` are standard deviations believed of each effect on the logarithm of the volume; the first column
    is the level and its width is infinite. ``repeats`` marks the columns that are neither level nor trend.
    """

    X: Floats
    widths: Floats
    repeats: NDArray[np.bool_]


class _Column(NamedTuple):
    values: Floats
    width: float
    repeats: bool = True


def columns(series: Series, *, ahead: int) -> Columns:
    """Level, week, month and quarter; a trend from a third of a year of history on; the year from five quarters on.

    Beyond the last known period the trend fades, and adds one more year of itself in the long run.
    """
    days = series.starts(ahead=ahead)
    known = len(series.values)
    found = [_Column(np.ones(len(days)), np.inf, repeats=False), *_within_month(days, series.step)]
    if known > series.step.per_year / 3:
        years = (days - days[known - 1]).astype(np.float64) / YEAR
        found.append(_Column(np.minimum(years, 1.0 - np.exp(-np.maximum(years, 0.0))), 0.6, repeats=False))
    if known > 1.25 * series.step.per_year:
        found += _within_year(days, series.step)
    values, widths, repeats = zip(*found, strict=True)
    return Columns(np.column_stack(values), np.array(widths), np.array(repeats))


def _within_month(days: Days, step: Step) -> list[_Column]:
    if step is Step.MONTH:
        return [_Column(_share(_ends_quarter(days)), 0.3)]
    closing = _left_in_month(days) < (7 if step is Step.WEEK else 3)
    # A few weeks of days hold one end of a month, easily mistaken for its days of the week: believe no more of it
    # than of those (at rolling origins on a real service desk 0.2 errs less than 0.4).
    width = 0.2 if step is Step.DAY else 0.4
    ends = [_Column(_share(closing), width), _Column(_share(closing & _ends_quarter(days)), width)]
    if step is Step.DAY:
        return [*_within_week(days), *ends]
    return [*ends, _Column(_share(_day_of_month(days) <= 7), 0.2)]


def _within_week(days: Days) -> list[_Column]:
    weekday = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7
    return [_Column(_share(weekday >= 5), 3.0), *(_Column(_share(weekday == day), 0.2) for day in range(7))]


def _within_year(days: Days, step: Step) -> list[_Column]:
    if step is Step.MONTH:
        month = days.astype("datetime64[M]").astype(np.int64) % 12
        return [_Column(_share(month == number), 0.4) for number in range(12)]
    turn = 2 * np.pi * days.astype("datetime64[D]").astype(np.float64) / YEAR
    return [_Column(wave(turn * k), 0.4 / k) for k in (1, 2) for wave in (np.sin, np.cos)]


def _left_in_month(days: Days) -> Floats:
    """Days of the month still to come after each day."""
    following = (days.astype("datetime64[M]") + 1).astype("datetime64[D]")
    return np.asarray((following - days).astype(np.float64) - 1.0)


def _day_of_month(days: Days) -> Floats:
    first = days.astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray((days - first).astype(np.float64) + 1.0)


def _ends_quarter(days: Days) -> NDArray[np.bool_]:
    return np.asarray(days.astype("datetime64[M]").astype(np.int64) % 3 == 2)


def _share(truth: NDArray[np.bool_]) -> Floats:
    return truth.astype(np.float64)
