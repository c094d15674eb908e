"""Work outside the scope gathers into one draft; both sides sign it, or one rejects it."""

from typing import Any

from django.db import IntegrityError, transaction

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Agreement, Amendment, ScopeItem
from delegation.agreement.models.agreements import page_of, portal_page_of
from delegation.agreement.permissions import (
    may_gather,
    may_propose_amendment,
    may_reject_amendment,
    may_reopen_amendment,
    may_sign_amendment,
)
from delegation.moves import Stale, same_version
from delegation.notices.word import tell

Status = Amendment.Status


@transaction.atomic
def gather(
    *,
    agreement: Agreement,
    category: str,
    description: str,
    by: Person,
    minutes_per_month_limit: int | None = None,
) -> ScopeItem:
    """Put work that the agreement does not cover into its one amendment draft, which begins when there is none."""
    require(may_gather(by, agreement))
    amendment = _open_draft(agreement, by=by)
    amendment.change(f"gathered {category.lower()}", by=by, why=description, drafted_by=by)
    return ScopeItem.objects.create(
        organisation_id=agreement.organisation_id, agreement=agreement, amendment=amendment, category=category,
        description=description, minutes_per_month_limit=minutes_per_month_limit,
    )  # fmt: skip


@transaction.atomic
def propose(*, amendment: Amendment, by: Person, version: int | None = None) -> None:
    """Show the draft to the partner, whose lead signs or rejects it."""
    same_version(amendment, version)
    require(may_propose_amendment(by, amendment))
    if not amendment.scope_items.exists():
        raise Refused("The amendment changes nothing yet. Add what it should cover.")
    amendment.move(to=Status.PROPOSED, by=by, signed_by_client=None, signed_by_partner=None)
    for lead in _leads(amendment):
        tell(
            lead,
            kind="amendment",
            about=amendment,
            must_act=True,
            address=portal_page_of(amendment.agreement),
            subject=f"{amendment.organisation} proposes an amendment",
        )


@transaction.atomic
def sign(*, amendment: Amendment, by: Person, version: int | None = None) -> bool:
    """Sign for one's side; the second signature makes it part of the agreement. Gives whether it is."""
    same_version(amendment, version)
    require(may_sign_amendment(by, amendment))
    signature: dict[str, Any] = {"signed_by_partner" if by.is_partner else "signed_by_client": by}
    other = amendment.signed_by_client_id if by.is_partner else amendment.signed_by_partner_id
    if other is None:
        amendment.change("signed it, the first of two", by=by, **signature)
        return False
    amendment.move(to=Status.SIGNED, by=by, **signature)
    _tell_author(amendment, by=by, subject=f"Signed by both sides: {amendment}")
    return True


@transaction.atomic
def reject(*, amendment: Amendment, why: str, by: Person, version: int | None = None) -> None:
    """Say no to it, with a reason; it may go back to the draft."""
    same_version(amendment, version)
    require(may_reject_amendment(by, amendment))
    if not why.strip():
        raise Refused("Say why, so that the other side can do something about it.")
    amendment.move(to=Status.REJECTED, by=by, why=why, signed_by_client=None, signed_by_partner=None)
    _tell_author(amendment, by=by, subject=f"Rejected: {amendment}", body=why)


@transaction.atomic
def reopen(*, amendment: Amendment, by: Person, version: int | None = None) -> None:
    """Take a rejected amendment back to the draft, to be written differently."""
    same_version(amendment, version)
    require(may_reopen_amendment(by, amendment))
    if Amendment.objects.filter(agreement=amendment.agreement_id, status=Status.DRAFT).exists():
        raise Refused("Another amendment is being drafted. Add to that one.")
    amendment.move(to=Status.DRAFT, by=by)


def _open_draft(agreement: Agreement, *, by: Person) -> Amendment:
    found = agreement.amendments.filter(status=Status.DRAFT).first()
    if found is not None:
        return found
    begun = Amendment(
        organisation_id=agreement.organisation_id,
        agreement=agreement,
        title=f"Amendment to {agreement}",
        drafted_by=by,
    )
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(
            "Somebody else began an amendment a moment ago. Look again; yours goes into it."
        ) from error
    begun.begin(by=by)
    return begun


def _leads(amendment: Amendment) -> list[Person]:
    leads = Person.objects.filter(organisation=amendment.agreement.partner_id, role=Role.LEAD, ended_at=None)
    return list(leads.select_related("user"))


def _tell_author(amendment: Amendment, *, by: Person, subject: str, body: str = "") -> None:
    if amendment.drafted_by_id != by.pk:
        tell(
            amendment.drafted_by,
            kind="amendment",
            about=amendment,
            address=page_of(amendment.agreement),
            subject=subject,
            body=body,
        )
