"""The client's side of a run: who sees it, orders it, answers, accepts, sends back and cancels."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.handoff.models import Handoff
from delegation.handoff.permissions.seeing import SEERS, is_holder, of_client, of_partner
from delegation.tracking.models import PartnerRun, TimeEntry
from delegation.tracking.permissions.working import stands_at

Status = PartnerRun.Status


def may_see_runs(person: Person) -> Answer:
    return only(person, *SEERS, to="see runs")


def may_order(person: Person, handoff: Handoff) -> Answer:
    """The holder of the task or a manager, while the tap is open."""
    answer = _near(person, handoff, to="order a run")
    if answer and handoff.status != Handoff.State.ACTIVE:
        return No("The tap is closed. Open it, then order a run.")
    return answer


def may_answer(person: Person, run: PartnerRun) -> Answer:
    """The holder or a manager; whoever knows may tell them."""
    answer = _near(person, run.handoff, to="answer the partner")
    return answer and stands_at(run, Status.WAITING)


def may_accept_work(person: Person, run: PartnerRun) -> Answer:
    """The holder or a manager, never somebody whose own hours are on it."""
    answer = _near(person, run.handoff, to="accept the work")
    if not (answer := answer and stands_at(run, Status.SUBMITTED)):
        return answer
    if TimeEntry.objects.filter(partner_run=run, person__user=person.user_id).exists():
        return No("You logged hours on this run, so somebody else must accept it.")
    return YES


def may_rework(person: Person, run: PartnerRun) -> Answer:
    return may_accept_work(person, run)


def may_cancel(person: Person, run: PartnerRun) -> Answer:
    answer = _near(person, run.handoff, to="cancel a run")
    return answer and stands_at(run, Status.REQUESTED, *PartnerRun.HELD)


def may_dispute(person: Person, run: PartnerRun) -> Answer:
    """Either side may say that a minute was not theirs: the holder, a manager, or the partner's lead."""
    if person.is_partner:
        return of_partner(person, run.handoff, Role.LEAD, to="dispute the clock")
    return _near(person, run.handoff, to="dispute the clock")


def _near(person: Person, handoff: Handoff, *, to: str) -> Answer:
    if not (answer := of_client(person, handoff, Role.CONTRIBUTOR, Role.MANAGER, to=to)):
        return answer
    if person.role == Role.MANAGER or is_holder(person, handoff.task):
        return YES
    return No(f"Only the holder of the task and managers can {to}.")
