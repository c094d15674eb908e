"""Who may stop a task on trial, say that it is missed, and make tasks smaller, and why not."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.streamlining.models import Improvement, Trial
from inventory.models import Task

_SEES = (Role.CONTRIBUTOR, Role.MANAGER, Role.SECURITY, Role.AUDITOR, Role.ADMIN)
_IMPROVES = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN)


def may_see_trials(person: Person) -> Answer:
    return only(person, *_SEES, to="see trials and improvements")


def may_try_at_all(person: Person) -> Answer:
    return only(person, Role.MANAGER, to="stop a task on trial")


def may_try(person: Person, task: Task, *, is_agreed: bool) -> Answer:
    """A manager, once it was approved that the task may be eliminated."""
    if not (answer := may_try_at_all(person)):
        return answer
    if person.organisation_id != task.organisation_id:
        return No("This task belongs to another organisation.")
    if task.status != Task.Status.DECIDED or not is_agreed:
        return No(f"{task} has no approved proposal to eliminate it. Propose that first.")
    return YES


def may_miss(person: Person, trial: Trial) -> Answer:
    """Whoever works here may miss it, whatever their role."""
    if person.is_partner or person.organisation_id != trial.organisation_id:
        return No("This trial belongs to another organisation.")
    return YES if trial.status == Trial.Status.RUNNING else No("This trial has ended.")


def may_end(person: Person, trial: Trial) -> Answer:
    if not (answer := may_try_at_all(person)):
        return answer
    return may_miss(person, trial)


def may_improve(person: Person, task: Task) -> Answer:
    if not (answer := may_improve_at_all(person)):
        return answer
    if person.organisation_id != task.organisation_id:
        return No("This task belongs to another organisation.")
    return No("This task is retired.") if task.status == Task.Status.RETIRED else YES


def may_improve_at_all(person: Person) -> Answer:
    return only(person, *_IMPROVES, to="make tasks smaller")


def may_finish(person: Person, improvement: Improvement) -> Answer:
    """The one who does it, or a manager or administrator."""
    if not (answer := may_improve_at_all(person)):
        return answer
    if person.organisation_id != improvement.organisation_id:
        return No("This improvement belongs to another organisation.")
    if improvement.done_on is not None:
        return No("This improvement is done already.")
    if person.role == Role.CONTRIBUTOR and person.pk != improvement.owner_id:
        return No(f"Only {improvement.owner} or a manager can say that it is done.")
    return YES
