"""Who may read the trail."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Answer, only


def may_read_trail(person: Person) -> Answer:
    return only(person, Role.ADMIN, Role.AUDITOR, to="read the trail")
