"""Stop now, no questions (T7), and go on when two people agree (T8)."""

from django.db import transaction

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.handoff.actions.moving import go, take, tell_client, tell_partner, tell_seats
from delegation.handoff.models import Handoff
from delegation.handoff.permissions import may_resume, may_suspend

_RESUMERS = (Role.MANAGER, Role.SECURITY)


@transaction.atomic
def suspend(*, handoff: Handoff, by: Person, why: str = "") -> None:
    """Freeze the work where it stands now, whatever the page showed (T7). Nothing else is asked: safety first."""
    take(handoff)
    require(may_suspend(by, handoff))
    go(
        handoff,
        to=Handoff.State.SUSPENDED,
        by=by,
        why=why,
        suspended_from=handoff.status,
        resume_agreed_by=None,
    )
    tell_client(handoff, by=by, must_act=True, subject=f"Suspended: {handoff.task}", body=why)
    tell_seats(handoff, *_RESUMERS, by=by, subject=f"Suspended: {handoff.task}", body=why)
    tell_partner(
        handoff,
        by=by,
        must_act=True,
        subject=f"{handoff.organisation}: work is suspended",
        body="Stop where you are.",
    )


@transaction.atomic
def resume(*, handoff: Handoff, note: str, by: Person) -> bool:
    """Agree that it goes on; when a manager and a security officer have, it is where it was (T8).

    Gives whether it goes on. Raises ``Refused`` without a note of what happened.
    """
    require(may_resume(by, handoff))
    if not note.strip():
        raise Refused("Write what happened and why it is safe to go on.")
    if handoff.resume_agreed_by_id is None:
        handoff.change("agreed to resume", by=by, why=note, resume_agreed_by=by)
        tell_client(
            handoff, by=by, must_act=True, subject=f"One of two agreed to resume: {handoff.task}", body=note
        )
        tell_seats(
            handoff, *_RESUMERS, by=by, subject=f"One of two agreed to resume: {handoff.task}", body=note
        )
        return False
    go(handoff, to=handoff.suspended_from, by=by, why=note, suspended_from="", resume_agreed_by=None)
    tell_client(handoff, by=by, subject=f"Resumed: {handoff.task}", body=note)
    tell_partner(handoff, by=by, subject=f"{handoff.organisation}: work goes on")
    return True
