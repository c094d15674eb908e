"""How a run goes against its clock: what is left, what it usually takes, what was worked, and how far the steps are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from delegation.tracking.engine.clock import PARTNER, Interval


@dataclass(frozen=True)
class Pace:
    """Minutes from the pick-up to the due time, those that went by, and those that it usually takes."""

    whole: int
    used: int
    usual: int


def pace(*, picked_up_at: datetime | None, due_at: datetime, usual_minutes: int, at: datetime) -> Pace | None:
    """The bar under "Finish by"; there is none before somebody has it, and none where it came too late."""
    if picked_up_at is None or due_at <= picked_up_at:
        return None
    whole = max(1, _minutes(picked_up_at, due_at))
    return Pace(whole, min(whole, max(0, _minutes(picked_up_at, at))), min(whole, usual_minutes))


def left_words(*, due_at: datetime, at: datetime) -> str:
    """How long there is, or how late it is.

    >>> left_words(due_at=datetime(2026, 11, 25, 4), at=datetime(2026, 11, 25, 2, 18))
    '1 h 42 min left'
    >>> left_words(due_at=datetime(2026, 11, 25, 4), at=datetime(2026, 11, 25, 4, 35))
    '35 min late'
    """
    minutes = _minutes(at, due_at) if due_at >= at else _minutes(due_at, at)
    return f"{span_words(minutes)} {'left' if due_at >= at else 'late'}"


def span_words(minutes: int) -> str:
    """Minutes as one says them.

    >>> [span_words(each) for each in (7, 60, 102, 4320)]
    ['7 min', '1 h', '1 h 42 min', '3 days']
    """
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)} days"
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def worked_minutes(intervals: Sequence[Interval], *, since: datetime | None, at: datetime) -> int:
    """Minutes on the partner's side since the work was begun; what waited for others does not count."""
    if since is None:
        return 0
    seconds = sum(
        max(0.0, (min(each.to_at or at, at) - max(each.from_at, since)).total_seconds())
        for each in intervals
        if each.side == PARTNER
    )
    return int(seconds) // 60


def steps_words(positions: Sequence[int]) -> str:
    """Which steps, in as few words as tell it.

    >>> [steps_words(each) for each in ([1], [1, 2], [1, 2, 3], [1, 4, 5])]
    ['Step 1', 'Steps 1 and 2', 'Steps 1 to 3', 'Steps 1, 4 and 5']
    """
    if len(positions) == 1:
        return f"Step {positions[0]}"
    if len(positions) > 2 and list(positions) == list(range(positions[0], positions[-1] + 1)):
        return f"Steps {positions[0]} to {positions[-1]}"
    first = ", ".join(str(each) for each in positions[:-1])
    return f"Steps {first} and {positions[-1]}"


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60
