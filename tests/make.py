"""A valid one of everything: say only what the test is about."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from delegation.accounts.models import Organisation, Person
from delegation.agreement.models import AccessGrant, Agreement, Partnership, ScopeItem
from delegation.approval.models import Proposal
from inventory.models import Goal, Initiative, Run, Skill, System, Task

OSLO = ZoneInfo("Europe/Oslo")


def moment(text: str = "2026-10-05 09:00") -> datetime:
    """A moment in Oslo, as the cast's clocks show it."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=OSLO)


def skill(*, organisation: Organisation, name: str = "Windows") -> Skill:
    return Skill.objects.create(organisation=organisation, name=name)


def system(*, organisation: Organisation, name: str = "JD Edwards", **fields: Any) -> System:
    return System.objects.create(organisation=organisation, name=name, **fields)


def initiative(*, organisation: Organisation, name: str = "New warehouse", **fields: Any) -> Initiative:
    goal, _ = Goal.objects.get_or_create(organisation=organisation, name="Deliver next day")
    period = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 6, 30)}
    return Initiative.objects.create(organisation=organisation, goal=goal, name=name, **{**period, **fields})


def task(*, by: Person, title: str = "Restart stuck batch queues", **fields: Any) -> Task:
    """A catalogued task that ``by`` holds: nightly, 25 minutes."""
    given = {
        "holder": by, "status": Task.Status.CATALOGUED, "rule": "FREQ=DAILY;BYHOUR=2;BYMINUTE=0",
        "rhythm_words": "daily at 02:00", "starts_on": date(2026, 1, 1), "time_zone": "Europe/Oslo",
        "effort_low": 15, "effort_likely": 25, "effort_high": 40, "hours_per_month": "12.68",
        "off_hours_share": "1", "objective": "Orders flow through the night.", "outcome": "No queue stands still at 06:00.",
        "is_remote": True, "created_by": by, "edited_by": by,
    }  # fmt: skip
    number = by.organisation.take_numbers(1)
    merged = {**given, **fields}
    return Task.objects.create(
        organisation=by.organisation,
        number=number,
        title=title,
        sought=f"{title} t-{number}".lower(),
        **merged,
    )


def run(*, task: Task, due_at: datetime | None = None, **fields: Any) -> Run:
    return Run.objects.create(organisation=task.organisation, task=task, due_at=due_at or moment(), **fields)


def proposal(*, asked_by: Person, task: Task | None = None, **fields: Any) -> Proposal:
    given = {
        "disposition": Proposal.Disposition.DELEGATE,
        "reason": "It wakes me.",
        "frozen": {},
        "frozen_hash": "0" * 64,
    }
    return Proposal.objects.create(
        organisation=asked_by.organisation,
        task=task or globals()["task"](by=asked_by),
        asked_by=asked_by,
        **{**given, **fields},
    )


def partnership(*, by: Person, partner: Organisation, **fields: Any) -> Partnership:
    """A partner that has joined the organisation of ``by``."""
    given = {
        "name": partner.name, "lead_name": "Lead", "lead_email": f"lead@{partner.slug}.example", "asked_by": by,
        "token_hash": uuid.uuid4().hex, "expires_at": moment(), "joined_at": moment(), "asked_at": moment(),
    }  # fmt: skip
    return Partnership.objects.create(organisation=by.organisation, partner=partner, **{**given, **fields})


def agreement(*, by: Person, partner: Organisation, **fields: Any) -> Agreement:
    """An agreement in force through 2026 and 2027, of forty hours a month."""
    given = {
        "number": "A-1", "status": Agreement.Status.IN_FORCE, "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31),
        "rate_per_hour": 48, "minutes_per_month": 2400, "coverage": Agreement.Coverage.ALWAYS, "drafted_by": by,
    }  # fmt: skip
    return Agreement.objects.create(organisation=by.organisation, partner=partner, **{**given, **fields})


def scope_item(*, agreement: Agreement, category: str = "Operate", **fields: Any) -> ScopeItem:
    return ScopeItem.objects.create(
        organisation=agreement.organisation, agreement=agreement, category=category,
        description=fields.pop("description", "Batch operation of the ERP"), **fields,
    )  # fmt: skip


def access(*, by: Person, partner: Organisation, system: System, **fields: Any) -> AccessGrant:
    given = {"status": AccessGrant.Status.LIVE, "method": "Jump host", "expires_on": date(2027, 12, 31)}
    return AccessGrant.objects.create(
        organisation=by.organisation, partner=partner, system=system, sponsor=by, **{**given, **fields}
    )


def days(count: int) -> timedelta:
    return timedelta(days=count)
