"""What follows from a task's rhythm and effort: hours a month, the share at night, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from inventory.engine import rhythm

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Costs:
    """Hours in a mean month, most likely, and the share of them outside working hours, 0 to 1."""

    hours_per_month: Decimal
    off_hours_share: Decimal


def calendar_of(
    *, workday_from: time, workday_to: time, country: str, zone: str, years: Iterable[int]
) -> rhythm.WorkingCalendar:
    """Monday to Friday between two times, closed on the country's public holidays where Relay knows them."""
    try:
        closed = rhythm.public_holidays(country, years) if country else frozenset()
    except ValueError:
        closed = frozenset()
    return rhythm.WorkingCalendar(
        weekly=dict.fromkeys(range(5), ((workday_from, workday_to),)), holidays=closed, zone=zone
    )


def costs(
    *,
    rule: str,
    popups_per_month: Decimal | None,
    effort_minutes: int | None,
    starts_on: date,
    at_time: time | None,
    calendar: rhythm.WorkingCalendar,
) -> Costs:
    """Hours and night share of a rule (RFC 5545) or of pop-ups; zero where effort or rhythm is not known yet.

    A rule's share is counted over its runs of one year from ``starts_on``. Pop-ups have no time of their own, so
    their share is 0 until runs show otherwise.
    """
    if not effort_minutes or not (rule or popups_per_month):
        return Costs(Decimal(0), Decimal(0))
    if not rule:
        return Costs(_cents(float(popups_per_month or 0) * effort_minutes / 60), Decimal(0))
    kept = rhythm.from_text(rule)
    hours = rhythm.runs_per_month(kept) * effort_minutes / 60
    schedule = rhythm.Schedule(
        kept, starts_on, calendar=calendar, usual_time=at_time or rhythm.Schedule.usual_time
    )
    begin = datetime.combine(starts_on, time(), tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)
    dues = rhythm.runs(
        schedule, since=begin, until=begin.replace(year=begin.year + 1, day=min(begin.day, 28))
    )
    share = rhythm.off_hours_share(calendar, (due.due_at for due in dues), minutes=effort_minutes)
    return Costs(_cents(hours), Decimal(str(round(share, 3))))


def missing(
    *,
    rule: str,
    popups_per_month: Decimal | None,
    effort_likely: int | None,
    has_system: bool,
    has_holder: bool,
    objective: str,
) -> list[str]:
    """What a task still lacks, most useful first, as short words for the ring beside its title."""
    wanted = {
        "when it happens": bool(rule or popups_per_month),
        "how long it takes": bool(effort_likely),
        "who does it": has_holder,
        "which system": has_system,
        "what it is for": bool(objective),
    }
    return [words for words, known in wanted.items() if not known]


def _cents(hours: float) -> Decimal:
    return Decimal(str(round(hours, 2)))
