"""Handoffs in every state, each with the life that led there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from delegation.accounts.models import Person
from delegation.agreement.models import ScopeItem
from delegation.handoff import engine
from delegation.handoff.models import Handoff, Packet, Procedure, ProcedureVersion, Waiver
from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.shipped import procedures, table
from inventory.models import Task

State = Handoff.State
# Weeks from the first draft until a handoff gets there.
OFFERED, ACCEPTED, TAUGHT, OPENED = 0.5, 1.0, 4.6, 5.5
LEADS = {"meridian": "rachel", "cobalt": "rolf"}
# Weeks before today that a handoff that is not simply where its life led was begun, by its state.
BEGUN = {State.OFFERED: 1.0, State.DECLINED: 1.2, State.WITHDRAWN: 1.0, State.PREPARING: 0.0}
UNTIL = {State.STANDBY: TAUGHT, State.IN_TRANSFER: ACCEPTED}


@dataclass
class Told:
    """One handoff with what its later chapters need; the tap is open from ``opened_at`` until ``closed_at``."""

    handoff: Handoff
    task: Task
    partner: str
    family: dict[str, Any]
    family_name: str
    lead: Person
    technicians: list[Person]
    began: float
    packet: Packet
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    procedure: ProcedureVersion | None = None

    @property
    def state(self) -> str:
        return str(self.handoff.status)

    @property
    def is_taught(self) -> bool:
        return self.opened_at is not None or self.state == State.STANDBY


def planned(client: Client, table_name: str) -> list[tuple[Task, str, float]]:
    """(task, partner, weeks ago it was proposed) of each handoff to be told."""
    return [(client.tasks[row["title"]], row["partner"], _begun(row) + 1.1) for row in table(table_name)]


def hand_off(client: Client, table_name: str) -> list[Told]:
    """Write the handoffs, their packets and their procedures; gives what is needed to tell on."""
    scopes = {
        item.description: item
        for item in ScopeItem.objects.filter(organisation=client.organisation).select_related("agreement")
    }
    families = procedures()
    found = [_tell(client, row, scopes[row["scope"]], families) for row in table(table_name)]
    save([told.handoff for told in found])
    packets = [told.packet for told in found]
    save(
        packets
        + [_second_packet(told) for told in found if told.handoff.note and told.state == State.PREPARING]
    )
    _write_procedures(client, [told for told in found if told.handoff.partner_lead is not None])
    _waive(client, found)
    return found


def _begun(row: dict[str, str]) -> float:
    """Weeks ago that its first draft was written."""
    return float(row["weeks_ago"]) + BEGUN.get(State(row["state"]), UNTIL.get(State(row["state"]), OPENED))


def _tell(client: Client, row: dict[str, str], scope: ScopeItem, families: dict[str, dict[str, Any]]) -> Told:
    task, began, manager = (
        client.tasks[row["title"]],
        _begun(row),
        client.people["marta" if client.team else "nils"],
    )
    chronicle, holder, family = client.chronicle, task.holder or manager, families[row["family"]]
    handoff = Handoff(
        organisation=client.organisation, task=task, partner=client.partners[row["partner"]], agreement=scope.agreement,
        scope_item=scope, accountable=holder, created_by=holder, created_at=chronicle.ago(began),
    )  # fmt: skip
    packet = _packet(client, handoff, family, at=handoff.created_at)
    lead = client.people[LEADS[row["partner"]]]
    technicians = [client.people[name] for name in row["technicians"].split()]
    told = Told(handoff, task, row["partner"], family, row["family"], lead, technicians, began, packet)
    chronicle.began(handoff, by=holder, at=handoff.created_at)
    chronicle.noted("wrote packet 1", packet, by=holder, at=handoff.created_at)
    _live(client, told, State(row["state"]), manager)
    _whose_move(client, handoff)
    return told


def _live(client: Client, told: Told, to: State, manager: Person) -> None:
    """Take the arrows that lead to a state, each by whoever may and at its time."""
    chronicle, handoff = client.chronicle, told.handoff
    if to == State.PREPARING and not told.task.is_documented and told.partner == "meridian":
        return
    at = chronicle.ago(told.began - OFFERED)
    told.packet.previewed_by, told.packet.previewed_hash = manager, told.packet.fingerprint
    told.packet.content_hash, told.packet.frozen_at = told.packet.fingerprint, at
    chronicle.moved(handoff, to=State.OFFERED, by=manager, at=at)
    at = chronicle.ago(max(0.1, told.began - ACCEPTED))
    match to:
        case State.OFFERED:
            return
        case State.DECLINED | State.PREPARING:
            handoff.note = (
                "We hold no clearance for personal data in these folders."
                if to == State.DECLINED
                else "Which of the three archives is meant, and who answers when a page is missing?"
            )
            chronicle.moved(handoff, to=to, by=told.lead, at=at, why=handoff.note)
        case State.WITHDRAWN:
            chronicle.moved(
                handoff, to=to, by=manager, at=at, why="The move is finished sooner than we thought."
            )
        case _:
            _accepted(client, told, to, manager, at)


def _accepted(client: Client, told: Told, to: State, manager: Person, at: datetime) -> None:
    chronicle, handoff = client.chronicle, told.handoff
    handoff.partner_lead, handoff.estimate_minutes = told.lead, told.task.effort_likely
    chronicle.moved(handoff, to=State.IN_TRANSFER, by=told.lead, at=at)
    if to == State.IN_TRANSFER:
        return
    chronicle.moved(handoff, to=State.STANDBY, by=told.lead, at=chronicle.ago(max(0.2, told.began - TAUGHT)))
    if to == State.STANDBY:
        return
    handoff.opened_at = told.opened_at = chronicle.ago(told.began - OPENED)
    chronicle.moved(handoff, to=State.ACTIVE, by=manager, at=told.opened_at)
    if to == State.SUSPENDED:
        told.closed_at = chronicle.ago(days=2)
        handoff.suspended_from = State.ACTIVE
        why = "A plant switch was replaced and the alarms mean something else now."
        chronicle.moved(handoff, to=to, by=client.people["sven"], at=told.closed_at, why=why)
    if to in {State.RETURNING, State.RETURNED}:
        told.closed_at = chronicle.ago(0.9 if to == State.RETURNING else 6)
        chronicle.moved(handoff, to=State.RETURNING, by=manager, at=told.closed_at, why=RECALLED[to])
    if to == State.RETURNED:
        chronicle.moved(handoff, to=to, by=handoff.accountable, at=chronicle.ago(3))


RECALLED = {
    State.RETURNING: "Statements go out by the new portal from next month on.",
    State.RETURNED: "The upgrade checks prices by itself.",
}


def _whose_move(client: Client, handoff: Handoff) -> None:
    state, now = str(handoff.status), client.chronicle.now
    handoff.ball, handoff.ball_since_at = engine.ball(state), handoff.moved_at
    deadline = engine.deadline(state, at=handoff.moved_at)
    if deadline is not None and deadline < now:
        # It was looked at since: what runs well is reviewed every ninety days.
        deadline = now + timedelta(days=7 + len(handoff.task.title) * 2)
    handoff.deadline_at = deadline


def _packet(client: Client, handoff: Handoff, family: dict[str, Any], *, at: datetime) -> Packet:
    task = handoff.task
    return Packet(
        organisation=client.organisation, handoff=handoff, partner=handoff.partner, client_name=str(client.organisation),
        title=task.title, objective=task.objective, outcome=task.outcome, system_name=str(task.system),
        schedule_words=task.rhythm_words, time_zone=task.time_zone, budget_minutes=task.effort_high or 0,
        communication=family["communication"], escalation=family["escalation"], checks=family["checks"],
        steps=family["steps"], written_by=handoff.created_by, created_at=at,
    )  # fmt: skip


def _second_packet(told: Told) -> Packet:
    """The wording after a question: the next packet, not offered yet."""
    return Packet(
        **{**told.packet.content, "objective": f"{told.packet.objective} The archive of invoices alone."},
        organisation=told.handoff.organisation, handoff=told.handoff, partner=told.handoff.partner, number=2,
        written_by=told.handoff.created_by,
    )  # fmt: skip


def _write_procedures(client: Client, taught: list[Told]) -> None:
    """What the partner drafted, and what the holder signed off; those that ran long have a second version."""
    kept = {told.task.pk: Procedure(organisation=client.organisation, task=told.task) for told in taught}
    save(list(kept.values()))
    versions = []
    for told in taught:
        versions.append(
            _version(
                client, told, kept[told.task.pk], number=1, steps=told.family["steps"], ago=told.began - 1.6
            )
        )
        if told.opened_at and told.began > 15:
            steps = [
                *told.family["steps"][:-1],
                {**told.family["steps"][-1], "expected": "As before, and nothing new for five minutes."},
            ]
            versions.append(_version(client, told, kept[told.task.pk], number=2, steps=steps, ago=7))
        told.procedure = versions[-1]
    save(versions)


def _version(
    client: Client, told: Told, procedure: Procedure, *, number: int, steps: list[Any], ago: float
) -> ProcedureVersion:  # fmt: skip
    chronicle, is_signed = client.chronicle, told.is_taught
    version = ProcedureVersion(
        organisation=client.organisation, procedure=procedure, handoff=told.handoff, number=number, steps=steps,
        reason="A run showed that the old end came too soon." if number > 1 else "First draft", written_by=told.technicians[0],
        content_hash=engine.fingerprint({**told.packet.content, "steps": steps}), written_at=chronicle.ago(max(ago, 0.3)),
        signed_off_by=told.handoff.accountable if is_signed else None,
        signed_off_at=chronicle.ago(max(ago - 0.5, 0.2)) if is_signed else None,
    )  # fmt: skip
    chronicle.noted(f"drafted version {number}", version, by=version.written_by, at=version.written_at)
    if version.signed_off_at:
        chronicle.noted(
            f"signed off version {number}", version, by=version.signed_off_by, at=version.signed_off_at
        )
    return version


def _waive(client: Client, found: list[Told]) -> None:
    """One named exception, which has run out since."""
    for told in found:
        if told.task.title == "Review database growth":
            Waiver.objects.create(
                organisation=client.organisation, handoff=told.handoff, kind=Waiver.Kind.TECHNICIANS, signed_by=client.people["marta"],
                reason="Dana learns it within four weeks; Kim alone until then.", signed_at=client.chronicle.ago(11.5),
                expires_on=client.chronicle.today - timedelta(weeks=7),
            )  # fmt: skip
