"""Who may write on a handoff or a run."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handoff.models import Handoff
from delegation.tracking.models import Message

_SHARED = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, Role.SECURITY, Role.LEAD, Role.TECHNICIAN)


def may_write(person: Person, handoff: Handoff, *, visibility: str = Message.Visibility.INTERNAL) -> Answer:
    """Everybody who works on either side; executives and auditors only read.

    Words to the other side need another side: before it is offered there is none.
    """
    if not (answer := only(person, *_SHARED, to="write messages")):
        return answer
    if person.organisation_id not in {handoff.organisation_id, handoff.partner_id}:
        return No("This hand-off is not yours.")
    if visibility == Message.Visibility.SHARED and handoff.status in Handoff.UNSEEN:
        return No("The partner does not see this hand-off, so there is nobody to read it.")
    return YES
