"""When tasks came round in the past and will in the next days, and how long each run took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from delegation.management.demonstration.chronicle import monday
from inventory.engine import rhythm
from inventory.engine.rhythm import WorkingCalendar
from inventory.models import Task

WEEKS_PER_MONTH = 365.25 / 12 / 7
# How busy the weeks are, as a share of the usual: a month end, a quiet holiday, an ordinary wobble.
MONTH_END, SUMMER, WOBBLE = 1.04, 0.9, 0.03
SUMMER_WEEKS = frozenset(range(28, 32))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run of a task: when it is due, whether it popped up, lies at night, and the minutes it takes."""

    due_at: datetime
    is_popup: bool
    is_off_hours: bool
    minutes: int


def occurrences(
    task: Task, calendar: WorkingCalendar, *, since: datetime, until: datetime
) -> list[Occurrence]:
    """The runs of a task between two moments, in order; the same task number gives the same runs."""
    random = np.random.default_rng([2026, task.number])
    if task.rule:
        moments = [due.due_at for due in rhythm.runs(_schedule(task, calendar), since=since, until=until)]
    else:
        at_night = task.off_hours_share == 1
        per_week = float(task.popups_per_month or 0) / WEEKS_PER_MONTH
        moments = sorted(_popups(random, per_week, calendar, since=since, until=until, at_night=at_night))
    likely = task.effort_likely or 30
    return [
        Occurrence(
            moment, not task.rule, not calendar.is_working(moment),
            max(1, round(likely * busyness(moment.date()) * float(random.lognormal(0, 0.2)))),
        )
        for moment in dict.fromkeys(moments)
    ]  # fmt: skip


def busyness(day: date) -> float:
    """How much longer than usual work takes in the week of a day.

    >>> busyness(date(2026, 7, 15)) < 1 < busyness(date(2026, 9, 30))
    True
    """
    first = monday(day)
    _, number, _ = first.isocalendar()
    level = SUMMER if number in SUMMER_WEEKS else 1.0
    if (first + timedelta(days=6)).month != first.month or (first + timedelta(days=7)).month != first.month:
        level *= MONTH_END
    return level * (1 + WOBBLE * ((number * 37) % 11 - 5) / 5)


def _schedule(task: Task, calendar: WorkingCalendar) -> rhythm.Schedule:
    return rhythm.Schedule(rhythm.from_text(task.rule), task.starts_on or date(2026, 1, 1), calendar=calendar)


def _popups(
    random: np.random.Generator, per_week: float, calendar: WorkingCalendar, *, since: datetime, until: datetime, at_night: bool
) -> Iterator[datetime]:  # fmt: skip
    """A Poisson number each week, at working hours of open days or between ten at night and five."""
    zone, week = ZoneInfo(calendar.zone), monday(since.date())
    while week <= until.date():
        for _ in range(int(random.poisson(per_week))):
            day = week + timedelta(days=int(random.integers(0, 7 if at_night else 5)))
            minute = int(
                random.integers(22 * 60, 29 * 60) if at_night else random.integers(8 * 60 + 10, 16 * 60 + 40)
            )
            at = datetime.combine(day, time(), tzinfo=zone) + timedelta(minutes=minute)
            if since <= at < until and (at_night or calendar.is_open(day)):
                yield at.astimezone(UTC)
        week += timedelta(weeks=1)
