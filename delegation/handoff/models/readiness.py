"""The facts behind a handoff's guards, read from where they are kept."""

from datetime import date
from decimal import Decimal

from delegation.agreement.models import AccessGrant, Agreement, Amendment, HourBank
from delegation.approval import engine as approval_engine
from delegation.approval.models import Proposal, facts_of
from delegation.handoff import engine
from delegation.handoff.engine import Line
from delegation.handoff.models.handoffs import Handoff, Waiver
from delegation.handoff.models.packets import Packet
from delegation.handoff.models.procedures import ProcedureVersion
from delegation.handoff.models.transfers import Competence, TransferStep
from inventory.models import Task
from inventory.models.systems import DataClass


def approval_of(task: Task) -> Proposal | None:
    """The newest approved proposal, if it says to delegate the task exactly as it and its score are now."""
    newest = Proposal.objects.filter(task=task, status=Proposal.Status.APPROVED).order_by("-asked_at").first()
    if newest is None or newest.disposition != Proposal.Disposition.DELEGATE:
        return None
    return newest if approval_engine.fingerprint(facts_of(task)) == newest.frozen_hash else None


def readiness_of(handoff: Handoff, packet: Packet, *, on: date) -> tuple[Line, ...]:
    """What must be in place before this packet is offered (T2)."""
    task, item = handoff.task, handoff.scope_item
    proposed = (
        item is not None and item.amendment is not None and item.amendment.status == Amendment.Status.PROPOSED
    )
    waivers = list(handoff.waivers.unexpired(on=on))
    restricted = task.data_class == DataClass.RESTRICTED
    return engine.readiness(
        {
            **packet.content,
            "agreement": _in_force(handoff, on=on),
            "scope": _covers(handoff) or proposed,
            "access": _access(handoff, on=on, live=False),
            "remote": task.is_remote is True,
            "approval": approval_of(task) is not None,
            "preview": packet.is_previewed,
            "wall": _signed_for_wall(handoff, packet, waivers) if task.wall else None,
            "restricted": _signed_for_data(packet, waivers) if restricted else None,
        }
    )


def taught_of(handoff: Handoff, *, on: date) -> tuple[Line, ...]:
    """What must be in place before the transfer ends in standby (T4)."""
    done = set(
        TransferStep.objects.filter(transfer__handoff=handoff)
        .exclude(done_at=None)
        .values_list("kind", flat=True)
    )
    return engine.taught(
        {
            "procedure": ProcedureVersion.objects.filter(procedure__task=handoff.task_id)
            .exclude(signed_off_at=None)
            .exists(),
            "teach_back": TransferStep.Kind.TEACH_BACK in done,
            "reverse_shadow": TransferStep.Kind.REVERSE_SHADOW in done,
            "access": _access(handoff, on=on, live=True),
            **_technicians(handoff, on=on),
        }
    )


def openable_of(handoff: Handoff, *, on: date) -> tuple[Line, ...]:
    """What must be in place before the tap opens (T5)."""
    return engine.openable(
        {
            "agreement": _in_force(handoff, on=on),
            "scope": _covers(handoff),
            "budget": _has_hours(handoff, on=on),
            "coverage": _is_covered(handoff),
            "access": _access(handoff, on=on, live=True),
            **_technicians(handoff, on=on),
        }
    )


def _in_force(handoff: Handoff, *, on: date) -> bool:
    agreement = handoff.agreement
    running = {Agreement.Status.IN_FORCE, Agreement.Status.EXPIRING}
    return (
        agreement is not None
        and agreement.status in running
        and agreement.starts_on <= on <= agreement.ends_on
    )


def _covers(handoff: Handoff) -> bool:
    item = handoff.scope_item
    return item is not None and (item.amendment is None or item.amendment.status == Amendment.Status.SIGNED)


def _access(handoff: Handoff, *, on: date, live: bool) -> bool:
    if handoff.task.system_id is None:
        return True
    standing = [AccessGrant.Status.LIVE] if live else [AccessGrant.Status.LIVE, AccessGrant.Status.REQUESTED]
    grants = AccessGrant.objects.filter(organisation=handoff.organisation_id, partner=handoff.partner_id)
    return grants.filter(system=handoff.task.system_id, status__in=standing, expires_on__gte=on).exists()


def _signed_for_wall(handoff: Handoff, packet: Packet, waivers: list[Waiver]) -> bool:
    askers = {handoff.created_by_id, packet.written_by_id}
    return any(waiver.kind == Waiver.Kind.WALL and waiver.signed_by_id not in askers for waiver in waivers)


def _signed_for_data(packet: Packet, waivers: list[Waiver]) -> bool:
    signed = [waiver for waiver in waivers if waiver.kind == Waiver.Kind.DATA]
    return any(waiver.content_hash == packet.fingerprint for waiver in signed)


def _technicians(handoff: Handoff, *, on: date) -> dict[str, int | bool]:
    released = Competence.objects.filter(handoff=handoff).released(on=on).count()
    waivers = handoff.waivers.unexpired(on=on).filter(kind=Waiver.Kind.TECHNICIANS)
    return {"released": released, "waived": released < engine.NEEDED_TECHNICIANS and waivers.exists()}


def left_minutes(handoff: Handoff, *, on: date) -> int | None:
    """Minutes left in the hour bank of that month, None without an agreement; a month nobody opened has all of them."""
    agreement = handoff.agreement
    if agreement is None:
        return None
    bank = HourBank.objects.filter(agreement=agreement, month_on=on.replace(day=1)).first()
    return bank.left_minutes if bank else agreement.minutes_per_month


def _has_hours(handoff: Handoff, *, on: date) -> bool:
    """Hours left this month for one run; some policies never stop."""
    agreement = handoff.agreement
    if agreement is None or agreement.over_use != Agreement.OverUse.BLOCK:
        return agreement is not None
    return (left_minutes(handoff, on=on) or 0) >= max(1, handoff.estimate_minutes or 0)


def _is_covered(handoff: Handoff) -> bool:
    agreement = handoff.agreement
    if agreement is None:
        return False
    return handoff.task.off_hours_share == Decimal(0) or agreement.coverage != Agreement.Coverage.OFFICE
