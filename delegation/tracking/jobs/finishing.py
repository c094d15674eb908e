"""How a run ends, whoever ends it: the clock stops, and the catalogue's own run is filled."""

from datetime import datetime

from django.db.models import Sum

from delegation.accounts.models import Person
from delegation.tracking.models import PartnerRun, TimeEntry, stop_clock
from inventory.models import Run

Status = PartnerRun.Status

# What becomes of the catalogue's run; one that came home is open there again.
_RESULT = {
    Status.DONE: Run.Result.DONE,
    Status.CANCELLED: Run.Result.CANCELLED,
    Status.MISSED: Run.Result.MISSED,
    Status.SENT_HOME: Run.Result.OPEN,
}


def end_run(
    run: PartnerRun, *, to: str, by: Person | None, at: datetime, why: str = "", note: str = ""
) -> None:
    """Take a run to one of its ends; ``note`` is how it was left. Raises ``Stale`` if somebody was faster."""
    home = to == Status.SENT_HOME
    ball = "client" if home else "nobody"
    run.move(
        to=to, by=by, why=why, ended_at=at, ball=ball, waiting_for="", outcome_note=note or run.outcome_note
    )
    stop_clock(run, at=at)
    fill_run(run, by=by)


def fill_run(run: PartnerRun, *, by: Person | None) -> None:
    """Write to the catalogue's run what was done, by whom and in how many minutes; approve those hours when it is done."""
    entries = TimeEntry.objects.filter(partner_run=run).exclude(status=TimeEntry.Status.DRAFT)
    minutes = entries.aggregate(total=Sum("minutes"))["total"] or 0
    result = _RESULT[Status(run.status)]
    was_begun = run.started_at is not None and result != Run.Result.OPEN
    Run.objects.filter(pk=run.run_id).update(
        result=result, minutes=minutes if result != Run.Result.OPEN else 0,
        performer=run.technician if was_begun else None, started_at=run.started_at if was_begun else None,
        ended_at=(run.submitted_at or run.ended_at) if was_begun else None,
        at_partner=result != Run.Result.OPEN,
    )  # fmt: skip
    if result == Run.Result.DONE:
        for entry in entries.filter(status=TimeEntry.Status.SUBMITTED):
            entry.move(to=TimeEntry.Status.APPROVED, by=by)
