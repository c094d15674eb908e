"""Teaching the partner: who may note a step, write and sign off the procedure, name and release technicians, sign."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No
from delegation.handoff.models import Handoff
from delegation.handoff.permissions.seeing import is_holder, of_client, of_partner, signs_for_client, stands

State = Handoff.State

_TAUGHT = (State.IN_TRANSFER, State.STANDBY, State.ACTIVE)


def may_mark_step(person: Person, handoff: Handoff) -> Answer:
    """The holder and managers note the client's side of a step; the partner's lead and technicians theirs."""
    if person.is_partner:
        answer = of_partner(person, handoff, Role.LEAD, Role.TECHNICIAN, to="note a step")
    else:
        answer = _near(person, handoff, to="note a step")
    return answer and stands(handoff, State.IN_TRANSFER)


def may_draft_procedure(person: Person, handoff: Handoff) -> Answer:
    """The partner drafts, while it learns or runs the task."""
    answer = of_partner(person, handoff, Role.LEAD, Role.TECHNICIAN, to="draft the procedure")
    return answer and stands(handoff, *_TAUGHT)


def may_sign_off_procedure(person: Person, handoff: Handoff) -> Answer:
    """The client signs off: the holder or a manager; and nothing is signed while it is on its way home."""
    return _near(person, handoff, to="sign off a procedure") and stands(handoff, *_TAUGHT)


def may_name(person: Person, handoff: Handoff) -> Answer:
    """The partner's lead says who of the own firm learns the task."""
    return of_partner(person, handoff, Role.LEAD, to="name technicians") and stands(handoff, *_TAUGHT)


def may_release(person: Person, handoff: Handoff) -> Answer:
    """Nobody at the client signs a partner's competence: the partner's lead releases."""
    return of_partner(person, handoff, Role.LEAD, to="release technicians") and stands(handoff, *_TAUGHT)


def may_sign_transfer(person: Person, handoff: Handoff) -> Answer:
    """The holder for the client, the lead for the partner, each once (T4)."""
    if person.is_partner:
        answer = of_partner(person, handoff, Role.LEAD, to="sign for the partner")
    else:
        answer = of_client(person, handoff, Role.CONTRIBUTOR, Role.MANAGER, to="sign for the client")
        if answer and not signs_for_client(person, handoff):
            answer = No("Only the holder of the task signs for the client.")
    if not (answer := answer and stands(handoff, State.IN_TRANSFER)):
        return answer
    transfer = handoff.transfer
    signed = transfer.partner_signed_by_id if person.is_partner else transfer.client_signed_by_id
    return No("Your side has signed. The other side signs next.") if signed else YES


def _near(person: Person, handoff: Handoff, *, to: str) -> Answer:
    if not (answer := of_client(person, handoff, Role.CONTRIBUTOR, Role.MANAGER, to=to)):
        return answer
    if person.role == Role.MANAGER or is_holder(person, handoff.task):
        return YES
    return No(f"Only the holder of the task and managers can {to}.")
