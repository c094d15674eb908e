"""Proposals in every state, and the decisions on them."""

from collections.abc import Sequence
from datetime import timedelta

from delegation.accounts.models import Organisation, Person
from delegation.approval import engine
from delegation.approval.models import Decision, Proposal, facts_of
from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.people import Client
from inventory.models import Task

Status = Proposal.Status
# Title, disposition, where it stands, why it was asked, what was answered.
OTHERS = (
    ("Build finance reports on request", "streamline", Status.OPEN, "Ten of them are the same report.", ""),
    ("Read logs of failed jobs", "delegate", Status.OPEN, "It is the first hour of every day.", ""),
    ("Watch job run times", "delegate", Status.OPEN, "A technician with the list can do it.", ""),
    ("Repair failed report loads", "delegate", Status.OPEN, "It starts before we do.", ""),
    ("Print the label usage report", "eliminate", Status.OPEN, "Nobody asked when I forgot it.", ""),
    ("Count visits to the customer site", "eliminate", Status.APPROVED, "The web host counts too.", "Stop it and see."),
    ("Report on archive use", "eliminate", Status.APPROVED, "Nobody opened it since June.", "Stop it and see."),
    ("Keep the repair log", "eliminate", Status.APPROVED, "The desk keeps the same list.", "Stop it and see."),
    ("Build and test server images", "automate", Status.APPROVED, "The steps never change.", "Build it this quarter."),
    ("Correct wrong names in tables", "automate", Status.APPROVED, "The rules are written down.", "Yes, with a test."),
    ("Answer ad hoc data questions", "streamline", Status.APPROVED, "Self-service takes half of them.", "Agreed."),
    ("Hold jobs at month-end close", "delegate", Status.DECLINED, "It costs me an evening.", "It decides whether we close on time. It stays."),
    ("Adapt order forms", "delegate", Status.DECLINED, "It is clear work.", "The new warehouse needs it in our hands."),
    ("Install ERP fixes", "delegate", Status.RETURNED, "It is always the same.", "Say first who tests it afterwards."),
    ("Scan servers for weak spots", "delegate", Status.RETURNED, "It runs at night.", "Ask the security officer for his view."),
    ("Answer mail from web forms", "delegate", Status.WITHDRAWN, "It interrupts every day.", ""),
)  # fmt: skip
REASON = "It keeps us from the work that only we can do."


def propose_handoffs(client: Client, tasks: Sequence[tuple[Task, str, float]]) -> None:
    """An approved proposal for each task that was handed off: (task, partner, weeks ago it was asked)."""
    rows, answers = [], []
    for task, slug, ago in tasks:
        row = _ask(client, task, "delegate", REASON, ago, partner=client.partners[slug])
        answers += _answer(client, row, Status.APPROVED, "Agreed.", ago - 0.4)
        rows.append(row)
    save(rows)
    save(answers)


def propose_others(client: Client) -> None:
    """What else was asked, and how it was answered."""
    rows, answers = [], []
    for place, (title, disposition, to, reason, answer) in enumerate(OTHERS):
        ago = 0.3 + place * 0.1 if to == Status.OPEN else 3 + place * 0.7
        row = _ask(client, client.tasks[title], disposition, reason, ago)
        answers += _answer(client, row, to, answer, ago - 0.6)
        rows.append(row)
    save(rows)
    save(answers)


def _ask(
    client: Client, task: Task, disposition: str, reason: str, ago: float, *, partner: Organisation | None = None
) -> Proposal:  # fmt: skip
    told, by, frozen = client.chronicle, task.holder, facts_of(task)
    row = Proposal(
        organisation=client.organisation, task=task, disposition=disposition, reason=reason, partner=partner, frozen=frozen,
        frozen_hash=engine.fingerprint(frozen), asked_by=by, asked_at=told.ago(ago), needs_two=engine.needs_two_people(
            hours_per_month=float(task.hours_per_month), sensitivity=frozen["sensitivity"], data_class=task.data_class
        ),
    )  # fmt: skip
    told.began(row, by=by, at=row.asked_at, why=reason)
    return row


def _answer(client: Client, row: Proposal, to: str, words: str, ago: float) -> list[Decision]:
    told, at = client.chronicle, client.chronicle.ago(max(ago, 0.1))
    if to == Status.OPEN:
        return []
    if to == Status.WITHDRAWN:
        told.moved(row, to=to, by=row.asked_by, at=at)
        return []
    verdict = {"approved": "approve", "declined": "decline", "returned": "return"}[to]
    people = _approvers(client, row)
    decisions = [
        Decision(
            organisation=client.organisation, proposal=row, verdict=verdict, reason=words, by=person,
            at=at + timedelta(hours=place), review_on=told.today + timedelta(days=200) if to == Status.APPROVED else None,
        )
        for place, person in enumerate(people)
    ]  # fmt: skip
    if len(people) > 1:
        row.version += 1
        told.noted("approved, the first of two", row, by=people[0], at=at, version=row.version, why=words)
    told.moved(row, to=to, by=people[-1], at=decisions[-1].at, why=words)
    if to == Status.APPROVED and row.task.status == Task.Status.ASSESSED:
        told.moved(row.task, to=Task.Status.DECIDED, by=people[-1], at=decisions[-1].at, why=words)
    return decisions


def _approvers(client: Client, row: Proposal) -> list[Person]:
    """Managers other than whoever asked; two of them where that is needed."""
    managers = [client.people[name] for name in (("marta", "jon") if client.team else ("nils",))]
    others = [person for person in managers if person != row.asked_by]
    return others if row.needs_two and row.status == Status.OPEN else others[:1]
