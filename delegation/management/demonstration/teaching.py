"""How the partner learned it, who is released, and the ways home."""

from collections.abc import Sequence
from datetime import timedelta

from delegation.handback.models import Return, package_of
from delegation.handoff.models import Competence, Handoff, Transfer, TransferStep
from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.handing import ACCEPTED, RECALLED, Told
from delegation.management.demonstration.people import Client

Kind = TransferStep.Kind
State = Handoff.State
# Step: days after the start, minutes of ours, minutes of theirs.
STEPS = {
    Kind.BRIEF: (0, 45, 45), Kind.DRAFT: (3, 15, 150), Kind.REVIEW: (7, 40, 30), Kind.SHADOW: (10, 60, 60),
    Kind.TEACH_BACK: (14, 40, 40), Kind.REVERSE_SHADOW: (18, 60, 75), Kind.SIGN_OFF: (21, 10, 10),
}  # fmt: skip
EVIDENCE = {
    Kind.TEACH_BACK: "Explained the stop rules without looking.",
    Kind.REVERSE_SHADOW: "Did two runs alone while we watched; nothing to add.",
}


def teach(client: Client, found: Sequence[Told]) -> None:
    """Write the transfers, the competences, and what is on its way home."""
    learned = [told for told in found if told.handoff.partner_lead is not None]
    transfers = [_transfer(client, told) for told in learned]
    save(transfers)
    save(
        [
            step
            for transfer, told in zip(transfers, learned, strict=True)
            for step in _steps(client, told, transfer)
        ]
    )
    save([row for told in learned for row in _competences(client, told)])
    for told in found:
        if told.state in {State.RETURNING, State.RETURNED}:
            _return(client, told)


def _transfer(client: Client, told: Told) -> Transfer:
    chronicle = client.chronicle
    transfer = Transfer(
        organisation=client.organisation, handoff=told.handoff, partner=told.handoff.partner,
        planned_on=chronicle.ago(told.began - ACCEPTED).date(),
    )  # fmt: skip
    if told.is_taught:
        at = chronicle.ago(max(0.3, told.began - ACCEPTED - 3))
        transfer.client_signed_by, transfer.client_signed_at = told.handoff.accountable, at
        transfer.partner_signed_by, transfer.partner_signed_at = told.lead, at + timedelta(hours=3)
    chronicle.noted(
        "planned the transfer", transfer, by=told.lead, at=chronicle.ago(told.began - ACCEPTED), after=transfer.planned_on.isoformat()
    )  # fmt: skip
    return transfer


def _steps(client: Client, told: Told, transfer: Transfer) -> list[TransferStep]:
    chronicle = client.chronicle
    started = chronicle.ago(told.began - ACCEPTED)
    rows = []
    for position, (kind, (days, ours, theirs)) in enumerate(STEPS.items()):
        at = started + timedelta(days=days, hours=3)
        is_done = at < chronicle.now and (told.is_taught or kind not in {Kind.REVERSE_SHADOW, Kind.SIGN_OFF})
        rows.append(TransferStep(
            organisation=client.organisation, transfer=transfer, kind=kind, position=position,
            planned_on=(started + timedelta(days=days)).date(), done_at=at if is_done else None,
            done_by=told.handoff.accountable if is_done else None, client_minutes=ours if is_done else 0,
            partner_minutes=theirs if is_done else 0, evidence=EVIDENCE.get(kind, "") if is_done else "",
        ))  # fmt: skip
    return rows


def _competences(client: Client, told: Told) -> list[Competence]:
    """Who learned it; the third technician of one task was released once and has lapsed."""
    rows = [
        Competence(
            organisation=client.organisation, handoff=told.handoff, task=told.task, partner=told.handoff.partner,
            technician=technician, level=Competence.Level.RELEASED if told.is_taught else Competence.Level.TRAINEE,
            released_by=told.lead if told.is_taught else None,
            valid_until_on=client.chronicle.today + timedelta(days=200) if told.is_taught else None,
        )
        for technician in told.technicians
    ]  # fmt: skip
    if told.task.title == "Check overnight backups":
        rows.append(Competence(
            organisation=client.organisation, handoff=told.handoff, task=told.task, partner=told.handoff.partner,
            technician=client.people["mei"], level=Competence.Level.RELEASED, released_by=told.lead,
            valid_until_on=client.chronicle.today - timedelta(days=12), lapsed_reason="No run for ninety days",
        ))  # fmt: skip
    return rows


def _return(client: Client, told: Told) -> None:
    """Packed, or long since unpacked."""
    chronicle, is_done = client.chronicle, told.state == State.RETURNED
    by, at = client.people["marta"], told.closed_at or chronicle.now
    row = Return(
        organisation=client.organisation, handoff=told.handoff, partner=told.handoff.partner, kind=Return.Kind.RECALL,
        reason_code=Return.Reason.DEMAND, reason=RECALLED[State(told.state)], notice_ends_on=(at + timedelta(days=21)).date(),
        package=package_of(told.handoff), asked_by=by, asked_at=at,
    )  # fmt: skip
    chronicle.began(row, by=by, at=at, why=row.reason)
    if is_done:
        row.access_revoked_at = row.procedure_reviewed_at = chronicle.ago(4)
        row.signed_by, row.confirmed_by = told.handoff.accountable, told.lead
        chronicle.moved(row, to=Return.Status.SIGNED, by=row.signed_by, at=chronicle.ago(3.4))
        chronicle.moved(row, to=Return.Status.DONE, by=told.lead, at=chronicle.ago(3))
    row.save(force_insert=True)
