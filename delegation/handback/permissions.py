"""Who may bring a task home, step by step, and why not."""

from datetime import datetime

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handback.models import Return
from delegation.handoff.permissions.seeing import of_client, of_partner, signs_for_client

Status = Return.Status


def may_set_notice(person: Person, *, notice_days: int, agreed_days: int) -> Answer:
    """Less notice than agreed is security's word alone."""
    if notice_days < 0:
        return No("Notice is a whole number of days from 0.")
    if notice_days >= agreed_days or person.role == Role.SECURITY:
        return YES
    return No(
        f"The notice is {agreed_days} days. Only security officers can shorten it; suspending works at once."
    )


def may_revoke_access(person: Person, way_home: Return) -> Answer:
    """Those who may revoke a partner's access at all."""
    answer = of_client(
        person, way_home.handoff, Role.MANAGER, Role.SECURITY, Role.ADMIN, to="revoke an access"
    )
    return answer and _not_done(way_home)


def may_review_procedure(person: Person, way_home: Return) -> Answer:
    """The holder, who will do it again, or a manager."""
    answer = of_client(person, way_home.handoff, Role.CONTRIBUTOR, Role.MANAGER, to="review the procedure")
    if answer and person.role != Role.MANAGER and not signs_for_client(person, way_home.handoff):
        return No("Only the holder of the task and managers review what changed.")
    return answer and _not_done(way_home)


def may_sign(person: Person, way_home: Return) -> Answer:
    """The holder, first."""
    answer = only(person, Role.CONTRIBUTOR, Role.MANAGER, to="sign a return")
    if answer and not signs_for_client(person, way_home.handoff):
        return No("Only the holder of the task signs that it is home.")
    if answer and way_home.status != Status.PACKING:
        return No(f"This return is already {way_home.get_status_display().lower()}.")
    return answer


def may_confirm(person: Person, way_home: Return) -> Answer:
    """The partner's lead, after the holder."""
    answer = of_partner(person, way_home.handoff, Role.LEAD, to="confirm a return")
    if answer and way_home.status == Status.PACKING:
        return No("The holder signs first.")
    return answer and _not_done(way_home)


def may_force(person: Person, way_home: Return, *, at: datetime) -> Answer:
    """A manager, once the deadline has passed, whatever signature is missing."""
    if not (
        answer := of_client(person, way_home.handoff, Role.MANAGER, to="force a return")
        and _not_done(way_home)
    ):
        return answer
    deadline = way_home.handoff.deadline_at
    if deadline is not None and at < deadline:
        return No(f"Both sides have until {deadline:%-d %B %Y} to sign. After that you may force it.")
    return YES


def _not_done(way_home: Return) -> Answer:
    return No("This task is home already.") if way_home.status == Status.DONE else YES
