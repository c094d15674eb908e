"""Whether a stream follows the calendar: a rule is claimed only on evidence of its phase.

Days, not tickets, are counted, so that a burst is one piece of evidence. Under the null hypothesis the days of
the stream lie anywhere in its span; the hits of a phase are then hypergeometric. Each family of phases may raise
a false alarm in one stream of a thousand, shared evenly among its phases (Bonferroni).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import log

import numpy as np
from numpy.typing import NDArray

from inventory.engine.chores.chance import beyond_chance, log_hypergeometric
from inventory.engine.chores.phases import FAMILIES, Phase, Window, window
from inventory.engine.rhythm import Frequency, Rule
from inventory.engine.rhythm.rule import WORKING_WEEK

FEWEST = 5  # occurrences
FEWEST_PERIODS = 4
SHARE_IN_PHASE = 0.5
COVERAGE = 0.7
FALSE_ALARMS = 0.001  # per family
LEAST = {
    ("weekdays", 0): (0.65, 0.7),
    ("weekly", 1): (0.75, 0.75),
}  # share and coverage where a phase is much of a week
DAILY_COVERAGE = 0.75
WEEKEND_SLIPS = 0.2  # of the tickets of a job of working days; chance alone would put 0.29 there
WEEKEND_SHARE = 0.05  # of tickets; below it a stream is one of working days
LONGEST_SPAN = timedelta(days=3652)  # what lies ten years before the last says nothing about today
SAME_TIME = 30  # minutes to either side of the usual time
QUARTER_HOUR = 15


@dataclass(frozen=True, slots=True)
class Fit:
    """A calendar rule a stream follows: the family, how much of it is covered, and how much of the stream fits.

    ``days`` are the days in phase on which it came; a rule of every second week counts from the first of them.
    """

    family: str
    rule: Rule
    days: frozenset[date]
    periods: int
    covered: int
    share: float

    @property
    def rhythm(self) -> str:
        """The word for how often: daily, weekly, fortnightly, monthly or quarterly."""
        return "weekly" if self.family == "weekdays" else self.family

    @property
    def starts_on(self) -> date:
        """The first day in phase."""
        return min(self.days)

    @property
    def confidence(self) -> float:
        """The chance that the next period brings one, from those seen (Laplace's rule of succession)."""
        return (self.covered + 1) / (self.periods + 2)


def fit(moments: Sequence[datetime]) -> Fit | None:
    """The calendar rule that a stream of local moments, in order, follows; ``None`` without evidence."""
    recent = [moment for moment in moments if moments[-1] - moment < LONGEST_SPAN]
    return _daily(recent) or _in_phase(recent) if len(recent) >= FEWEST else None


def _daily(moments: Sequence[datetime]) -> Fit | None:
    """Every day or every working day: more days are covered than chance covers with as many tickets."""
    usual = _near_usual_time(moments)
    streams = [usual, moments] if SHARE_IN_PHASE * len(moments) <= len(usual) < len(moments) else [moments]
    fits = (_every_day(stream, len(moments)) for stream in streams)
    return next((found for found in fits if found), None)


def _every_day(moments: Sequence[datetime], tickets: int) -> Fit | None:
    working = [moment for moment in moments if moment.weekday() < 5]
    at_work = len(working) >= (1 - WEEKEND_SLIPS) * len(moments)
    kept = working if at_work else moments
    days = sorted({moment.date() for moment in kept})
    length = (days[-1] - days[0]).days + 1
    if at_work:
        length = int(np.busday_count(days[0], days[-1] + timedelta(days=1)))
    covered = len(days)
    if covered < DAILY_COVERAGE * length or not beyond_chance(covered, periods=length, tickets=len(kept)):
        return None
    at = _usual_time(kept)
    rule = (
        Rule(Frequency.WEEKLY, weekdays=WORKING_WEEK, times=at)
        if at_work
        else Rule(Frequency.DAILY, times=at)
    )
    return Fit("daily", rule, frozenset(days), length, covered, len(kept) / tickets)


def _in_phase(moments: Sequence[datetime]) -> Fit | None:
    tickets = Counter(moment.date() for moment in moments)
    first = min(tickets)
    laid = _laid_over(first, max(tickets))
    weekend = sum(count for day, count in tickets.items() if day.weekday() >= 5)
    universe = np.ones(laid.workdays.size, dtype=bool)
    if weekend <= WEEKEND_SHARE * len(moments):
        universe = laid.workdays
    offset = (first - laid.first).days
    hit = np.zeros(laid.workdays.size, dtype=bool)
    hit[[offset + (day - first).days for day in tickets]] = True
    span = np.zeros_like(hit)
    span[offset : offset + (max(tickets) - first).days + 1] = True
    found = _best(laid, hit & universe, span & universe)
    if found is None:
        return None
    at = _usual_time([moment for moment in moments if moment.date() in found.days])
    return replace(found, rule=replace(found.rule, times=at))


def _laid_over(first: date, last: date) -> Window:
    """A window that starts with a year's first day and is whole years long, so that few are ever laid."""
    start = date(first.year, 1, 1)
    return window(start, (date(last.year + 1, 1, 1) - start).days)


def _best(laid: Window, hit: NDArray[np.bool_], span: NDArray[np.bool_]) -> Fit | None:
    n, size = int(hit.sum()), int(span.sum())
    hits = laid.days @ hit.astype(np.float32)
    own = laid.days @ span.astype(np.float32)
    of_family = Counter(phase.family for phase in laid.phases)
    limits = {family: log(FALSE_ALARMS / of_family[family]) for family in FAMILIES}
    found: list[tuple[float, int, Fit]] = []
    for row in np.flatnonzero((hits >= SHARE_IN_PHASE * n) & (hits >= FEWEST_PERIODS)):
        phase = laid.phases[row]
        chance = log_hypergeometric(int(hits[row]), n=n, marked=int(own[row]), size=size)
        kept = (
            _kept(phase, laid, hit, span, share=float(hits[row]) / n)
            if chance < limits[phase.family]
            else None
        )
        if kept:
            named = 0 if phase.family == "weekdays" else int(hit[phase.centres].sum())
            found.append((chance, -named, kept))
    return _likeliest(found)


def _likeliest(found: Sequence[tuple[float, int, Fit]]) -> Fit | None:
    """The family that chance explains least; within it, the rule that names most of the days itself.

    Of several weekdays, more always name more days, so chance alone decides.
    """
    if not found:
        return None
    family = min(found, key=lambda one: one[0])[2].family
    return min((one for one in found if one[2].family == family), key=lambda one: (one[1], one[0]))[2]


def _kept(
    phase: Phase, laid: Window, hit: NDArray[np.bool_], span: NDArray[np.bool_], *, share: float
) -> Fit | None:
    """The phase as a fit, if enough of its periods were kept."""
    periods = len(np.unique(phase.periods[span & (phase.periods >= 0)]))
    in_phase = hit & (phase.periods >= 0)
    covered = len(np.unique(phase.periods[in_phase]))
    least_share, least = LEAST.get((phase.family, phase.slack), (SHARE_IN_PHASE, COVERAGE))
    if share < least_share or covered < max(FEWEST_PERIODS, least * periods):
        return None
    days = frozenset(laid.first + timedelta(days=int(n)) for n in np.flatnonzero(in_phase))
    return Fit(phase.family, phase.rule, days, periods, covered, share)


def _usual_time(moments: Sequence[datetime]) -> tuple[time, ...]:
    """The time of day, to the quarter of an hour, where at least seven in ten tickets come; midnight is no time."""
    near = _near_usual_time(moments)
    minutes = sorted(moment.hour * 60 + moment.minute for moment in near)
    at = round(minutes[len(minutes) // 2] / QUARTER_HOUR) * QUARTER_HOUR % (24 * 60)
    only_dates = all(moment.time() == time() for moment in moments)
    return () if only_dates or len(near) < COVERAGE * len(moments) else (time(*divmod(at, 60)),)


def _near_usual_time(moments: Sequence[datetime]) -> list[datetime]:
    """The moments within the busiest hour of the day, wherever it starts."""
    minutes = sorted(moment.hour * 60 + moment.minute for moment in moments)
    after = [bisect_left(minutes, minute + 2 * SAME_TIME + 1) - n for n, minute in enumerate(minutes)]
    start = minutes[int(np.argmax(after))]
    return [moment for moment in moments if 0 <= moment.hour * 60 + moment.minute - start <= 2 * SAME_TIME]
