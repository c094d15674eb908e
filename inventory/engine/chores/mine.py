"""From tickets to chores: group, find the rhythm, count the hours, gather the evidence.

A rhythm is claimed in one of two ways. Either the calendar is kept (``fit``), and a rule is given; or the stream
comes every week in working hours without a day of its own (``presence``), and it is daily or weekly without a
rule. Everything else pops up.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from inventory.engine.chores.evidence import (
    Distraction,
    Evidence,
    distraction,
    evidence,
    minutes_taken,
    per_month,
)
from inventory.engine.chores.fit import fit
from inventory.engine.chores.grouping import FEWEST, Grouping, grouped
from inventory.engine.chores.presence import presence, sustained
from inventory.engine.chores.titles import normalised
from inventory.engine.rhythm import Effort, Hours, Rule, WorkingCalendar, hours_per_month, off_hours_share
from inventory.engine.rhythm.hours import DAYS_PER_MONTH
from inventory.engine.tickets import Ticket

POPUP = "popup"
RHYTHMS = ("daily", "weekly", "fortnightly", "monthly", "quarterly", POPUP)
ASSUMED_EFFORT = Effort(
    5, 15, 45
)  # minutes of a ticket; an assumption to be edited, since exports rarely say
THIN = 0.1  # of the median week: thinner weeks at the edges of an export are not whole


@dataclass(frozen=True, slots=True)
class Chore:
    """A recurring task suspected in a ticket export.

    ``rule`` and ``starts_on`` are given where the calendar is kept; ``rhythm`` is one of ``RHYTHMS``.
    ``confidence`` is the chance, 0 to 1, that the next period (the next week without a rule) brings it.
    ``per_month`` and ``hours`` of what pops up are those seen where fewer than 28 days were watched.
    """

    key: str
    title: str
    tickets: tuple[Ticket, ...]
    rhythm: str
    rule: Rule | None
    starts_on: date | None
    confidence: float
    per_month: float
    hours: Hours
    off_hours_share: float
    distraction: Distraction
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Watched:
    """The days, both inclusive, that an export covers."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days were watched."""
        return (self.last - self.first).days + 1


def mine(
    tickets: Iterable[Ticket],
    *,
    since: date | None = None,
    until: date | None = None,
    by: Grouping = Grouping.AUTO,
    calendar: WorkingCalendar | None = None,
    effort: Effort = ASSUMED_EFFORT,
    seed: int = 0,
) -> tuple[Chore, ...]:
    """Find the chores among tickets opened from ``since`` (inclusive) to ``until`` (exclusive), most hours first.

    ``effort`` is assumed for one ticket, in minutes, and cut to the time a ticket was open. ``calendar`` says
    which hours are working hours on the desk's clock. The same tickets and seed give the same chores.
    """
    kept = [ticket for ticket in tickets if _between(ticket.opened_at.date(), since, until)]
    if len(kept) < FEWEST:
        return ()
    watched = watched_days(kept, since=since, until=until)
    groups = grouped(kept, by, seed=seed)
    clock = calendar or WorkingCalendar()
    chores = [_chore(key, group, watched, clock, effort) for key, group in groups.items()]
    return tuple(sorted(chores, key=lambda chore: (-chore.hours.likely, chore.key)))


def watched_days(tickets: Sequence[Ticket], *, since: date | None, until: date | None) -> Watched:
    """The days an export covers: from its first ticket to its last, without thin weeks at the edges.

    Where the days are asked for, weeks count from ``since``, and the last one lasts to the day before ``until``.
    """
    days = sorted(ticket.opened_at.date() for ticket in tickets)
    origin = since or days[0]
    counts = Counter((day - origin).days // 7 for day in days)
    whole = [week for week, count in counts.items() if count >= THIN * median(counts.values())]
    first, after = origin + timedelta(weeks=min(whole)), origin + timedelta(weeks=max(whole) + 1)
    if until is None:
        until = days[bisect_left(days, after) - 1] + timedelta(days=1)
    return Watched(first, min(until, after) - timedelta(days=1))


def _between(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


def _chore(
    key: str, tickets: Sequence[Ticket], watched: Watched, calendar: WorkingCalendar, effort: Effort
) -> Chore:
    moments = [ticket.opened_at for ticket in tickets]
    found = fit(moments)
    seen = presence(moments, first=watched.first, last=watched.last)
    rhythm = found.rhythm if found else sustained(seen, moments, calendar) or POPUP
    # A rhythm is evidence that it goes on; what pops up is not counted on from a few days.
    month = per_month(len(tickets), days=watched.days)
    if rhythm != POPUP:
        month = len(tickets) * DAYS_PER_MONTH / watched.days
    return Chore(
        key=key,
        title=_title(key, tickets),
        tickets=tuple(tickets),
        rhythm=rhythm,
        rule=found.rule if found else None,
        starts_on=found.starts_on if found else None,
        confidence=(found or seen).confidence,
        per_month=month,
        hours=hours_per_month(_effort(tickets, effort), month),
        off_hours_share=off_hours_share(calendar, moments),
        distraction=distraction(moments, days=watched.days, found=found, calendar=calendar),
        evidence=evidence(tickets, seen.counts),
    )


def _title(key: str, tickets: Sequence[Ticket]) -> str:
    """The title that comes most often, changing parts aside; without titles, the key as words."""
    normal = Counter(normalised(ticket.title) for ticket in tickets if ticket.title)
    if not normal:
        return key.replace("|", ", ")
    most = max(normal.values())
    return next(
        ticket.title for ticket in tickets if ticket.title and normal[normalised(ticket.title)] == most
    )


def _effort(tickets: Sequence[Ticket], assumed: Effort) -> Effort:
    """The assumed minutes, cut to the time the quicker quarter, the middle and the slower quarter were open."""
    took = minutes_taken(tickets)
    if len(took) < FEWEST:
        return assumed
    low, likely, high = quantiles(took, n=4)
    return Effort(min(assumed.low, low), min(assumed.likely, likely), min(assumed.high, high))
