"""Drafting an agreement, putting it in force, and ending it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from delegation.accounts.models import Organisation, Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Agreement, ScopeItem
from delegation.agreement.models.agreements import page_of
from delegation.agreement.permissions import (
    may_draft_agreement,
    may_edit_agreement,
    may_end_agreement,
    may_put_in_force,
    works_with,
)
from delegation.moves import same_version
from delegation.notices.word import tell

Status = Agreement.Status


@transaction.atomic
def draft(
    *, partner: Organisation, number: str, starts_on: date, ends_on: date, by: Person, **terms: Any
) -> Agreement:
    """Write down an agreement with a partner; it binds nobody yet.

    Raises ``Refused`` for a number that is taken, an end before the start, or somebody who is no partner of this client.
    """
    require(may_draft_agreement(by))
    if not works_with(by.organisation, partner):
        raise Refused("That is not a partner of yours. Bring them in first.")
    _in_order(starts_on, ends_on)
    agreement = Agreement(
        organisation_id=by.organisation_id, partner=partner, number=number, starts_on=starts_on, ends_on=ends_on,
        drafted_by=by, **terms,
    )  # fmt: skip
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"There is an agreement {number} already. Give this one another number.") from error
    agreement.begin(by=by)
    return agreement


@transaction.atomic
def edit(*, agreement: Agreement, by: Person, version: int | None = None, **terms: Any) -> None:
    """Change a draft. Whoever edits last becomes its author, and somebody else must put it in force."""
    same_version(agreement, version)
    require(may_edit_agreement(by, agreement))
    _in_order(terms.get("starts_on", agreement.starts_on), terms.get("ends_on", agreement.ends_on))
    try:
        with transaction.atomic():
            agreement.change("edited the draft", by=by, **terms, drafted_by=by)
    except IntegrityError as error:
        raise Refused(
            "There is an agreement with this number already. Give this one another number."
        ) from error


@transaction.atomic
def put_in_force(*, agreement: Agreement, by: Person, version: int | None = None) -> None:
    """Let it bind both sides; the partner's leads are told and may read it."""
    same_version(agreement, version)
    require(may_put_in_force(by, agreement))
    if not agreement.scope_items.exists():
        raise Refused("The agreement covers nothing yet. Add a scope item first.")
    agreement.move(to=Status.IN_FORCE, by=by)
    leads = Person.objects.filter(organisation=agreement.partner_id, role=Role.LEAD, ended_at=None)
    for lead in leads.select_related("user"):
        tell(lead, kind="agreement", about=agreement, subject=f"Agreement {agreement} is in force", body="")


@transaction.atomic
def end(*, agreement: Agreement, why: str, by: Person, version: int | None = None) -> None:
    """End it before its time; hand-offs under it come home by the clock's next tick."""
    same_version(agreement, version)
    require(may_end_agreement(by, agreement))
    if not why.strip():
        raise Refused("Say why it ends.")
    agreement.move(to=Status.ENDED, by=by, why=why)
    if agreement.drafted_by != by:
        tell(
            agreement.drafted_by,
            kind="agreement",
            about=agreement,
            address=page_of(agreement),
            subject=f"Ended: {agreement}",
            body=why,
        )


@transaction.atomic
def add_scope_item(
    *,
    agreement: Agreement,
    category: str,
    description: str,
    by: Person,
    minutes_per_month_limit: int | None = None,
) -> ScopeItem:
    """Add to what a draft covers."""
    require(may_edit_agreement(by, agreement))
    added = ScopeItem.objects.create(
        organisation_id=agreement.organisation_id, agreement=agreement, category=category, description=description,
        minutes_per_month_limit=minutes_per_month_limit,
    )  # fmt: skip
    agreement.change(f"added {category.lower()} to the scope", by=by, why=description, drafted_by=by)
    return added


@transaction.atomic
def drop_scope_item(*, scope_item: ScopeItem, by: Person) -> None:
    """Take something out of a draft's scope."""
    agreement = scope_item.agreement
    require(may_edit_agreement(by, agreement))
    agreement.change("took something out of the scope", by=by, why=str(scope_item), drafted_by=by)
    scope_item.delete()


def _in_order(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused("The agreement ends before it starts. Choose a later end.")
