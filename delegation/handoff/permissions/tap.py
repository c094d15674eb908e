"""The tap: who may open and close it, and who looks again."""

from datetime import datetime, timedelta

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No
from delegation.handoff.models import Handoff
from delegation.handoff.permissions.seeing import of_client, stands

State = Handoff.State


def may_open(person: Person, handoff: Handoff) -> Answer:
    """A manager, also one who accepted a plan line or a playbook (T5)."""
    return of_client(person, handoff, Role.MANAGER, to="open the tap") and stands(handoff, State.STANDBY)


def may_close(person: Person, handoff: Handoff, *, at: datetime) -> Answer:
    """A manager, after the minimum hold of the agreement (T6). Suspending and recalling never wait."""
    answer = of_client(person, handoff, Role.MANAGER, to="close the tap") and stands(handoff, State.ACTIVE)
    if not answer:
        return answer
    hold = timedelta(days=handoff.agreement.minimum_hold_days if handoff.agreement else 0)
    until = (handoff.opened_at or at) + hold
    if at < until:
        return No(
            f"The agreement keeps it open until {until:%-d %B %Y}. Suspending and recalling are possible at once."
        )
    return YES


def may_review(person: Person, handoff: Handoff) -> Answer:
    """A manager looks at a handoff that stands or runs, and says that it may go on."""
    return of_client(person, handoff, Role.MANAGER, to="review a hand-off") and stands(
        handoff, State.STANDBY, State.ACTIVE
    )
