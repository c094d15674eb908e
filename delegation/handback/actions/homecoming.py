"""The package is read, the access is revoked, both sides sign: the task is home (T10)."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.agreement import actions as agreement_actions
from delegation.handback.models import Return, access_of, package_of
from delegation.handback.permissions import (
    may_confirm,
    may_force,
    may_review_procedure,
    may_revoke_access,
    may_sign,
)
from delegation.handoff.actions.moving import everything, go, tell_client, tell_partner
from delegation.handoff.models import Handoff
from delegation.moves import same_version

Status = Return.Status


@transaction.atomic
def revoke_access(*, way_home: Return, by: Person) -> None:
    """End the partner's access to the task's system, unless another live hand-off to the same partner needs it."""
    require(may_revoke_access(by, way_home))
    handoff = way_home.handoff
    if not _needed_elsewhere(handoff):
        for access in access_of(handoff):
            agreement_actions.revoke_access(access=access, by=by, why=f"{handoff.task} comes home.")
    way_home.change("revoked the access", by=by, access_revoked_at=timezone.now())


@transaction.atomic
def review_procedure(*, way_home: Return, by: Person) -> None:
    """Say that what changed in the procedure was read; the package keeps it as it was read."""
    require(may_review_procedure(by, way_home))
    package = package_of(way_home.handoff)
    way_home.change("read what changed", by=by, procedure_reviewed_at=timezone.now(), package=package)


@transaction.atomic
def sign(*, way_home: Return, by: Person, version: int | None = None) -> None:
    """Sign, as the holder, that the task and all that belongs to it is here."""
    same_version(way_home, version)
    require(may_sign(by, way_home))
    require(everything(way_home.lines))
    way_home.move(to=Status.SIGNED, by=by, signed_by=by)
    now = timezone.now()
    way_home.handoff.change("signed that it is home", by=by, ball="partner", ball_since_at=now)
    tell_partner(
        way_home.handoff, by=by, must_act=True, subject=f"{way_home.organisation} signed a return: confirm it"
    )


@transaction.atomic
def confirm(*, way_home: Return, by: Person, version: int | None = None) -> None:
    """Confirm, as the partner's lead, that nothing is left; the task is home."""
    same_version(way_home, version)
    require(may_confirm(by, way_home))
    require(everything(way_home.lines))
    way_home.move(to=Status.DONE, by=by, confirmed_by=by)
    go(way_home.handoff, to=Handoff.State.RETURNED, by=by)
    tell_client(way_home.handoff, by=by, subject=f"Home again: {way_home.handoff.task}")


@transaction.atomic
def force(*, way_home: Return, why: str, by: Person, version: int | None = None) -> None:
    """Bring it home without the missing signatures, once the deadline has passed, with a reason.

    What keeps the client safe is not forced: no open runs, the access revoked, the procedure read.
    """
    same_version(way_home, version)
    require(may_force(by, way_home, at=timezone.now()))
    if not why.strip():
        raise Refused("Say why you do not wait for the signatures.")
    require(everything(way_home.lines))
    way_home.move(to=Status.DONE, by=by, why=why, forced_reason=why)
    go(way_home.handoff, to=Handoff.State.RETURNED, by=by, why=why)
    tell_client(
        way_home.handoff,
        by=by,
        subject=f"Home again, without all signatures: {way_home.handoff.task}",
        body=why,
    )
    tell_partner(way_home.handoff, by=by, subject=f"{way_home.organisation} closed a return")


def _needed_elsewhere(handoff: Handoff) -> bool:
    """Whether another live hand-off to the partner, which has not given its access up, works on the same system."""
    others = Handoff.objects.live().filter(organisation=handoff.organisation_id, partner=handoff.partner_id)
    others = others.filter(task__system=handoff.task.system_id, way_home__access_revoked_at=None)
    return others.exclude(pk=handoff.pk).exists()
