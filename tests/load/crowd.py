"""As many of everything as one asks for: of what pages list, and of what stands behind it.

Written straight into the tables, because the people of the cast would need an hour for ten thousand. One task, one
agreement, one handoff, one run and one trial carry the crowd of what hangs on them.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Absence, Invitation, Organisation, Person, Role, User
from delegation.agreement.models import (
    AccessGrant,
    Agreement,
    Amendment,
    Capability,
    HourBank,
    OfferedHours,
    Partnership,
    ScopeItem,
)
from delegation.approval.models import Decision, Proposal
from delegation.audit.models import AuditEvent
from delegation.handback.models import Return
from delegation.handoff.models import (
    Competence,
    Handoff,
    Packet,
    Procedure,
    ProcedureVersion,
    Transfer,
    TransferStep,
    Waiver,
)
from delegation.ledger.models import Entry
from delegation.notices.models import Notice
from delegation.planning.models import DemandEvent
from delegation.reporting.engine import canonical
from delegation.reporting.models import Report
from delegation.scoring import engine as scoring
from delegation.scoring.models import Asked, Campaign, Rating, Rubric, Score, Standing
from delegation.streamlining.models import Improvement, Missed, Trial, Watcher
from delegation.tracking.models import Check, ClockInterval, Message, PartnerRun, TimeEntry
from inventory.models import (
    Chore,
    Contribution,
    Goal,
    Import,
    Initiative,
    Run,
    Skill,
    SourceTicket,
    System,
    Task,
)
from tests.load.growth import FEW, ORIGINAL, Batch, grow
from tests.reporting.facts import sample_facts

MONDAY = date(2016, 1, 4)


@dataclass
class Crowd:
    """The cast, how many there shall be of each, and the ones that the pages are asked for by name."""

    cast: Any
    size: int
    now: datetime = field(default_factory=timezone.now)
    named: dict[str, Any] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.named[name].pk

    def many(self, model: type[models.Model], *, share: int = 1, **fields: Any) -> list[Any]:
        """Ten rows that grow to ``size``, or a ``share``-th of it; a field that is a function is told the row's number."""
        rows = self.few(model, FEW, **fields)
        differing = frozenset(name for name, given in fields.items() if callable(given))
        self.batches.append(Batch(rows, max(self.size // share, FEW), differing))
        return rows

    def few(self, model: type[models.Model], count: int, **fields: Any) -> list[Any]:
        """So many rows, however many there are of others."""
        rows = [
            model(**{name: given(place) if callable(given) else given for name, given in fields.items()})
            for place in range(count)
        ]
        for row in rows:
            if isinstance(row.pk, UUID):
                row.pk = UUID(int=row.pk.int | ORIGINAL)
        return model._default_manager.bulk_create(rows)

    def own(self, model: type[models.Model], *, share: int = 1, **fields: Any) -> list[Any]:
        """Many, owned by Halden."""
        return self.many(model, share=share, organisation=self.cast.halden, **fields)


def gather(cast: Any, size: int) -> Crowd:
    """Write them all."""
    crowd = Crowd(cast, size)
    for write in WRITERS:
        write(crowd)
    grow(crowd.batches)
    return crowd


def people(crowd: Crowd) -> None:
    """Contributors at Halden, technicians at Meridian, and what is written to one of them."""
    cast = crowd.cast
    for organisation, role in ((cast.halden, Role.CONTRIBUTOR), (cast.meridian, Role.TECHNICIAN)):
        users = crowd.many(User, password="!", email=lambda n, at=organisation.slug: f"n{n}@{at}.example")
        crowd.named[organisation.slug] = crowd.many(
            Person, user=lambda n, users=users: users[n], organisation=organisation, role=role,
            name=lambda n: f"Number {n:05}", team=cast.operations if role == Role.CONTRIBUTOR else None,
        )  # fmt: skip
    crowd.named["person"] = crowd.cast.priya
    later = crowd.now + timedelta(days=2)
    crowd.own(
        Invitation, email="new@halden.example", name="New", role=Role.CONTRIBUTOR, invited_by=cast.ada,
        token_hash=lambda n: f"{n:020}", expires_at=later,
    )  # fmt: skip
    crowd.own(Absence, share=10, person=cast.priya, from_on=crowd.now.date(), to_on=crowd.now.date())
    for to in (cast.priya, cast.asha):
        crowd.many(
            Notice, organisation=to.organisation, to=to, kind="decided", must_act=lambda n: n % 2 == 0,
            subject="It is decided.", address="/tasks/",
        )  # fmt: skip


def lists(crowd: Crowd) -> None:
    """Systems, skills, goals and initiatives."""
    crowd.named["systems"] = crowd.own(System, name=lambda n: f"System {n:05}", owner=crowd.cast.priya)
    crowd.named["skills"] = crowd.own(Skill, name=lambda n: f"Skill {n:05}")
    goals = crowd.own(Goal, name=lambda n: f"Goal {n:05}")
    crowd.named["initiatives"] = crowd.own(
        Initiative, name=lambda n: f"Initiative {n:05}", goal=lambda n: goals[n], starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31), minutes_per_week=60,
    )  # fmt: skip
    crowd.named |= {
        "system": crowd.named["systems"][0], "skill": crowd.named["skills"][0], "goal": goals[0],
        "initiative": crowd.named["initiatives"][0],
    }  # fmt: skip


def tasks(crowd: Crowd) -> None:
    """Tasks that Priya holds, each with a system and a skill; the first one with everything that hangs on a task."""
    cast, places = crowd.cast, crowd.named
    made = crowd.own(
        Task, number=lambda n: n + 1, title=lambda n: f"Restart stuck batch queues {n:05}", holder=cast.priya,
        backup=cast.omar, system=lambda n: places["systems"][n], skill=lambda n: places["skills"][n],
        status=Task.Status.DECIDED, rule="FREQ=DAILY;BYHOUR=2;BYMINUTE=0", rhythm_words="daily at 02:00",
        starts_on=date(2026, 1, 1), time_zone="Europe/Oslo", effort_low=15, effort_likely=25, effort_high=40,
        hours_per_month=lambda n: Decimal(1 + n % 40), off_hours_share=1, is_remote=True, objective="Orders flow through the night.",
        outcome="No queue stands still at 06:00.", wall=lambda n: "" if n % 5 else "It holds the keys.",
        sought=lambda n: f"restart stuck batch queues {n:05} system {n:05} t-{n + 1}", created_by=cast.priya, edited_by=cast.priya,
    )  # fmt: skip
    Organisation.objects.filter(pk=cast.halden.pk).update(tasks_numbered=crowd.size)
    crowd.named |= {"tasks": made, "task": made[1]}
    crowd.own(Contribution, task=made[1], initiative=lambda n: places["initiatives"][n])
    trail(crowd, made[1])


def trail(crowd: Crowd, about: models.Model) -> None:
    crowd.own(
        AuditEvent, by=crowd.cast.priya, verb="moved to open", about_type=about._meta.label_lower, about_id=str(about.pk),
        about_name=lambda n: f"Restart stuck batch queues {n:05}", why="It was time.",
    )  # fmt: skip


def scores(crowd: Crowd) -> None:
    """A score for every task, answers of everybody to one of them, rounds of ratings, and old rubrics."""
    cast, made = crowd.cast, crowd.named["tasks"]
    content = json.loads(json.dumps(scoring.as_mapping(scoring.DEFAULT)))
    rubrics = crowd.few(
        Rubric,
        FEW,
        organisation=cast.halden,
        number=lambda n: n + 1,
        content=content,
        published_at=crowd.now,
        published_by=cast.marta,
    )
    Standing.objects.create(organisation=cast.halden, rubric=rubrics[-1], generation=3)
    keys = scoring.DEFAULT.keys
    crowd.own(
        Score, task=lambda n: made[n], generation=3, index=lambda n: 99 - n % 900 / 10, strategic=2, sensitivity=3, urgency=2,
        band="A", advice="delegate", stability=0.9, codes="08" * len(keys), inputs_hash="0" * 16, rated=len(keys),
    )  # fmt: skip
    crowd.own(
        Rating, task=crowd.named["task"], rater=lambda n: crowd.named["halden"][n], view="doer", criterion=keys[0], level=3,
        evidence="I saw it.",
    )  # fmt: skip
    rounds = crowd.own(
        Campaign,
        rubric=rubrics[-1],
        name=lambda n: f"Round {n}",
        created_at=lambda n: crowd.now - timedelta(minutes=n),
        due_on=date(2027, 1, 1),
        created_by=cast.marta,
    )
    crowd.own(Asked, campaign=rounds[0], person=lambda n: crowd.named["halden"][n])


def tickets(crowd: Crowd) -> None:
    """Imports, the tickets behind them, and the chores found in those."""
    cast = crowd.cast
    found = {"columns": [], "mapping": {}, "lines": []}
    brought = crowd.own(
        Import, source="csv", file_name="tickets.csv", file_hash="0" * 64, brought_by=cast.priya, found=found
    )
    crowd.own(
        SourceTicket, source="csv", external_id=lambda n: f"INC{n}", fingerprint="0" * 64, opened_at=crowd.now,
        title="Queue stuck", category="Batch", brought_in=brought[0],
    )  # fmt: skip
    evidence = {
        "by_week": [3] * 26,
        "median_minutes": 30,
        "examples": ["Queue stuck"] * 5,
        "groups": [["Night", 9]],
    }
    crowd.own(
        Chore, key=lambda n: f"batch|{n}", title=lambda n: f"Queue {n} stuck", tickets=30, rhythm="weekly", confidence=0.9,
        hours_low=1, hours_likely=lambda n: Decimal(2 + n % 50), hours_high=90, off_hours_share=0.5, evidence=evidence,
    )  # fmt: skip
    crowd.named["import"] = brought[0]


def proposals(crowd: Crowd) -> None:
    """An open proposal for every task, and a thousandfold answered one."""
    cast, made = crowd.cast, crowd.named["tasks"]
    frozen = {"title": "Restart stuck batch queues", "hours_per_month": "12.00"}
    asked = crowd.own(
        Proposal, task=lambda n: made[n], disposition="delegate", reason="It wakes me.", frozen=frozen, frozen_hash="0" * 64,
        asked_by=cast.priya, asked_at=lambda n: crowd.now - timedelta(minutes=n),
    )  # fmt: skip
    approved = crowd.own(
        Proposal, task=lambda n: made[n], disposition="delegate", frozen=frozen, frozen_hash="0" * 64, asked_by=cast.priya,
        status="approved", asked_at=lambda n: crowd.now - timedelta(days=1, minutes=n),
    )  # fmt: skip
    crowd.own(Decision, proposal=lambda n: approved[n], verdict="approve", by=cast.marta)
    crowd.named |= {"proposal": asked[1], "approved": approved[1]}


def trials(crowd: Crowd) -> None:
    """Trials and improvements; everybody watches and misses one of them."""
    cast, made, everybody = crowd.cast, crowd.named["tasks"], crowd.named["halden"]
    tried = crowd.own(
        Trial,
        task=lambda n: made[n],
        stop_from_on=date(2026, 10, 1),
        watch_until_on=date(2026, 12, 1),
        started_by=cast.marta,
    )
    crowd.own(Missed, trial=tried[0], by=lambda n: everybody[n], what="The list of stuck orders")
    crowd.own(Watcher, trial=tried[0], person=lambda n: everybody[n])
    crowd.own(
        Improvement,
        task=lambda n: made[n],
        change="One screen less",
        owner=cast.priya,
        saved_minutes_per_month=60,
    )
    crowd.named["trial"] = tried[0]


def agreements(crowd: Crowd) -> None:
    """Agreements with many partners; the first one covers much, was amended often, and its partner can do much."""
    cast, places = crowd.cast, crowd.named
    partners = crowd.many(
        Organisation,
        share=10,
        kind="partner",
        name=lambda n: f"Partner {n:05}",
        slug=lambda n: f"partner-{n}",
    )
    joined = {
        "lead_name": "Lead",
        "lead_email": "lead@partner.example",
        "asked_by": cast.marta,
        "expires_at": crowd.now,
    }
    crowd.own(
        Partnership, share=10, partner=lambda n: partners[n], name="Partner", token_hash=lambda n: f"partner-{n}",
        joined_at=crowd.now, **joined,
    )  # fmt: skip
    crowd.named["partner"] = Partnership.objects.get(organisation=cast.halden, partner=cast.meridian)
    crowd.own(
        Partnership, share=10, partner=None, name="Asked", token_hash=lambda n: f"asked-{n}",
        **{**joined, "expires_at": crowd.now + timedelta(days=2)},
    )  # fmt: skip
    given = {
        "status": Agreement.Status.IN_FORCE, "starts_on": date(2026, 1, 1), "rate_per_hour": 48, "minutes_per_month": 2400,
        "coverage": Agreement.Coverage.ALWAYS, "drafted_by": cast.marta,
    }  # fmt: skip
    first, draft = (
        Agreement.objects.create(
            organisation=cast.halden,
            partner=cast.meridian,
            number=number,
            ends_on=date(2029, 12, 31),
            **{**given, **more},
        )
        for number, more in (("A-1", {}), ("A-2", {"status": Agreement.Status.DRAFT}))
    )
    crowd.own(
        Agreement, partner=lambda n: partners[n % len(partners)], number=lambda n: f"B-{n}",
        ends_on=lambda n: date(2028, 1, 1) + timedelta(days=n % 300), **given,
    )  # fmt: skip
    amendments = crowd.own(
        Amendment, agreement=first, title=lambda n: f"Amendment {n}", drafted_by=cast.marta, status="signed",
        signed_by_client=cast.marta, signed_by_partner=cast.lena,
    )  # fmt: skip
    items = crowd.own(
        ScopeItem, agreement=first, amendment=lambda n: amendments[n] if n else None, category="Operate",
        description=lambda n: f"Batch operation {n:05}",
    )  # fmt: skip
    crowd.own(
        HourBank,
        share=10,
        agreement=first,
        month_on=lambda n: date(1900 + n // 12, n % 12 + 1, 1),
        cap_minutes=2400,
    )
    HourBank.objects.get_or_create(
        agreement=first,
        month_on=crowd.now.date().replace(day=1),
        defaults={"organisation": cast.halden, "cap_minutes": 2400},
    )
    crowd.own(Capability, partner=cast.meridian, skill=lambda n: places["skills"][n], level=3)
    crowd.own(
        OfferedHours,
        share=10,
        partner=cast.meridian,
        week_on=lambda n: MONDAY + timedelta(weeks=n),
        minutes=600,
    )
    crowd.own(
        AccessGrant, partner=cast.meridian, system=lambda n: places["systems"][n], status="live", method="Jump host",
        sponsor=cast.priya, expires_on=date(2029, 1, 1),
    )  # fmt: skip
    crowd.named |= {"agreement": first, "draft": draft, "items": items}


STATES = ("preparing", "offered", "in_transfer", "standby", "active", "suspended", "returning", "returned")


def handoffs(crowd: Crowd) -> None:
    """An active handoff for every task, and one in each state; half a dozen clients hand off to Meridian."""
    cast, made, items = crowd.cast, crowd.named["tasks"], crowd.named["items"]
    given = {
        "partner": cast.meridian, "agreement": crowd.named["agreement"], "accountable": cast.priya, "partner_lead": cast.lena,
        "created_by": cast.priya, "deadline_at": crowd.now + timedelta(days=90), "opened_at": crowd.now - timedelta(days=60),
        "estimate_minutes": 25,
    }  # fmt: skip
    special = crowd.few(
        Task, len(STATES), organisation=cast.halden, number=lambda n: crowd.size + n + 1, title=lambda n: f"A task {STATES[n]}", holder=cast.priya,
        system=crowd.named["system"], status=Task.Status.DECIDED, sought=lambda n: f"a task {STATES[n]}",
    )  # fmt: skip
    stated = crowd.few(
        Handoff, len(STATES), organisation=cast.halden, task=lambda n: special[n], status=lambda n: STATES[n], scope_item=items[0],
        suspended_from=lambda n: "active" if STATES[n] == "suspended" else "", **given,
    )  # fmt: skip
    rest = crowd.own(
        Handoff, task=lambda n: made[n], status=lambda n: ("active", "standby", "offered")[n % 3], scope_item=lambda n: items[n],
        created_at=lambda n: crowd.now - timedelta(minutes=n), **given,
    )  # fmt: skip
    clients = crowd.few(
        Organisation,
        FEW,
        kind="client",
        name=lambda n: f"Client {n}",
        slug=lambda n: f"client-{n}",
    )
    crowd.named |= {f"handoff {state}": one for state, one in zip(STATES, stated, strict=True)}
    crowd.named |= {"handoffs": rest, "handoff": stated[STATES.index("active")]}
    foreign = crowd.many(
        Task,
        share=10,
        organisation=lambda n: clients[n % len(clients)],
        number=lambda n: n + 1,
        title="Theirs",
        status=Task.Status.DECIDED,
    )
    others = crowd.many(
        Handoff, share=10, organisation=lambda n: clients[n % len(clients)], task=lambda n: foreign[n], status="active",
        **{**given, "agreement": None},
    )  # fmt: skip
    for kind, ones in ((crowd.few, stated), (crowd.many, rest), (crowd.many, others)):
        more: dict[str, Any] = {"share": 10} if ones is others else {}
        kind(
            Packet, **({"count": len(stated)} if ones is stated else more), organisation=cast.halden, partner=cast.meridian,
            handoff=lambda n, ones=ones: ones[n], client_name="Halden", title="Restart stuck batch queues", written_by=cast.priya,
            content_hash="0" * 64, steps=[{"title": "Look", "command": "WRKJOBQ"}], checks=["It runs"],
            frozen_at=lambda n, ones=ones: None if ones[n].status == "preparing" else crowd.now,
            escalation="Call Priya, +47 22 33 44 55.",
        )  # fmt: skip
    trail(crowd, crowd.named["handoff"])
    going = crowd.named["handoff returning"]
    Return.objects.create(
        organisation=cast.halden, handoff=going, partner=cast.meridian, kind="recall", reason_code="demand", reason="We can.",
        notice_ends_on=date(2027, 1, 1), asked_by=cast.marta,
    )  # fmt: skip


def teaching(crowd: Crowd) -> None:
    """The teaching of one handoff: everybody at the partner learns it, and its procedure was written again and again."""
    cast, handoff, everybody = crowd.cast, crowd.named["handoff in_transfer"], crowd.named["meridian"]
    transfer = Transfer.objects.create(
        organisation=cast.halden, handoff=handoff, partner=cast.meridian, planned_on=date(2026, 12, 1)
    )
    kinds = TransferStep.Kind.values
    crowd.few(
        TransferStep,
        len(kinds),
        organisation=cast.halden,
        transfer=transfer,
        kind=lambda n: kinds[n],
        position=lambda n: n,
    )
    procedure = Procedure.objects.create(organisation=cast.halden, task=handoff.task)
    crowd.own(
        ProcedureVersion, procedure=procedure, handoff=handoff, number=lambda n: n + 1, content_hash="0" * 64,
        steps=lambda n: [{"title": f"Step {n}", "command": "WRKJOBQ"}], written_by=cast.lena,
    )  # fmt: skip
    for one in (handoff, crowd.named["handoff"]):
        crowd.own(
            Competence, handoff=one, task=one.task, partner=cast.meridian, technician=lambda n: everybody[n],
            level="released" if one != handoff else "trainee", released_by=cast.lena,
        )  # fmt: skip
    rest = crowd.named["handoffs"]
    crowd.own(
        Competence, handoff=lambda n: rest[n], task=lambda n: rest[n].task, partner=cast.meridian, technician=cast.asha,
        level="released", released_by=cast.lena,
    )  # fmt: skip
    named = [one for key, one in crowd.named.items() if key.startswith("handoff ")]
    crowd.few(
        Competence, len(named), organisation=cast.halden, handoff=lambda n: named[n], task=lambda n: named[n].task, partner=cast.meridian,
        technician=cast.asha, level="released", released_by=cast.lena,
    )  # fmt: skip
    preparing = crowd.named["handoff preparing"]
    crowd.own(
        Waiver,
        handoff=preparing,
        kind="wall",
        reason="It is safe.",
        signed_by=cast.sven,
        expires_on=date(2029, 1, 1),
    )


def runs(crowd: Crowd) -> None:
    """Runs of one handoff, open and done, and one run on which everything has been said."""
    cast, handoff = crowd.cast, crowd.named["handoff"]
    packet = handoff.packets.get()
    for status in ("requested", "done"):
        back = timedelta(days=1 if status == "requested" else 1000)
        rows = crowd.own(
            Run, task=handoff.task, due_at=lambda n, back=back: crowd.now - back + timedelta(minutes=n), at_partner=True,
            minutes=25, result="open" if status == "requested" else "done",
        )  # fmt: skip
        made = crowd.own(
            PartnerRun, run=lambda n, rows=rows: rows[n], handoff=handoff, packet=packet, partner=cast.meridian, status=status,
            starts_at=lambda n, rows=rows: rows[n].due_at, planned_at=lambda n, rows=rows: rows[n].due_at,
            due_at=lambda n, rows=rows: rows[n].due_at, ended_at=crowd.now if status == "done" else None,
        )  # fmt: skip
    busy = PartnerRun.objects.filter(handoff=handoff, status="requested").order_by("due_at").first()
    PartnerRun.objects.filter(pk=busy.pk).update(status="in_progress", technician=cast.asha)
    crowd.named |= {"run": busy, "done run": made[0]}
    crowd.own(Check, partner_run=busy, position=lambda n: n, text=lambda n: f"Step {n}", done_by=cast.asha)
    crowd.own(
        ClockInterval, partner_run=busy, side="partner", from_at=lambda n: crowd.now - timedelta(minutes=2 * n + 2),
        to_at=lambda n: crowd.now - timedelta(minutes=2 * n + 1),
    )  # fmt: skip
    for on in (busy, None):
        crowd.own(
            Message,
            handoff=handoff,
            partner_run=on,
            visibility="shared",
            side=cast.meridian,
            by=cast.asha,
            body="It hangs.",
        )
    crowd.own(
        TimeEntry, partner=cast.meridian, handoff=handoff, partner_run=busy, person=cast.asha, worked_on=date(2026, 11, 1),
        minutes=10, key=lambda n: f"key-{n}",
    )  # fmt: skip


def ledger(crowd: Crowd) -> None:
    """Weeks of freed minutes, seasons, and reports."""
    cast = crowd.cast
    crowd.own(
        Entry, task=crowd.named["task"], week_on=lambda n: MONDAY + timedelta(weeks=n), kind="freed", minutes=120,
        booked_to=crowd.named["initiative"], booked_minutes=60,
    )  # fmt: skip
    today = crowd.now.date()
    crowd.own(
        DemandEvent, name="Year end", kind="season", from_on=today, to_on=today + timedelta(days=9), factor=2
    )
    printed = {
        "asked_by": cast.marta, "status": "printed", "file": b"%PDF-1.7", "file_name": "capacity.pdf", "as_of": crowd.now,
    }  # fmt: skip
    crowd.own(
        Report, month_on=date(2026, 9, 1), asked_at=lambda n: crowd.now - timedelta(minutes=n + 1), **printed
    )
    crowd.named["report"] = Report.objects.create(
        organisation=cast.halden,
        month_on=date(2026, 10, 1),
        facts={"canonical": canonical(sample_facts())},
        **printed,
    )


WRITERS = (
    people,
    lists,
    tasks,
    scores,
    tickets,
    proposals,
    trials,
    agreements,
    handoffs,
    teaching,
    runs,
    ledger,
)
