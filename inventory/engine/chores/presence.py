"""Whether a stream comes every week, without a day of its own: sustained presence.

A calendar rule needs a phase (``fit``); most work that people cause has none and still comes every week. Such a
stream is called weekly (or daily) when the weeks seen say so, or when it is so busy that an empty week is unlikely,
and when its moments keep to working hours, or fill the weeks more evenly than chance. A stream that comes at any
hour of day and night, now more and now less, is taken to be random however busy it is, and pops up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from inventory.engine.chores.chance import beyond_chance, binomial
from inventory.engine.rhythm import WorkingCalendar

STEADY_SHARE = 0.85  # of weeks: six of seven
STEADY_WEEKS = 6  # fewer weeks say too little by themselves
BUSY_SHARE = 0.75  # of weeks: three of four
BUSY_CHANCE = 0.9  # that each of the weeks to come brings one
WEEKS_TO_COME = 4
WEEK_SPREAD = (
    4.0  # shape of the gamma that weekly rates vary by: half their mean, as in the incidents of a real desk
)
ALL_HOURS = 0.005  # chance of such working hours in a stream that comes at all hours
SPAN_OF_A_WEEK = 5  # days; a last week at least this long counts


@dataclass(frozen=True, slots=True)
class Presence:
    """How many weeks and working days were looked at, in how many of them the stream came, and how often."""

    weeks: int
    present: int
    counts: tuple[int, ...]
    workdays: int
    workdays_present: int

    @property
    def confidence(self) -> float:
        """The chance that the next week brings one, from those seen (Laplace's rule of succession)."""
        return (self.present + 1) / (self.weeks + 2)


def presence(moments: Sequence[datetime], *, first: date, last: date) -> Presence:
    """Count a stream by weeks of seven days from ``first`` to ``last``, both inclusive."""
    length = (last - first).days + 1
    weeks = length // 7 + (length % 7 >= SPAN_OF_A_WEEK)
    counts = [0] * weeks
    for moment in moments:
        week = (moment.date() - first).days // 7
        if 0 <= week < weeks:
            counts[week] += 1
    days = [first + timedelta(days=n) for n in range(length)]
    seen = {moment.date() for moment in moments}
    workdays = [day for day in days if day.weekday() < 5]
    return Presence(
        weeks=weeks,
        present=sum(count > 0 for count in counts),
        counts=tuple(counts),
        workdays=len(workdays),
        workdays_present=sum(day in seen for day in workdays),
    )


def sustained(seen: Presence, moments: Sequence[datetime], calendar: WorkingCalendar) -> str | None:
    """``"daily"`` or ``"weekly"`` if the stream keeps coming and is not mere chance, otherwise ``None``."""
    steady = seen.weeks >= STEADY_WEEKS and seen.present >= STEADY_SHARE * seen.weeks
    busy = seen.weeks > 1 and seen.present >= BUSY_SHARE * seen.weeks and _stays_busy(seen.counts)
    regular = seen.weeks > 1 and beyond_chance(seen.present, periods=seen.weeks, tickets=sum(seen.counts))
    if not (steady or busy) or not (regular or keeps_working_hours(moments, calendar)):
        return None
    return "daily" if seen.workdays_present >= STEADY_SHARE * seen.workdays else "weekly"


def keeps_working_hours(moments: Sequence[datetime], calendar: WorkingCalendar) -> bool:
    """Whether more moments lie in working hours than a stream at all hours would have (one-sided binomial).

    Where the export has dates without times, working days are asked instead of hours.
    """
    if all(moment.time() == time() for moment in moments):
        working = sum(calendar.is_open(moment.date()) for moment in moments)
        share = sum(bool(calendar.weekly.get(weekday)) for weekday in range(7)) / 7
    else:
        working = sum(calendar.is_working(moment) for moment in moments)
        share = _working_share(calendar)
    return binomial(working, len(moments), share) < ALL_HOURS


def _stays_busy(counts: Sequence[int]) -> bool:
    """Negative binomial weeks at the lower of the whole mean and the later half's: a fading stream is no rhythm."""
    later = counts[len(counts) // 2 :]
    rate = min(sum(counts) / len(counts), sum(later) / len(later))
    empty: float = (WEEK_SPREAD / (WEEK_SPREAD + rate)) ** WEEK_SPREAD
    every_week: float = (1 - empty) ** WEEKS_TO_COME
    return every_week >= BUSY_CHANCE


def _working_share(calendar: WorkingCalendar) -> float:
    monday = datetime(2001, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
    return calendar.working_minutes(monday, minutes=7 * 24 * 60) / (7 * 24 * 60)
