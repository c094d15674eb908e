"""The agreement itself."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.agreement.models import Agreement

Status = Agreement.Status

_READERS = (Role.MANAGER, Role.ADMIN, Role.EXECUTIVE, Role.SECURITY, Role.AUDITOR)
_WRITERS = (Role.MANAGER, Role.ADMIN)
STRANGER = "This agreement is not yours."


def may_see_agreements(person: Person) -> Answer:
    return only(person, *_READERS, to="see agreements")


def may_see_agreement(person: Person, agreement: Agreement) -> Answer:
    """The readers at the client; at the partner its lead, once it left the draft, and without the internal note."""
    if not person.is_partner:
        return of_client(person, agreement, *_READERS, to="see agreements")
    if (
        person.role != Role.LEAD
        or person.organisation_id != agreement.partner_id
        or agreement.status == Status.DRAFT
    ):
        return No(STRANGER)
    return YES


def may_draft_agreement(person: Person) -> Answer:
    return only(person, *_WRITERS, to="draft agreements")


def may_edit_agreement(person: Person, agreement: Agreement) -> Answer:
    answer = of_client(person, agreement, *_WRITERS, to="edit an agreement")
    if answer and agreement.status != Status.DRAFT:
        return No("A signed agreement changes by an amendment, never by editing.")
    return answer


def may_put_in_force(person: Person, agreement: Agreement) -> Answer:
    """Two different people: whoever drafted it does not put it in force."""
    answer = of_client(person, agreement, *_WRITERS, to="put an agreement in force")
    if answer and agreement.status != Status.DRAFT:
        return No(f"This agreement is already {agreement.get_status_display().lower()}.")
    if answer and person.pk == agreement.drafted_by_id:
        return No("You drafted this agreement, so somebody else must put it in force.")
    return answer


def may_end_agreement(person: Person, agreement: Agreement) -> Answer:
    answer = of_client(person, agreement, *_WRITERS, to="end an agreement")
    if answer and agreement.status == Status.ENDED:
        return No("This agreement has ended already.")
    return answer


def of_client(person: Person, agreement: Agreement, *roles: str, to: str) -> Answer:
    """Whether ``person`` holds one of ``roles`` at the agreement's client."""
    if not (answer := only(person, *roles, to=to)):
        return answer
    return YES if person.organisation_id == agreement.organisation_id else No(STRANGER)
