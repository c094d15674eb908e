"""The runs a schedule owes: one per due local date and time, whatever the clocks do.

A time that a change of the clocks skips is kept at the same distance from midnight as before the change
(02:30 becomes 03:30, as RFC 5545 asks); a time that comes twice is due the first time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule

from inventory.engine.rhythm.calendar import FURTHEST_MOVE, WorkingCalendar
from inventory.engine.rhythm.hours import days_between
from inventory.engine.rhythm.rule import Frequency, Rule, day_pattern

NINE = time(9)
PATIENCE = 4  # usual gaps without a run before a schedule counts as ended, and three years on top
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)  # no plan reaches further
THREE_YEARS = timedelta(days=3 * 366)
FREQUENCIES: dict[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


class Closing(StrEnum):
    """What becomes of a run that falls on a day the calendar is closed."""

    KEEP = "keep"
    SKIP = "skip"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Schedule:
    """A rule, tied to the day it starts and to a calendar, in whose zone it is kept.

    A rule without a time is due at ``usual_time``. ``ends_on`` is the last day the rule may name.
    """

    rule: Rule
    starts_on: date
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    closing: Closing = Closing.KEEP
    ends_on: date | None = None
    usual_time: time = NINE


@dataclass(frozen=True, slots=True)
class Due:
    """One run that is owed: the instant (UTC), its local day, and the day the rule names before any move."""

    due_at: datetime
    due_on: date
    planned_on: date


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What a gap left behind: runs nobody did, and the one that is due now."""

    missed: tuple[Due, ...]
    current: Due | None


def runs(schedule: Schedule, *, since: datetime, until: datetime) -> list[Due]:
    """The runs due from ``since`` (inclusive) to ``until`` (exclusive), both aware, in order.

    No two share an instant: runs that closing days push onto each other become one. Nothing is due before 1900
    or from 3000 on.
    """
    since, until = max(since, FIRST), min(until, LAST)
    if until <= since:
        return []
    zone = ZoneInfo(schedule.calendar.zone)
    margin = timedelta(days=FURTHEST_MOVE + 2)
    first, last = since.astimezone(zone).date() - margin, until.astimezone(zone).date() + margin
    found = {due.due_at: due for due in _dues(schedule, first, last, zone) if since <= due.due_at < until}
    return [found[at] for at in sorted(found)]


def next_runs(schedule: Schedule, *, after: datetime, count: int = 6) -> list[Due]:
    """The next ``count`` runs after an aware instant; fewer if the schedule ends before."""
    reach = timedelta(days=days_between(schedule.rule) * (count + 1))
    start = max(FIRST, min(LAST, max(after, _eve(schedule)))) + timedelta(microseconds=1)
    limit, found = start + PATIENCE * reach + THREE_YEARS, list[Due]()
    while len(found) < count and start < limit:
        found += runs(schedule, since=start, until=start + reach)
        start, reach = start + reach, reach * 2
    return found[:count]


def after_completion(schedule: Schedule, *, completed_at: datetime) -> Due | None:
    """The one run due next when the rhythm counts from the last completion, not from the calendar.

    It is the first day the rule names, counted from the completion, that is at least half a usual gap away:
    doing it a little late or early moves the next run, but never makes it due again at once.
    """
    zone = ZoneInfo(schedule.calendar.zone)
    done_on = completed_at.astimezone(zone).date()
    gap = max(1, round(days_between(schedule.rule) / 2))
    again = replace(schedule, starts_on=max(done_on, schedule.starts_on))
    midnight = datetime.combine(done_on + timedelta(days=gap), time(), tzinfo=zone)
    found = next_runs(again, after=midnight - timedelta(microseconds=1), count=3)
    return next((due for due in found if due.planned_on > done_on), None)


def catch_up(schedule: Schedule, *, since: datetime, at: datetime) -> CatchUp:
    """Sort what fell due from ``since`` until ``at``: all but the newest were missed and are not done twice."""
    due = runs(schedule, since=since, until=at + timedelta(microseconds=1))
    return CatchUp(missed=tuple(due[:-1]), current=due[-1] if due else None)


def usual_closing(rule: Rule) -> Closing:
    """How a rule is usually moved off a closed day: the last of a month to the day before, others to the day after."""
    at_the_end = (rule.nth or 0) < 0 or rule.month_days == (-1,)
    return Closing.BEFORE if at_the_end else Closing.AFTER


def _eve(schedule: Schedule) -> datetime:
    """An instant before the first run: the start may lie years ahead."""
    starts_on = min(max(schedule.starts_on, FIRST.date()), LAST.date())
    return datetime.combine(starts_on, time(), tzinfo=UTC) - timedelta(days=FURTHEST_MOVE + 2)


def _dues(schedule: Schedule, first: date, last: date, zone: ZoneInfo) -> Iterator[Due]:
    for planned_on in _named_days(schedule, first, last):
        due_on = _moved(planned_on, schedule)
        if due_on is None:
            continue
        for at in schedule.rule.times or (schedule.usual_time,):
            due_at = datetime.combine(due_on, at, tzinfo=zone).astimezone(UTC)
            yield Due(due_at=due_at, due_on=due_on, planned_on=planned_on)


def _named_days(schedule: Schedule, first: date, last: date) -> list[date]:
    rule = schedule.rule.anchored(schedule.starts_on)
    first = max(first, schedule.starts_on)
    last = last if schedule.ends_on is None else min(last, schedule.ends_on)
    if last < first:
        return []
    month_days, clipped = day_pattern(rule)
    pattern = rrule.rrule(
        FREQUENCIES[rule.frequency],
        dtstart=datetime.combine(_period_before(rule, schedule.starts_on, first), time()),
        until=datetime.combine(last, time()),
        interval=rule.interval,
        byweekday=rule.weekdays or None,
        bymonthday=month_days or None,
        bymonth=rule.months or None,
        bysetpos=rule.nth or clipped,
    )
    return [moment.date() for moment in pattern if moment.date() >= first]


def _period_before(rule: Rule, starts_on: date, first: date) -> date:
    """The beginning of the last period, in step with the start, that begins no later than ``first``.

    Expanding from here, not from the start, keeps a rule of twenty years as quick as one of yesterday.
    """
    step = rule.interval
    if rule.frequency is Frequency.DAILY:
        return starts_on + timedelta(days=(first - starts_on).days // step * step)
    if rule.frequency is Frequency.WEEKLY:
        monday = starts_on - timedelta(days=starts_on.weekday())
        return monday + timedelta(weeks=(first - monday).days // 7 // step * step)
    if rule.frequency is Frequency.MONTHLY:
        months = (first.year - starts_on.year) * 12 + first.month - starts_on.month
        year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months // step * step, 12)
        return date(year, month + 1, 1)
    return date(starts_on.year + (first.year - starts_on.year) // step * step, 1, 1)


def _moved(day: date, schedule: Schedule) -> date | None:
    if schedule.closing is Closing.KEEP or schedule.calendar.is_open(day):
        return day
    if schedule.closing is Closing.SKIP:
        return None
    return schedule.calendar.open_day(day, forward=schedule.closing is Closing.AFTER)
