"""Whose move it is in each state, and by when."""

from datetime import datetime, timedelta

# Days a state may last before somebody is reminded, and the side that is reminded.
_DAYS = {
    "preparing": 14,
    "offered": 5,
    "in_transfer": 30,
    "standby": 90,
    "active": 90,
    "suspended": 3,
    "returning": 30,
}
_BALL = {
    "preparing": "client",
    "offered": "partner",
    "in_transfer": "partner",
    "standby": "client",
    "suspended": "client",
    "returning": "client",
}


def deadline(state: str, *, at: datetime) -> datetime | None:
    """The moment by which a handoff that enters ``state`` at ``at`` should move on; None for an end.

    >>> deadline("offered", at=datetime(2026, 3, 2, 9, 0)).day
    7
    """
    days = _DAYS.get(state)
    return at + timedelta(days=days) if days else None


def ball(state: str) -> str:
    """The side whose move it is in ``state``: client, partner, or nobody while the work simply runs or has ended."""
    return _BALL.get(state, "nobody")
