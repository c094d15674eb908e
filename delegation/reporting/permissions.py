"""Who may see capacity and ask for reports."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Answer, only

_OVERSEES = (Role.MANAGER, Role.EXECUTIVE, Role.AUDITOR, Role.ADMIN)


def may_see_capacity(person: Person) -> Answer:
    return only(person, *_OVERSEES, to="see capacity and reports")


def may_ask_for_report(person: Person) -> Answer:
    return only(person, *_OVERSEES, to="ask for a report")
