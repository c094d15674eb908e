"""A working calendar: the hours an organisation works, and the days it is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays as public

DAY_MINUTES = 24 * 60
FURTHEST_MOVE = 31  # days; a calendar without an open day in a month has none at all

Span = tuple[time, time]


def _office_hours() -> dict[int, tuple[Span, ...]]:
    return {weekday: ((time(8), time(18)),) for weekday in range(5)}


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekly working hours (weekday, Monday = 0, to spans of local time), holidays, and the zone they are in.

    A span ends before the day does; ``time(0)`` as an end means midnight. Without arguments: Monday to
    Friday, 08:00 to 18:00, no holidays, UTC.
    """

    weekly: Mapping[int, tuple[Span, ...]] = field(default_factory=_office_hours)
    holidays: frozenset[date] = frozenset()
    zone: str = "UTC"

    def is_open(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return bool(self.weekly.get(day.weekday())) and day not in self.holidays

    def open_day(self, day: date, *, forward: bool) -> date | None:
        """The nearest open day from ``day`` on (or back); ``None`` if there is none within a month."""
        step = 1 if forward else -1
        days = (day + timedelta(days=step * away) for away in range(FURTHEST_MOVE + 1))
        return next((candidate for candidate in days if self.is_open(candidate)), None)

    def local(self, moment: datetime) -> datetime:
        """The moment on this calendar's wall clock, naive. A naive moment is taken to be local already."""
        if moment.tzinfo is None:
            return moment
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def is_working(self, moment: datetime) -> bool:
        """Whether the moment lies within working hours."""
        return self.working_minutes(moment, minutes=1) == 1

    def working_minutes(self, moment: datetime, *, minutes: int) -> int:
        """How many of the ``minutes`` from ``moment`` on, by the wall clock, lie within working hours."""
        start = self.local(moment)
        left, worked = minutes, 0
        at = start.hour * 60 + start.minute
        day = start.date()
        while left > 0:
            until = min(at + left, DAY_MINUTES)
            worked += self._worked(day, at, until)
            left -= until - at
            day, at = day + timedelta(days=1), 0
        return worked

    def _worked(self, day: date, start: int, end: int) -> int:
        if not self.is_open(day):
            return 0
        spans = (
            (_minute(opens), _minute(closes) or DAY_MINUTES) for opens, closes in self.weekly[day.weekday()]
        )
        return sum(max(0, min(end, closes) - max(start, opens)) for opens, closes in spans)


def public_holidays(country: str, years: Iterable[int], *, subdivision: str | None = None) -> frozenset[date]:
    """The public holidays of a country (ISO code) and, where given, its state. Raises ``ValueError`` if unknown."""
    try:
        return frozenset(public.country_holidays(country, subdiv=subdivision, years=list(years)))
    except NotImplementedError as problem:
        raise ValueError(f"Relay knows no public holidays for {country} {subdivision or ''}.") from problem


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
