"""Who may see, catalogue, change and retire, and why not."""

from datetime import datetime, timedelta

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from inventory.models import Import, Task

UNDO_WITHIN = timedelta(days=7)

_SEES = (Role.CONTRIBUTOR, Role.MANAGER, Role.SECURITY, Role.AUDITOR, Role.ADMIN)
_CATALOGUES = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN)


def may_see_tasks(person: Person) -> Answer:
    return only(person, *_SEES, to="see the inventory")


def may_catalogue(person: Person) -> Answer:
    return only(person, *_CATALOGUES, to="catalogue tasks")


def may_edit(person: Person, task: Task) -> Answer:
    """Managers and administrators change every task, contributors those they hold or that nobody holds."""
    if not (answer := may_catalogue(person)):
        return answer
    if task.status == Task.Status.RETIRED:
        return No("This task is retired. Bring it back before you change it.")
    if person.role == Role.CONTRIBUTOR and task.holder_id not in {person.pk, None}:
        return No(f"Only {task.holder} or a manager can change this task.")
    return YES


def may_clear(person: Person, task: Task, *, lowers: bool) -> Answer:
    """Raising a task's data class or wall is free; lowering it takes a manager other than the last editor."""
    if not lowers:
        return may_edit(person, task)
    if not (answer := only(person, Role.MANAGER, Role.SECURITY, to="lower a data class or take a wall away")):
        return answer
    if task.edited_by_id == person.pk:
        return No(
            "You edited this task last, so somebody else must lower its data class or take its wall away."
        )
    return YES


def may_retire(person: Person, task: Task, *, is_handed_off: bool) -> Answer:
    if not (answer := may_edit(person, task)):
        return answer
    if is_handed_off:
        return No("This task is handed off. Bring it home before you retire it.")
    return YES


def may_restore(person: Person, task: Task) -> Answer:
    if not (answer := may_catalogue(person)):
        return answer
    return YES if task.status == Task.Status.RETIRED else No("This task is not retired.")


def may_keep_lists(person: Person) -> Answer:
    """Systems, skills, goals and initiatives."""
    return may_catalogue(person)


def may_steer(person: Person) -> Answer:
    """Goals and initiatives say where the business goes."""
    return only(person, Role.MANAGER, Role.ADMIN, to="change goals and initiatives")


def may_import(person: Person) -> Answer:
    return only(person, *_CATALOGUES, to="import tickets")


def may_write(row: Import) -> Answer:
    """Whether there is something to write, and Relay knows how."""
    if not row.found:
        return No("Relay is still reading the file. Wait until it says what it would write.")
    if row.found.get("needs_mapping"):
        return No("Relay does not know yet which column is which. Say so below, then import.")
    if row.status == Import.Status.BROUGHT and not row.created + row.updated:
        return No("There is nothing to write: no ticket in it is new or changed.")
    return YES


def may_undo(person: Person, row: Import, *, at: datetime) -> Answer:
    if not (answer := may_import(person)):
        return answer
    if row.status != Import.Status.DONE:
        return No("Only an import that was written can be undone.")
    if at - row.moved_at > UNDO_WITHIN:
        return No(f"An import can be undone for {UNDO_WITHIN.days} days, and this one is older.")
    return YES


def may_judge_chores(person: Person) -> Answer:
    return only(person, *_CATALOGUES, to="decide on chores")
