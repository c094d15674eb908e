"""What speaks for a chore, and how much it distracts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, pstdev

from inventory.engine.chores.chance import poisson
from inventory.engine.chores.fit import Fit
from inventory.engine.chores.titles import normalised
from inventory.engine.rhythm import WorkingCalendar
from inventory.engine.rhythm.hours import DAYS_PER_MONTH
from inventory.engine.tickets import Ticket

EXAMPLES = 5
SAME_INTERRUPTION = timedelta(hours=1)  # what comes within the hour finds the person interrupted already
BURST_CHANCE = 0.001  # of so many tickets on one day, at the mean rate of the stream
SMALLEST_BURST = 3
LEAST_WATCHED = 28  # days; of what was watched for less, a month is taken to bring what was seen and no more


@dataclass(frozen=True, slots=True)
class Distraction:
    """How a stream disturbs: bursts, and tickets that come unplanned in working hours.

    ``burstiness`` is (spread - mean) / (spread + mean) of the gaps between tickets (Goh and Barabási 2008): -1 for
    a clockwork, 0 for chance, towards 1 for bursts. ``interruptions_per_month`` counts tickets out of phase and in
    working hours, those within an hour of each other once; from less than 28 days they are those seen.
    """

    bursts: int
    burst_share: float
    burstiness: float
    interruptions_per_month: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person needs to see to believe in a chore.

    ``by_week``, ``by_weekday`` (Monday first) and ``by_hour`` count tickets; ``median_minutes`` is the time from
    opening to closing, where the export has it; ``people`` and ``groups`` are the most frequent first.
    """

    first: datetime
    last: datetime
    by_week: tuple[int, ...]
    by_weekday: tuple[int, ...]
    by_hour: tuple[int, ...]
    median_minutes: float | None
    people: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


def distraction(
    moments: Sequence[datetime], *, days: int, found: Fit | None, calendar: WorkingCalendar
) -> Distraction:
    """Measure a stream of moments, in order, that was watched for so many days."""
    burst_days = _burst_days(moments, days)
    unplanned = [moment for moment in moments if not _planned(moment, found) and calendar.is_working(moment)]
    starts = [
        moment
        for before, moment in zip([datetime.min, *unplanned], unplanned, strict=False)  # noqa: DTZ901 - a wall clock has no zone
        if moment - before > SAME_INTERRUPTION
    ]
    return Distraction(
        bursts=len(burst_days),
        burst_share=sum(burst_days) / len(moments),
        burstiness=_burstiness(moments),
        interruptions_per_month=per_month(len(starts), days=days),
    )


def per_month(count: int, *, days: int) -> float:
    """How many a month brings where so many came in so many days: the same number below 28 days, else in proportion."""
    return count * DAYS_PER_MONTH / days if days >= LEAST_WATCHED else float(count)


def evidence(tickets: Sequence[Ticket], by_week: tuple[int, ...]) -> Evidence:
    """Gather what speaks for a chore from its tickets, in order of opening."""
    moments = [ticket.opened_at for ticket in tickets]
    weekdays, hours = (
        Counter(moment.weekday() for moment in moments),
        Counter(moment.hour for moment in moments),
    )
    took = minutes_taken(tickets)
    return Evidence(
        first=moments[0],
        last=moments[-1],
        by_week=by_week,
        by_weekday=tuple(weekdays[day] for day in range(7)),
        by_hour=tuple(hours[hour] for hour in range(24)),
        median_minutes=median(took) if took else None,
        people=_most(ticket.person for ticket in tickets),
        groups=_most(ticket.group for ticket in tickets),
        examples=_examples(tickets),
    )


def minutes_taken(tickets: Sequence[Ticket]) -> list[float]:
    """Minutes from opening to closing of those tickets that have both, in that order of time."""
    return [
        (ticket.closed_at - ticket.opened_at).total_seconds() / 60
        for ticket in tickets
        if ticket.closed_at is not None and ticket.closed_at > ticket.opened_at
    ]


def _planned(moment: datetime, found: Fit | None) -> bool:
    return found is not None and moment.date() in found.days


def _burst_days(moments: Sequence[datetime], days: int) -> list[int]:
    """The tickets of each day that chance would hardly bring, at the mean rate of the stream."""
    rate = len(moments) / days
    counts = Counter(moment.date() for moment in moments).values()
    return [count for count in counts if count >= SMALLEST_BURST and poisson(count, rate) < BURST_CHANCE]


def _burstiness(moments: Sequence[datetime]) -> float:
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    spread, mean = pstdev(gaps), sum(gaps) / len(gaps)
    return (spread - mean) / (spread + mean) if spread + mean else 1.0


def _most(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(name for name in names if name)
    return tuple(sorted(counted.items(), key=lambda named: (-named[1], named[0]))[:EXAMPLES])


def _examples(tickets: Sequence[Ticket]) -> tuple[str, ...]:
    """Five titles that differ most in time and words; the tickets' numbers where the export has no titles."""
    titled = {normalised(ticket.title): ticket.title for ticket in reversed(tickets) if ticket.title}
    said = list(titled.values()) or [ticket.external_id for ticket in tickets]
    step = max(1, len(said) // EXAMPLES)
    return tuple(said[::step][:EXAMPLES])
