"""The methods that may speak of a series, and how much each is trusted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from delegation.planning.engine.forecast.calendar import Columns, columns
from delegation.planning.engine.forecast.candidate import Candidate, mixed
from delegation.planning.engine.forecast.cycle import cycle, with_cycle
from delegation.planning.engine.forecast.level import Level, level
from delegation.planning.engine.forecast.poisson import LIMIT, Fit, fit
from delegation.planning.engine.forecast.series import Floats, Series, Step
from delegation.planning.engine.forecast.smoothing import combined

Method = Callable[["Sight"], Candidate]

# Known periods before a calendar is read into them, before they are smoothed, and before both.
PATTERN_FROM = {Step.DAY: 8, Step.WEEK: 26, Step.MONTH: 18}
SMOOTHING_FROM = {Step.DAY: 60, Step.WEEK: 12, Step.MONTH: 12}
BOTH_FROM = {Step.DAY: 60, Step.WEEK: 26, Step.MONTH: 18}
TRIALS = 3
SHARPNESS = 10  # error ratio to the power of this: a method twice as wrong hardly counts
HANDICAP = 1.2  # a calendar must beat plain smoothing by a fifth to be trusted as much
LEAST_SHARE = 1e-6


@dataclass(frozen=True, eq=False)
class Sight:
    """A series and how far ahead to look; what the calendar makes of it is worked out once."""

    series: Series
    ahead: int

    @cached_property
    def regression(self) -> tuple[Columns, Fit]:
        """The columns of the calendar, with a rhythm of its own where one is left, and their fit."""
        table, values = columns(self.series, ahead=self.ahead), self.series.values
        known, weights = len(values), fading(self.series)
        found = fit(table.X[:known], values, weights=weights, widths=table.widths)
        length = cycle(np.sqrt(values) - np.sqrt(found.mean(table.X[:known])), self.series.step)
        if length:
            table = with_cycle(table, length)
            found = fit(table.X[:known], values, weights=weights, widths=table.widths)
        return table, found


def told(series: Series, *, ahead: int) -> Candidate:
    """The mixture of all methods the history is long enough for, in shares of how they did on its last periods."""
    methods, sight = allowed(series), Sight(series, ahead)
    candidates = [method(sight) for method in methods]
    return mixed(candidates, _shares(series, ahead, methods))


def allowed(series: Series) -> list[Method]:
    """The level, times the calendar where that can be read; plain smoothing; smoothing of what the calendar leaves."""
    known = len(series.values)
    methods: list[Method] = [calendar_level if known >= PATTERN_FROM[series.step] else flat_level]
    if known >= SMOOTHING_FROM[series.step]:
        methods.append(smoothing)
    if known >= BOTH_FROM[series.step]:
        methods.append(smoothed_calendar)
    return methods


def fading(series: Series) -> Floats:
    """Weights of the known periods: half at four tenths of the history, at 52 weeks at the latest."""
    known = len(series.values)
    return 0.5 ** (np.arange(known)[::-1] / min(series.step.per_year, max(0.4 * known, 5.0)))


def flat_level(sight: Sight) -> Candidate:
    """The level alone: what a short history allows."""
    now = _level(sight.series, np.ones(len(sight.series.values)))
    return Candidate(np.full(sight.ahead, now.value), now.told, now.speed)


def calendar_level(sight: Sight) -> Candidate:
    """The level times what the calendar and the trend make of it."""
    (table, found), known = sight.regression, len(sight.series.values)
    pattern = np.maximum(found.mean(table.X), LEAST_SHARE * sight.series.values.mean())
    now = _level(sight.series, pattern[:known])
    unsure = float(found.spread(table.X[known:]).mean())
    return Candidate(now.value * pattern[known:], now.told, now.speed, found.used, unsure)


def smoothing(sight: Sight) -> Candidate:
    """Plain smoothing: what needs no calendar."""
    return combined(sight.series.values, ahead=sight.ahead)


def smoothed_calendar(sight: Sight) -> Candidate:
    """Plain smoothing of what is left when the calendar, without its trend, is taken out."""
    (table, found), known = sight.regression, len(sight.series.values)
    effects = table.X[:, table.repeats] @ found.coefficients[table.repeats]
    pattern = np.exp(np.clip(effects, -LIMIT, LIMIT))
    rest = combined(sight.series.values / pattern[:known], ahead=sight.ahead)
    return Candidate(rest.mean * pattern[known:], rest.told * pattern[:known], rest.speed, found.used)


def _shares(series: Series, ahead: int, methods: Sequence[Method]) -> Floats:
    if len(methods) == 1:
        return np.ones(1)
    known = len(series.values)
    reach = min(ahead, max(1, known // 6))
    wrong = np.zeros(len(methods))
    for trial in range(TRIALS):
        cut = known - reach - trial * max(1, reach // 2)
        came, sight = series.values[cut : cut + reach], Sight(series.until(cut), reach)
        if sight.series.values.any():  # from silence alone nobody can tell
            wrong += [np.abs(came - method(sight).mean).sum() for method in methods]
    wrong *= [1.0 if method is smoothing else HANDICAP for method in methods]
    least = LEAST_SHARE * series.values.mean()
    trust = ((wrong.min() + least) / (wrong + least)) ** SHARPNESS
    return np.asarray(trust / trust.sum())


def _level(series: Series, pattern: Floats) -> Level:
    # Days are many and noisy, so their level moves slowly; few weeks are believed to move fast.
    usual = 0.04 if series.step is Step.DAY else float(np.clip(3.0 / len(pattern), 0.1, 0.6))
    return level(series.values, pattern, usual_speed=usual, counts=series.counts)
