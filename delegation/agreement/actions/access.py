"""A partner's way into a system: asked for, switched on, suspended, revoked. Never a secret."""

from datetime import date

from django.db import IntegrityError, transaction

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import AccessGrant, Agreement
from delegation.agreement.permissions import (
    may_ask_for_access,
    may_grant_access,
    may_revoke_access,
    may_suspend_access,
)
from inventory.models import System

Status = AccessGrant.Status


@transaction.atomic
def request_access(
    *, partner: Organisation, system: System, method: str, expires_on: date, by: Person
) -> AccessGrant:
    """Ask for a partner's access; ``by`` becomes its sponsor. It never outlasts the agreements with the partner."""
    require(may_ask_for_access(by, system))
    ends = Agreement.objects.filter(organisation=by.organisation_id, partner=partner).exclude(
        status=Agreement.Status.ENDED
    )
    last = ends.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None:
        raise Refused(f"There is no agreement with {partner}. Draft one first.")
    access = AccessGrant(
        organisation_id=by.organisation_id, partner=partner, system=system, method=method, sponsor=by,
        expires_on=min(expires_on, last),
    )  # fmt: skip
    try:
        with transaction.atomic():
            access.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"{partner} has an access to {system} already.") from error
    access.begin(by=by)
    return access


@transaction.atomic
def grant_access(*, access: AccessGrant, by: Person) -> None:
    """Switch it on, the first time or again."""
    require(may_grant_access(by, access))
    access.move(to=Status.LIVE, by=by)


@transaction.atomic
def suspend_access(*, access: AccessGrant, by: Person, why: str = "") -> None:
    """Switch it off for now."""
    require(may_suspend_access(by, access))
    access.move(to=Status.SUSPENDED, by=by, why=why)


@transaction.atomic
def revoke_access(*, access: AccessGrant, by: Person, why: str = "") -> None:
    """End it for good; another one takes another request."""
    require(may_revoke_access(by, access))
    access.move(to=Status.REVOKED, by=by, why=why)
