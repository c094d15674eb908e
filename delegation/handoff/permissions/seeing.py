"""Whose a handoff is, who sees the pages, and where it must stand for an act."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handoff.models import Handoff
from inventory.models import Task

SEERS = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, Role.SECURITY, Role.AUDITOR)
_STRANGER = "This hand-off is not yours."


def may_see_handoffs(person: Person) -> Answer:
    return only(person, *SEERS, to="see hand-offs")


def of_client(person: Person, handoff: Handoff, *roles: str, to: str) -> Answer:
    """Whether ``person`` holds one of ``roles`` at the handoff's client."""
    if not (answer := only(person, *roles, to=to)):
        return answer
    return YES if person.organisation_id == handoff.organisation_id else No(_STRANGER)


def of_partner(person: Person, handoff: Handoff, *roles: str, to: str) -> Answer:
    """Whether ``person`` holds one of ``roles`` at the handoff's partner, and the handoff was offered to it."""
    if not (answer := only(person, *roles, to=to)):
        return answer
    if person.organisation_id != handoff.partner_id or handoff.status in Handoff.UNSEEN:
        return No(_STRANGER)
    return YES


def is_holder(person: Person, task: Task) -> bool:
    return person.pk == task.holder_id


def signs_for_client(person: Person, handoff: Handoff) -> bool:
    """The holder; where nobody holds the task, the accountable person."""
    return person.pk == (handoff.task.holder_id or handoff.accountable_id)


def stands(handoff: Handoff, *states: str) -> Answer:
    """Whether the handoff stands in one of ``states``; otherwise a sentence saying where it stands."""
    if handoff.status in states:
        return YES
    word = "in standby" if handoff.status == handoff.State.STANDBY else handoff.get_status_display().lower()
    return No(f"This hand-off is {word}, so that is not possible now.")
