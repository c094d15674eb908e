"""What must be in place before a task is home again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from delegation.handoff.engine import Line


def homecoming(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """What must be in place before a return is signed (T10).

    ``facts``: open_runs as a number; access and procedure as truths.
    """
    runs = facts["open_runs"]
    return (
        Line(
            "runs",
            "No run is open at the partner",
            runs == 0,
            f"Finish, take home or cancel {runs} open runs.",
        ),
        Line("access", "The partner's access is revoked", facts["access"], "Revoke the partner's access."),
        Line(
            "procedure",
            "The changed procedure was read",
            facts["procedure"],
            "Read what changed in the procedure.",
        ),
    )


def notice_end(*, at: datetime, notice_days: int) -> tuple[date, datetime]:
    """The last day of the notice, and the moment after which a manager may force the return: at least a day away.

    >>> notice_end(at=datetime(2026, 3, 2, 9, 0), notice_days=0)
    (datetime.date(2026, 3, 2), datetime.datetime(2026, 3, 3, 9, 0))
    """
    return (at + timedelta(days=notice_days)).date(), at + timedelta(days=max(notice_days, 1))
