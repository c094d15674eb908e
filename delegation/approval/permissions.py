"""Who may propose, decide and withdraw, and why not."""

from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import CLIENT_ROLES, YES, Answer, No, only
from delegation.approval.models import Proposal
from inventory.models import Task


def may_see_proposals(person: Person) -> Answer:
    return only(person, *sorted(CLIENT_ROLES), to="see proposals")


def may_propose_at_all(person: Person) -> Answer:
    return only(person, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, to="propose")


def may_propose(person: Person, task: Task) -> Answer:
    """Those who catalogue may ask; the task must have been assessed first."""
    if not (answer := may_propose_at_all(person)):
        return answer
    if person.organisation_id != task.organisation_id:
        return No("This task belongs to another organisation.")
    if task.status not in {Task.Status.ASSESSED, Task.Status.DECIDED}:
        return No(f"{task} has not been assessed yet. Score it first, then propose.")
    return YES


def may_decide_at_all(person: Person) -> Answer:
    return only(person, Role.MANAGER, to="decide on proposals")


def may_decide(person: Person, proposal: Proposal) -> Answer:
    """A manager who neither asked nor last edited the task, once, while the question is open."""
    if not (answer := may_decide_at_all(person)):
        return answer
    if person.organisation_id != proposal.organisation_id:
        return No("This proposal belongs to another organisation.")
    if proposal.status != Proposal.Status.OPEN:
        return No(ended_words(proposal))
    return _is_somebody_else(person, proposal)


def may_withdraw(person: Person, proposal: Proposal) -> Answer:
    if person.pk != proposal.asked_by_id:
        return No("Only the person who asked can withdraw a proposal.")
    if proposal.status != Proposal.Status.OPEN:
        return No(ended_words(proposal))
    return YES


def ended_words(proposal: Proposal) -> str:
    """Who ended a proposal and when, for somebody who comes after."""
    status = proposal.get_status_display().lower()
    last = max(proposal.decisions.all(), key=lambda one: (one.at, one.pk), default=None)
    by = proposal.asked_by if proposal.status == Proposal.Status.WITHDRAWN else last and last.by
    when = f"{timezone.localtime(proposal.moved_at):%-d %B %Y at %H:%M}"
    verb = "withdrew" if status == "withdrawn" else status
    done = f"{by} {verb} this on {when}" if by else f"This was {status} on {when}"
    return f"{done}, so nothing is left to decide."


def _is_somebody_else(person: Person, proposal: Proposal) -> Answer:
    """Nobody decides on their own question, on a task they edited last, or twice."""
    if person.pk == proposal.asked_by_id:
        return No("Somebody else must decide on what you asked for.")
    if person.pk == proposal.task.edited_by_id:
        return No("You edited this task last, so somebody else must decide.")
    if any(decision.by_id == person.pk for decision in proposal.decisions.all()):
        return No("You have answered. A second manager must answer too.")
    return YES
