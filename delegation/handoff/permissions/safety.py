"""Safety first: who may suspend, resume, recall and hand back."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No
from delegation.handoff.models import Handoff
from delegation.handoff.permissions.seeing import is_holder, of_client, of_partner, stands

State = Handoff.State

_WITH_PARTNER = (State.IN_TRANSFER, State.STANDBY, State.ACTIVE)


def may_suspend(person: Person, handoff: Handoff) -> Answer:
    """A manager, security or the partner's lead, always and without further conditions (T7)."""
    if person.is_partner:
        answer = of_partner(person, handoff, Role.LEAD, to="suspend a hand-off")
    else:
        answer = of_client(person, handoff, Role.MANAGER, Role.SECURITY, to="suspend a hand-off")
    return answer and stands(handoff, *_WITH_PARTNER)


def may_resume(person: Person, handoff: Handoff) -> Answer:
    """A manager and a security officer, two people (T8)."""
    answer = of_client(person, handoff, Role.MANAGER, Role.SECURITY, to="resume a hand-off")
    if not (answer := answer and stands(handoff, State.SUSPENDED)):
        return answer
    first = handoff.resume_agreed_by
    if first is not None and first.role == person.role:
        other = Role.SECURITY if person.role == Role.MANAGER else Role.MANAGER
        return No(f"{first} has agreed. A {Role(other).label.lower()} must agree too.")
    return YES


def may_recall(person: Person, handoff: Handoff) -> Answer:
    """A manager, an administrator, security or the task's holder, from the offer on (T9)."""
    to = "recall a hand-off"
    answer = of_client(person, handoff, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, Role.SECURITY, to=to)
    if answer and person.role == Role.CONTRIBUTOR and not is_holder(person, handoff.task):
        return No("Only the holder of the task and managers can recall it.")
    if answer and handoff.status == State.RETURNING:
        return No("It is on its way home already.")
    if answer and handoff.status == State.PREPARING:
        return No("The partner does not have it, so there is nothing to recall. A manager can withdraw it.")
    return answer and stands(handoff, State.OFFERED, *_WITH_PARTNER, State.SUSPENDED)


def may_hand_back(person: Person, handoff: Handoff) -> Answer:
    """The partner's lead gives the work home, whenever it has it (T9)."""
    answer = of_partner(person, handoff, Role.LEAD, to="hand the work back")
    return answer and stands(handoff, *_WITH_PARTNER, State.SUSPENDED)
