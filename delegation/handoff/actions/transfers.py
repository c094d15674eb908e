"""Teaching the partner: steps with what they took on both sides, and two signatures (T4)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.handoff.actions.moving import everything, go, tell_client, tell_partner, tell_seats
from delegation.handoff.models import Handoff, Transfer, TransferStep, taught_of
from delegation.handoff.permissions import may_mark_step, may_sign_transfer
from delegation.moves import same_version

Kind = TransferStep.Kind

# Days after the start on which each step is planned; a month holds them all.
_PLAN = {
    Kind.BRIEF: 0,
    Kind.DRAFT: 3,
    Kind.REVIEW: 7,
    Kind.SHADOW: 10,
    Kind.TEACH_BACK: 14,
    Kind.REVERSE_SHADOW: 18,
    Kind.SIGN_OFF: 21,
}
_NEEDS_EVIDENCE = frozenset({Kind.TEACH_BACK, Kind.REVERSE_SHADOW})
_LONGEST = 24 * 60


def plan_transfer(handoff: Handoff, *, on: date, by: Person) -> Transfer:
    """The dated steps of a transfer that starts on a day."""
    transfer = Transfer.objects.create(
        organisation_id=handoff.organisation_id, handoff=handoff, partner_id=handoff.partner_id, planned_on=on
    )
    TransferStep.objects.bulk_create(
        TransferStep(
            organisation_id=handoff.organisation_id, transfer=transfer, kind=kind, position=position,
            planned_on=on + timedelta(days=days),
        )
        for position, (kind, days) in enumerate(_PLAN.items())
    )  # fmt: skip
    trail.record("planned the transfer", about=transfer, by=by, after=on.isoformat())
    return transfer


@transaction.atomic
def mark_step(
    *, step: TransferStep, minutes: int, by: Person, evidence: str = "", done: bool = False
) -> TransferStep:
    """Note what a step took on one's own side, what shows it, and whether it is done.

    Only the client says that a step is done, because the client lets go by it. Raises ``Refused`` for a step that
    needs evidence and has none, for the sign-off, which two signatures do, and for more than a day's minutes.
    """
    handoff = step.transfer.handoff
    require(may_mark_step(by, handoff))
    if step.kind == Kind.SIGN_OFF:
        raise Refused("Two signatures do this step.")
    if not 0 <= minutes <= _LONGEST:
        raise Refused("Minutes are a whole number from 0 to 1440.")
    if by.is_partner:
        step.partner_minutes = minutes
    else:
        step.client_minutes = minutes
    step.evidence = evidence or step.evidence
    if done:
        _finish(step, by=by)
    step.save()
    trail.record(
        f"noted {step.get_kind_display().lower()}",
        about=handoff,
        by=by,
        after=f"{minutes} minutes",
        why=evidence,
    )
    return step


@transaction.atomic
def sign_transfer(*, handoff: Handoff, by: Person, version: int | None = None) -> bool:
    """Sign for one's side; the second signature, in either order, ends the transfer (T4). Gives whether it ended."""
    same_version(handoff, version)
    require(may_sign_transfer(by, handoff))
    require(everything(taught_of(handoff, on=timezone.localdate())))
    transfer, now = handoff.transfer, timezone.now()
    side = "partner" if by.is_partner else "client"
    setattr(transfer, f"{side}_signed_by", by)
    setattr(transfer, f"{side}_signed_at", now)
    transfer.save()
    if not (transfer.client_signed_by_id and transfer.partner_signed_by_id):
        ball = "client" if by.is_partner else "partner"
        handoff.change(f"signed the transfer for the {side}", by=by, ball=ball, ball_since_at=now)
        (tell_client if by.is_partner else tell_partner)(
            handoff, by=by, must_act=True, subject="Your signature is missing"
        )
        return False
    transfer.steps.filter(kind=Kind.SIGN_OFF).update(done_at=now, done_by=by)
    go(handoff, to=Handoff.State.STANDBY, by=by)
    taught = f"Taught and signed: {handoff.task}"
    tell_client(handoff, by=by, subject=taught, body="The tap may be opened.")
    tell_seats(handoff, Role.MANAGER, by=by, subject=taught, body="Open the tap when you need it.")
    return True


def _finish(step: TransferStep, *, by: Person) -> None:
    if by.is_partner:
        raise Refused("The client says that a step is done.")
    if step.kind in _NEEDS_EVIDENCE and not step.evidence.strip():
        raise Refused("Write what shows that it was done.")
    step.done_at, step.done_by = timezone.now(), by
