"""The hours in which an agreement's clock counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coverage:
    """A window of local time on some weekdays (Monday = 0), but not on closed days.

    Without ``opens`` and ``closes`` it is day and night, every day.
    """

    zone: str = "UTC"
    opens: time | None = None
    closes: time | None = None
    weekdays: frozenset[int] = frozenset(range(7))
    closed_days: frozenset[date] = frozenset()


ALWAYS = Coverage()


def covered_seconds(start: datetime, end: datetime, *, coverage: Coverage) -> int:
    """Seconds between two aware moments that lie inside the coverage; real seconds, also on a day of 23 or 25 hours.

    >>> covered_seconds(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), coverage=ALWAYS)
    86400
    """
    if end <= start:
        return 0
    if coverage.opens is None or coverage.closes is None:
        return _seconds(start, end)
    parts = (
        _seconds(max(start, opens), min(end, closes))
        for opens, closes in _windows(start, end, coverage, coverage.opens, coverage.closes)
    )
    return sum(max(0, part) for part in parts)


def _windows(
    start: datetime, end: datetime, coverage: Coverage, opens: time, closes: time
) -> Iterator[tuple[datetime, datetime]]:
    zone = ZoneInfo(coverage.zone)
    day, last = start.astimezone(zone).date() - DAY, end.astimezone(zone).date() + DAY
    while day <= last:
        if day.weekday() in coverage.weekdays and day not in coverage.closed_days:
            yield (
                datetime.combine(day, opens, tzinfo=zone).astimezone(UTC),
                datetime.combine(day, closes, tzinfo=zone).astimezone(UTC),
            )
        day += DAY


def _seconds(start: datetime, end: datetime) -> int:
    # In UTC: between two moments of one zone Python subtracts wall clocks.
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())
