"""The first words of a handoff: offer, accept, ask, decline, withdraw (T2, T3, T3a, T3b)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Capability
from delegation.handoff.actions.moving import everything, go, tell_client, tell_partner
from delegation.handoff.actions.packets import current_packet
from delegation.handoff.actions.transfers import plan_transfer
from delegation.handoff.models import Competence, Handoff, Packet, readiness_of
from delegation.handoff.permissions import may_accept, may_ask, may_decline, may_offer, may_withdraw
from delegation.moves import same_version

State = Handoff.State


@transaction.atomic
def offer(*, handoff: Handoff, by: Person, version: int | None = None) -> Packet:
    """Freeze the packet and show it to the partner; from now on it sees it, and not before (T2).

    Raises ``Refused`` while something is missing, or by the packet's own author.
    """
    same_version(handoff, version)
    packet = current_packet(handoff)
    require(may_offer(by, handoff, packet))
    require(everything(readiness_of(handoff, packet, on=timezone.localdate())))
    now = go(handoff, to=State.OFFERED, by=by)
    if packet.frozen_at is None:
        packet.content_hash, packet.frozen_at = packet.fingerprint, now
        packet.save(update_fields=["content_hash", "frozen_at"])
    tell_partner(
        handoff, by=by, must_act=True, subject=f"{handoff.organisation} offers you a task",
        body="Read what it is, then accept it, ask about it, or decline it.",
    )  # fmt: skip
    return packet


@transaction.atomic
def accept(
    *, handoff: Handoff, technicians: Sequence[Person], estimate_minutes: int, by: Person,
    version: int | None = None, planned_on: date | None = None,
) -> str:  # fmt: skip
    """Take an offer: name who learns it and what one run takes; gives the state it goes to (T3).

    An estimate above the budget sends it back to the client (preparing) with the estimate, to be offered again
    with another budget. Raises ``Refused`` without a technician of one's own firm.
    """
    same_version(handoff, version)
    require(may_accept(by, handoff))
    _of_own_firm(technicians, by=by)
    budget = current_packet(handoff).budget_minutes
    if estimate_minutes > budget:
        why = f"One run takes {estimate_minutes} minutes; the budget is {budget}."
        go(handoff, to=State.PREPARING, by=by, why=why, estimate_minutes=estimate_minutes, note=why)
        tell_client(
            handoff,
            by=by,
            must_act=True,
            subject=f"{handoff.partner} needs more time: {handoff.task}",
            body=why,
        )
        return State.PREPARING
    go(handoff, to=State.IN_TRANSFER, by=by, estimate_minutes=estimate_minutes, partner_lead=by)
    for technician in technicians:
        Competence.objects.get_or_create(
            handoff=handoff, technician=technician,
            defaults={"organisation_id": handoff.organisation_id, "task_id": handoff.task_id, "partner_id": handoff.partner_id},
        )  # fmt: skip
    plan_transfer(handoff, on=planned_on or timezone.localdate(), by=by)
    tell_client(
        handoff, by=by, subject=f"{handoff.partner} accepted: {handoff.task}", body="The transfer begins."
    )
    return State.IN_TRANSFER


@transaction.atomic
def ask(*, handoff: Handoff, question: str, by: Person, version: int | None = None) -> None:
    """Give the offer back with a question; the client answers by another wording (T3a)."""
    same_version(handoff, version)
    require(may_ask(by, handoff))
    _said(question, "Write your question, so that it can be answered.")
    go(handoff, to=State.PREPARING, by=by, why=question, note=question)
    tell_client(
        handoff, by=by, must_act=True, subject=f"{handoff.partner} asks about {handoff.task}", body=question
    )


@transaction.atomic
def decline(*, handoff: Handoff, why: str, by: Person, version: int | None = None) -> None:
    """Say no to an offer, with its reason; the client's record of what the partner can do learns from it (T3a)."""
    same_version(handoff, version)
    require(may_decline(by, handoff))
    _said(why, "Say why, so that the client can do something about it.")
    go(handoff, to=State.DECLINED, by=by, why=why, note=why)
    if handoff.task.skill_id:
        known = Capability.objects.filter(organisation=handoff.organisation_id, partner=handoff.partner_id)
        known.filter(skill=handoff.task.skill_id, level__gt=1).update(level=1)
    tell_client(
        handoff, by=by, must_act=True, subject=f"{handoff.partner} declined: {handoff.task}", body=why
    )


@transaction.atomic
def withdraw(*, handoff: Handoff, by: Person, why: str = "", version: int | None = None) -> None:
    """Take it back before the partner accepted; the partner loses sight of it at once (T3b)."""
    same_version(handoff, version)
    require(may_withdraw(by, handoff))
    was_seen = handoff.status == State.OFFERED
    go(handoff, to=State.WITHDRAWN, by=by, why=why)
    if was_seen:
        tell_partner(handoff, by=by, subject=f"{handoff.organisation} withdrew an offer", body="")


def _of_own_firm(technicians: Sequence[Person], *, by: Person) -> None:
    if not technicians:
        raise Refused("Name at least one technician who learns it.")
    for person in technicians:
        if person.organisation_id != by.organisation_id or person.role not in {Role.TECHNICIAN, Role.LEAD}:
            raise Refused("Name technicians of your own firm.")
        if person.ended_at is not None:
            raise Refused(f"{person} has left.")


def _said(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)
