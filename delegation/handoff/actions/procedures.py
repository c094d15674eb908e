"""How it is done: the partner drafts, the client signs off."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.approval.engine import fingerprint
from delegation.audit import trail
from delegation.handoff.actions.moving import tell_client, tell_partner
from delegation.handoff.models import Handoff, Procedure, ProcedureVersion
from delegation.handoff.permissions import may_draft_procedure, may_sign_off_procedure
from delegation.moves import Stale

_PARTS = ("title", "why", "command", "expected", "stop_when")


@transaction.atomic
def draft_procedure(
    *, handoff: Handoff, steps: Sequence[dict[str, Any]], by: Person, reason: str = ""
) -> ProcedureVersion:
    """Write the next version of the procedure. Each step has a title, and may have why, command, expected, stop_when.

    Raises ``Refused`` without steps or for a step without a title.
    """
    require(may_draft_procedure(by, handoff))
    plain = [{part: str(step.get(part) or "").strip() for part in _PARTS} for step in steps]
    if not plain or not all(step["title"] for step in plain):
        raise Refused("Every step needs a title, and a procedure at least one step.")
    procedure, _ = Procedure.objects.get_or_create(
        task_id=handoff.task_id, organisation_id=handoff.organisation_id
    )
    last = procedure.versions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            drafted = ProcedureVersion.objects.create(
                organisation_id=handoff.organisation_id, procedure=procedure, handoff=handoff, number=last + 1, steps=plain,
                reason=reason, content_hash=fingerprint({"steps": plain}), written_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale("Somebody else wrote a version a moment ago. Read it, then write yours.") from error
    trail.record(f"drafted version {drafted.number}", about=drafted, by=by, why=reason)
    tell_client(handoff, by=by, must_act=True, subject=f"Procedure to sign off: {handoff.task}", body=reason)
    return drafted


@transaction.atomic
def sign_off_procedure(*, procedure_version: ProcedureVersion, by: Person) -> ProcedureVersion:
    """Let a version stand; it never changes after this. Raises ``Refused`` for one that is signed, or not the newest."""
    handoff = procedure_version.handoff
    if handoff is None:
        raise Refused("This version belongs to no hand-off.")
    require(may_sign_off_procedure(by, handoff))
    if ProcedureVersion.objects.filter(
        procedure=procedure_version.procedure_id, number__gt=procedure_version.number
    ).exists():
        raise Refused("There is a newer version. Read that one.")
    here = ProcedureVersion.objects.filter(pk=procedure_version.pk, signed_off_at=None)
    if not here.update(signed_off_by=by, signed_off_at=timezone.now()):
        raise Refused("This version is signed off already.")
    procedure_version.refresh_from_db()
    trail.record(f"signed off version {procedure_version.number}", about=procedure_version, by=by)
    tell_partner(handoff, by=by, subject="A procedure of yours was signed off")
    return procedure_version
