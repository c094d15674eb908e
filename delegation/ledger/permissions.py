"""Who may see and book what was freed."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.ledger.models import Entry


def may_see_ledger(person: Person) -> Answer:
    return only(person, Role.MANAGER, Role.ADMIN, Role.AUDITOR, Role.EXECUTIVE, to="see the ledger")


def may_book(person: Person, entry: Entry) -> Answer:
    """A manager says which initiative the freed minutes went to."""
    if not (answer := only(person, Role.MANAGER, to="book freed hours")):
        return answer
    return YES if entry.kind == Entry.Kind.FREED else No("Only freed hours can be booked to an initiative.")
