"""The two-sided clock: intervals that never overlap and cover the run, and the due time that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from delegation.tracking.engine.coverage import Coverage, covered_seconds

PARTNER, CLIENT, THIRD_PARTY, CLOSED = "partner", "client", "third_party", "closed"


@dataclass(frozen=True, slots=True)
class Interval:
    """Time of a run that belongs to one side; ``to_at`` is None while it lasts."""

    side: str
    from_at: datetime
    to_at: datetime | None = None
    reason: str = ""


def begin(*, at: datetime, starts_at: datetime) -> tuple[Interval, ...]:
    """The clock of a run that is known at ``at`` and may be begun at ``starts_at``: nobody's before, then the partner's."""
    if starts_at <= at:
        return (Interval(PARTNER, at),)
    return (Interval(CLOSED, at, starts_at, "Not due yet"), Interval(PARTNER, starts_at))


def turn(intervals: Sequence[Interval], *, side: str, at: datetime, reason: str = "") -> tuple[Interval, ...]:
    """The clock after it was turned to a side at a moment; what was foreseen for later is dropped.

    A moment before the clock's own beginning is read as its beginning: a clock never runs backwards.
    """
    start = max([at, *(interval.from_at for interval in intervals[:1])])
    kept = _until(intervals, start)
    if kept and kept[-1].side == side and kept[-1].reason == reason:
        return (*kept[:-1], replace(kept[-1], to_at=None))
    return (*kept, Interval(side, start, reason=reason))


def stop(intervals: Sequence[Interval], *, at: datetime) -> tuple[Interval, ...]:
    """The clock after the run ended at a moment: nothing lasts any longer, and nothing lies beyond it."""
    return _until(intervals, max([at, *(interval.from_at for interval in intervals[:1])]))


def minutes_by_side(intervals: Sequence[Interval], *, at: datetime) -> dict[str, int]:
    """Whole minutes of each side until ``at``; they add up to the whole minutes of the run until then."""
    found = dict.fromkeys((PARTNER, CLIENT, THIRD_PARTY, CLOSED), 0)
    if not intervals:
        return found
    zero = intervals[0].from_at
    for interval in intervals:
        end = min(interval.to_at or at, at)
        if end > interval.from_at:
            found[interval.side] += _whole(zero, end) - _whole(zero, interval.from_at)
    return found


def due_at(
    intervals: Sequence[Interval],
    *,
    planned_at: datetime,
    starts_at: datetime,
    coverage: Coverage,
    at: datetime,
) -> datetime:
    """When the run is due: as planned, plus the whole minutes that others kept it inside the coverage.

    Only what lies after ``starts_at`` counts: a pause before the work could begin delays nothing. A pause that
    lasts is counted until ``at``, so that the due time moves on with it.
    """
    seconds = sum(
        covered_seconds(max(interval.from_at, starts_at), min(interval.to_at or at, at), coverage=coverage)
        for interval in intervals
        if interval.side != PARTNER
    )
    return planned_at + timedelta(minutes=seconds // 60)


def _until(intervals: Sequence[Interval], at: datetime) -> tuple[Interval, ...]:
    return tuple(
        replace(interval, to_at=at) if interval.to_at is None or interval.to_at > at else interval
        for interval in intervals
        if interval.from_at < at
    )


def _whole(zero: datetime, at: datetime) -> int:
    return int((at - zero).total_seconds()) // 60
