"""Hours bought and offered, and what a partner can do."""

from delegation.accounts.models import Organisation, Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.agreement.models import Agreement
from delegation.agreement.permissions.agreements import STRANGER, of_client


def may_book(person: Person, agreement: Agreement) -> Answer:
    """Anybody who works for the agreement, on either side; executives and auditors only read."""
    if person.organisation_id not in {agreement.organisation_id, agreement.partner_id}:
        return No(STRANGER)
    return only(
        person, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, Role.LEAD, Role.TECHNICIAN, to="book hours"
    )


def may_raise_cap(person: Person, agreement: Agreement) -> Answer:
    return of_client(person, agreement, Role.MANAGER, Role.ADMIN, to="raise the hours of a month")


def may_offer_hours(person: Person, *, client: Organisation) -> Answer:
    """The partner's lead, to a client it has an agreement with."""
    if not (answer := only(person, Role.LEAD, to="offer hours")):
        return answer
    known = Agreement.objects.visible_to(person).filter(organisation=client).exists()
    return YES if known else No("You have no agreement with this client.")


def may_note_capability(person: Person, *, client: Organisation) -> Answer:
    answer = only(person, Role.MANAGER, Role.ADMIN, to="note what a partner can do")
    return (
        answer if not answer or person.organisation_id == client.pk else No("This is not your organisation.")
    )
