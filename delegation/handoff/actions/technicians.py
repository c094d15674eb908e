"""Who at the partner learns a task, and who may do it alone."""

from datetime import date

from django.db import transaction

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.handoff.models import Competence, Handoff
from delegation.handoff.permissions import may_name, may_release


@transaction.atomic
def name(*, handoff: Handoff, technician: Person, by: Person) -> Competence:
    """Let a technician of one's own firm learn the task; from now on that person sees the packet."""
    require(may_name(by, handoff))
    if technician.organisation_id != by.organisation_id or technician.role not in {
        Role.TECHNICIAN,
        Role.LEAD,
    }:
        raise Refused("Name technicians of your own firm.")
    if technician.ended_at is not None:
        raise Refused(f"{technician} has left.")
    competence, is_new = Competence.objects.get_or_create(
        handoff=handoff, technician=technician,
        defaults={"organisation_id": handoff.organisation_id, "task_id": handoff.task_id, "partner_id": handoff.partner_id},
    )  # fmt: skip
    if is_new:
        trail.record(f"named {technician}", about=handoff, by=by)
    return competence


@transaction.atomic
def release(*, competence: Competence, by: Person, valid_until_on: date | None = None) -> Competence:
    """Let a technician do the task alone, until a day where one is given."""
    require(may_release(by, competence.handoff))
    competence.level, competence.released_by = Competence.Level.RELEASED, by
    competence.valid_until_on, competence.lapsed_reason = valid_until_on, ""
    competence.save()
    trail.record(f"released {competence.technician}", about=competence.handoff, by=by)
    return competence


@transaction.atomic
def lapse(*, competence: Competence, reason: str, by: Person) -> Competence:
    """Take a release back, with its reason."""
    require(may_release(by, competence.handoff))
    if not reason.strip():
        raise Refused("Say why the release ends.")
    competence.lapsed_reason = reason[:200]
    competence.save(update_fields=["lapsed_reason"])
    trail.record(f"ended the release of {competence.technician}", about=competence.handoff, by=by, why=reason)
    return competence
