"""Who has it: a technician picks a run up, leaves it to the next one, or is given it."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.moves import Stale, same_version
from delegation.tracking.jobs.telling import tell_partner
from delegation.tracking.models import ClockInterval, PartnerRun, turn_clock
from delegation.tracking.permissions import is_released, may_pick_up, may_put_down, may_reassign

Status = PartnerRun.Status


@transaction.atomic
def pick_up(*, run: PartnerRun, by: Person) -> None:
    """Take a run that is offered. Of two who reach for it one gets it, and the other is told who did.

    Doing it again changes nothing. Raises ``Stale`` when somebody was faster, ``Refused`` without a release.
    """
    if run.technician_id == by.pk and run.status != Status.REQUESTED:
        return
    if run.status == Status.ACCEPTED:
        raise Stale(taken_words(run))
    now = timezone.now()
    require(may_pick_up(by, run, on=timezone.localdate()))
    try:
        run.move(to=Status.ACCEPTED, by=by, technician=by, picked_up_at=now)
    except Stale as stale:
        run.refresh_from_db(fields=["status", "version", "technician", "picked_up_at"])
        raise Stale(taken_words(run)) from stale
    turn_clock(run, side=ClockInterval.Side.PARTNER, at=now)


@transaction.atomic
def put_down(*, run: PartnerRun, by: Person, note: str = "", version: int | None = None) -> None:
    """Leave a run to the next technician of the same firm; its ticks stay, and so does the clock."""
    same_version(run, version)
    require(may_put_down(by, run))
    run.move(
        to=Status.REQUESTED, by=by, why=note, technician=None, picked_up_at=None, outcome_note=note
    )  # fmt: skip
    tell_partner(run, by=by, must_act=True, words="a run is open again")


@transaction.atomic
def reassign(*, run: PartnerRun, technician: Person, by: Person, version: int | None = None) -> None:
    """Give a run to a released technician of one's own firm, wherever it stands."""
    same_version(run, version)
    require(may_reassign(by, run))
    if technician.organisation_id != by.organisation_id:
        raise Refused("Give it to somebody of your own firm.")
    if not is_released(technician, run.handoff, on=timezone.localdate()):
        raise Refused(f"{technician} is not released for this task. Release them first.")
    now = timezone.now()
    if run.status == Status.REQUESTED:
        run.move(to=Status.ACCEPTED, by=by, technician=technician, picked_up_at=now)
        turn_clock(run, side=ClockInterval.Side.PARTNER, at=now)
    else:
        run.change("gave it to somebody else", by=by, technician=technician, picked_up_at=now)
    if technician != by:
        tell_partner(run, by=by, must_act=True, words="a run is yours now")


def taken_words(run: PartnerRun) -> str:
    """Who took a run and how long ago, for the person who came second."""
    if run.technician is None or run.picked_up_at is None:
        return f"{run} is {run.get_status_display().lower()} now."
    seconds = max(0, int((timezone.now() - run.picked_up_at).total_seconds()))
    count, unit = (seconds, "second") if seconds < 120 else (seconds // 60, "minute")
    ago = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{run.technician} took this {ago} ago."
