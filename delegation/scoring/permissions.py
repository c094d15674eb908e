"""Who may see scores, rate, publish rubrics and hold campaigns, and why not."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from inventory.models import Task

_SEES = (Role.CONTRIBUTOR, Role.MANAGER, Role.SECURITY, Role.AUDITOR, Role.ADMIN)
_RATES = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN)


def may_see_scores(person: Person) -> Answer:
    return only(person, *_SEES, to="see scores")


def may_rate_at_all(person: Person) -> Answer:
    return only(person, *_RATES, to="rate tasks")


def may_rate(person: Person, task: Task) -> Answer:
    """Contributors rate what they hold, stand in for, or nobody holds; managers and administrators every task."""
    if not (answer := may_rate_at_all(person)):
        return answer
    if person.organisation_id != task.organisation_id:
        return No("This task belongs to another organisation.")
    if task.status in {Task.Status.DRAFT, Task.Status.RETIRED}:
        return No(f"This task is {task.get_status_display().lower()}. Only a task in the inventory is rated.")
    if person.role == Role.CONTRIBUTOR and person.pk not in {task.holder_id, task.backup_id}:
        return No("Only the holder, the backup or a manager can rate this task.") if task.holder_id else YES
    return YES


def may_publish(person: Person) -> Answer:
    return only(person, Role.MANAGER, to="change what counts")


def may_hold_campaigns(person: Person) -> Answer:
    return only(person, Role.MANAGER, Role.ADMIN, to="start a round of ratings")
