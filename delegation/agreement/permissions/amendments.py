"""Changes to what an agreement covers."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No
from delegation.agreement.models import Agreement, Amendment
from delegation.agreement.permissions.agreements import STRANGER, of_client

Status = Amendment.Status

_WRITERS = (Role.MANAGER, Role.ADMIN)


def may_gather(person: Person, agreement: Agreement) -> Answer:
    """Managers and admins collect what the agreement does not cover, while it is in force."""
    answer = of_client(person, agreement, *_WRITERS, to="draft an amendment")
    if answer and agreement.status not in {Agreement.Status.IN_FORCE, Agreement.Status.EXPIRING}:
        return No("Only an agreement in force is amended. Edit the draft, or draft a new agreement.")
    return answer


def may_propose_amendment(person: Person, amendment: Amendment) -> Answer:
    answer = of_client(person, amendment.agreement, *_WRITERS, to="propose an amendment")
    return answer and _stands(amendment, Status.DRAFT)


def may_reopen_amendment(person: Person, amendment: Amendment) -> Answer:
    answer = of_client(person, amendment.agreement, *_WRITERS, to="reopen an amendment")
    return answer and _stands(amendment, Status.REJECTED)


def may_sign_amendment(person: Person, amendment: Amendment) -> Answer:
    """Each side once; at the client somebody other than its author."""
    if not (
        answer := _side(person, amendment, to="sign an amendment") and _stands(amendment, Status.PROPOSED)
    ):
        return answer
    signed = amendment.signed_by_partner_id if person.is_partner else amendment.signed_by_client_id
    if signed is not None:
        return No("Your side has signed. The other side signs next.")
    if person.pk == amendment.drafted_by_id:
        return No("You drafted this amendment, so somebody else must sign it.")
    return YES


def may_reject_amendment(person: Person, amendment: Amendment) -> Answer:
    return _side(person, amendment, to="reject an amendment") and _stands(amendment, Status.PROPOSED)


def _side(person: Person, amendment: Amendment, *, to: str) -> Answer:
    agreement = amendment.agreement
    if not person.is_partner:
        return of_client(person, agreement, *_WRITERS, to=to)
    if person.role != Role.LEAD:
        return No(f"Only partner leads can {to}.")
    return YES if person.organisation_id == agreement.partner_id else No(STRANGER)


def _stands(amendment: Amendment, status: str) -> Answer:
    if amendment.status == status:
        return YES
    return No(f"This amendment is {amendment.get_status_display().lower()}, so that is not possible now.")
