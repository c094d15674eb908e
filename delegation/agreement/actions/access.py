"""A partner's way into a system: asked for, switched on, suspended, revoked. Never a secret."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, models, transaction

from delegation.accounts.models import Organisation, Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import AccessGrant, Agreement, Partnership
from delegation.agreement.models.partnerships import page_of
from delegation.agreement.permissions import (
    may_ask_for_access,
    may_grant_access,
    may_revoke_access,
    may_suspend_access,
)
from delegation.notices.word import tell
from inventory.models import System

Status = AccessGrant.Status


@transaction.atomic
def request_access(
    *, partner: Organisation, system: System, method: str, expires_on: date, by: Person
) -> AccessGrant:
    """Ask for a partner's access; ``by`` becomes its sponsor. It never outlasts the agreements with the partner.

    Those who may switch it on are told.
    """
    require(may_ask_for_access(by, system))
    access = AccessGrant(
        organisation_id=by.organisation_id, partner=partner, system=system, method=method, sponsor=by,
        expires_on=min(expires_on, _last_day(partner, by=by)),
    )  # fmt: skip
    try:
        with transaction.atomic():
            access.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"{partner} has an access to {system} already.") from error
    access.begin(by=by)
    told = _switchers(access).exclude(pk=by.pk)
    _tell(told, access, "Asked for", body=f"{by} asks. Switch it on or revoke it.", must_act=True)
    return access


@transaction.atomic
def grant_access(*, access: AccessGrant, by: Person) -> None:
    """Switch it on, the first time or again, and tell whoever asked for it."""
    require(may_grant_access(by, access))
    access.move(to=Status.LIVE, by=by)
    _tell_sponsor(access, "Switched on", by=by)


@transaction.atomic
def suspend_access(*, access: AccessGrant, by: Person, why: str = "") -> None:
    """Switch it off for now."""
    require(may_suspend_access(by, access))
    access.move(to=Status.SUSPENDED, by=by, why=why)


@transaction.atomic
def revoke_access(*, access: AccessGrant, by: Person, why: str = "") -> None:
    """End it for good, and tell whoever asked for it; another one takes another request."""
    require(may_revoke_access(by, access))
    access.move(to=Status.REVOKED, by=by, why=why)
    _tell_sponsor(access, "Revoked", by=by, why=why)


def _last_day(partner: Organisation, *, by: Person) -> date:
    """The day on which the last agreement with the partner ends. Raises ``Refused`` without one."""
    ours = Agreement.objects.filter(organisation=by.organisation_id, partner=partner)
    standing = ours.exclude(status=Agreement.Status.ENDED)
    last = standing.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None:
        raise Refused(f"There is no agreement with {partner}. Draft one first.")
    return last


def _switchers(access: AccessGrant) -> models.QuerySet[Person]:
    """The client's security officers and administrators."""
    seats = Person.objects.filter(organisation=access.organisation_id, ended_at=None)
    return seats.filter(role__in=[Role.SECURITY, Role.ADMIN]).select_related("user")


def _tell_sponsor(access: AccessGrant, word: str, *, by: Person, why: str = "") -> None:
    if access.sponsor != by:
        _tell([access.sponsor], access, word, body=why, must_act=False)


def _tell(people: Iterable[Person], access: AccessGrant, word: str, *, body: str, must_act: bool) -> None:
    joined = Partnership.objects.filter(
        organisation=access.organisation_id, partner=access.partner_id
    ).first()
    address = page_of(joined) if joined else ""
    subject = f"{word}: the access of {access.partner} to {access.system}"
    for person in people:
        tell(
            person,
            kind="access",
            about=access,
            address=address,
            subject=subject,
            body=body,
            must_act=must_act,
        )
