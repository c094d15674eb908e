"""One world for the walls: two clients and two partners, and at least one real row behind every address.

Halden's people and Meridian's are at home in it; Norrby's and Cobalt's are strangers. Each text that somebody could
write carries words of its own, so that a page can be asked whose words it shows.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from delegation.accounts import actions as seats
from delegation.accounts.models import Organisation, Person, Role, User
from delegation.agreement import actions as agreeing
from delegation.agreement.models import Partnership
from delegation.approval import engine as approving
from delegation.approval.models import Proposal, facts_of
from delegation.handback import actions as handback
from delegation.handoff import actions as handing
from delegation.handoff.models import Competence, Handoff, TransferStep, Waiver
from delegation.ledger.models import Entry
from delegation.notices.word import tell
from delegation.reporting.jobs.printing import snapshot
from delegation.reporting.models import Report
from delegation.scoring import actions as scoring
from delegation.streamlining import actions as streamlining
from delegation.tracking import actions as tracking
from inventory import actions as inventory
from inventory import jobs as reading
from inventory.models import Chore, Task
from tests import make
from tests.conftest import Cast, make_cast
from tests.handoff import reach
from tests.tracking import make_runs

NOW = datetime(2026, 10, 5, 10, tzinfo=UTC)
TODAY = NOW.date()
State = Handoff.State
TICKETS = (
    b"number,opened_at,closed_at,category,subcategory,short_description\n"
    b"INC0010001,2026-09-01 08:00:00,2026-09-01 09:00:00,Backup,Failed,Nightly backup has failed\n"
    b"INC0010002,2026-09-08 08:00:00,2026-09-08 09:00:00,Backup,Failed,Nightly backup has failed again\n"
)
CLIENT = ("contributor", "manager", "executive", "security", "auditor", "admin")
PARTNER = ("lead", "technician")
ROLES = (*CLIENT, *PARTNER)


@dataclass
class World:
    """The people by role, and rows by the name of what is done to them."""

    cast: Cast
    at_home: dict[str, Person]
    colleague: dict[str, Person]
    foreign_client: dict[str, Person]
    foreign_partner: dict[str, Person]
    rows: SimpleNamespace = field(default_factory=SimpleNamespace)
    theirs: SimpleNamespace = field(default_factory=SimpleNamespace)


PASSWORD = "four quiet grey herons"


def build() -> World:
    """Everything, written by the people of the cast; takes the caller's transaction."""
    world = _people(make_cast())
    for people in (world.at_home, world.colleague, world.foreign_client, world.foreign_partner):
        for person in people.values():
            person.user.set_password(PASSWORD)
            person.user.save()
    for step in (
        _catalogue,
        _scoring,
        _approval,
        _streamlining,
        _agreements,
        _handoffs,
        _runs,
        _ground,
        _abroad,
    ):
        step(world)
    return world


def _people(cast: Cast) -> World:
    def seat(name: str, organisation: Any, role: str) -> Person:
        user = User.objects.create_user(f"{name}@{organisation.slug}.example")
        return Person.objects.create(
            user=user, organisation=organisation, role=role, name=name.capitalize(), time_zone="Europe/Oslo"
        )

    def seats_at(organisation: Any, **names: str) -> dict[str, Person]:
        return {role: seat(name, organisation, role) for role, name in names.items()}

    at_home = dict(zip(ROLES, (cast.priya, cast.marta, cast.eva, cast.sven, cast.otto, cast.ada, cast.lena, cast.asha),
                       strict=True))  # fmt: skip
    colleague = {
        "contributor": cast.omar, "manager": cast.jon,
        **seats_at(cast.halden, executive="edda", security="siri", auditor="olga", admin="arne"),
        **seats_at(cast.meridian, lead="liv", technician="tina"),
    }  # fmt: skip
    foreign_client = {
        "contributor": cast.nina, "manager": cast.nils, "admin": cast.nora,
        **seats_at(cast.norrby, executive="nelly", security="niko", auditor="nadia"),
    }  # fmt: skip
    foreign_partner = {"lead": cast.rolf, "technician": cast.kim}
    return World(cast, at_home, colleague, foreign_client, foreign_partner)


def _catalogue(world: World) -> None:
    cast, rows = world.cast, world.rows
    rows.system = make.system(
        organisation=cast.halden, name="Halden ledger system", regulations="Halden bookkeeping act"
    )
    rows.shut_system = make.system(organisation=cast.halden, name="Halden shut system")
    rows.skill = make.skill(organisation=cast.halden, name="Halden night operating")
    rows.initiative = make.initiative(
        organisation=cast.halden, name="Halden new warehouse", expected_value="Halden saves two lorries"
    )
    rows.goal = rows.initiative.goal
    rows.task = _task(world, "Halden label printing", system=rows.system, skill=rows.skill)
    rows.retired = _task(world, "Halden fax server", status=Task.Status.RETIRED)
    rows.loose = _task(world, "Halden loose end", holder=None)
    for name in ("waiting", "dropped", "written"):
        tickets = TICKETS + name.encode() + b",,,,,\n"
        row = inventory.bring(
            file_name=f"halden-{name}.csv", content=tickets, by=cast.priya, organisation=cast.halden
        )
        reading.look_at_import(import_id=str(row.pk))
        setattr(rows, f"import_{name}", row)
        row.refresh_from_db()
    inventory.run(row=rows.import_written, by=cast.priya)
    reading.write_import(import_id=str(rows.import_written.pk))
    rows.import_written.refresh_from_db()
    rows.chore = Chore.objects.create(
        organisation=cast.halden, key="Halden backup|failed", title="Halden backup chore", tickets=40, rhythm="weekly",
        confidence=0.9, hours_low=2, hours_likely=4, hours_high=8, off_hours_share="0.5",
        evidence={"per_month": 8.0, "examples": ["Halden backup of the vault has failed"]},
    )  # fmt: skip
    make.run(task=rows.task, minutes=30, result="done")


def _task(world: World, title: str, **fields: Any) -> Task:
    """A task whose every text is its own."""
    return make.task(
        by=world.cast.priya, title=title, last_consumer=f"The consumer of {title}", regulations=f"The rule of {title}",
        objective=f"The objective of {title}", outcome=f"The outcome of {title}",
        **fields,
    )  # fmt: skip


def _scoring(world: World) -> None:
    cast, rows = world.cast, world.rows
    rows.rated = _task(world, "Halden rated task", status=Task.Status.ASSESSED)
    scoring.rate(
        task=rows.rated, answers={"strategic": 2, "sensitivity": 2}, by=cast.marta,
        evidence="Halden evidence of a rating",
    )  # fmt: skip
    rows.campaign = scoring.start_campaign(
        name="Halden autumn round", people=[cast.priya], due_on=date(2026, 11, 1), by=cast.marta
    )


def _approval(world: World) -> None:
    cast, rows = world.cast, world.rows
    for name in ("proposal", "batched"):
        task = _task(world, f"Halden {name} task", status=Task.Status.ASSESSED)
        task.refresh_from_db()
        frozen = facts_of(task)
        setattr(rows, name, make.proposal(
            asked_by=cast.priya, task=task, frozen=frozen, frozen_hash=approving.fingerprint(frozen),
            reason=f"Halden reason of {name}",
        ))  # fmt: skip
    rows.assessed = _task(world, "Halden assessed task", status=Task.Status.ASSESSED)


def _streamlining(world: World) -> None:
    cast, rows = world.cast, world.rows
    for name in ("to_try", "tried"):
        task = _task(world, f"Halden {name} report", status=Task.Status.DECIDED)
        make.proposal(
            asked_by=cast.priya,
            task=task,
            disposition=Proposal.Disposition.ELIMINATE,
            status=Proposal.Status.APPROVED,
        )
        setattr(rows, name, task)
    rows.trial = streamlining.start_trial(
        task=rows.tried,
        stop_from_on=TODAY,
        watch_until_on=date(2026, 12, 1),
        watchers=[cast.omar],
        by=cast.marta,
    )
    streamlining.miss(trial=rows.trial, what="Halden missed the morning list", by=cast.omar)
    rows.improvement = streamlining.improve(
        task=rows.task,
        change="Halden prints in batches",
        saved_minutes_per_month=60,
        owner=cast.priya,
        by=cast.priya,
    )


def _agreements(world: World) -> None:
    cast, rows = world.cast, world.rows
    author = world.colleague["admin"]
    rows.agreement, rows.scope_item = reach.terms(
        cast, minutes_per_month=600000, internal_note="Halden secretly wants a discount"
    )
    rows.draft = make.agreement(
        by=author,
        partner=cast.meridian,
        number="A-draft",
        status="draft",
        internal_note="Halden note in a draft",
    )
    make.scope_item(agreement=rows.draft)
    for name in ("drafted", "proposed", "rejected"):
        own = make.agreement(
            by=author, partner=cast.meridian, number=f"A-{name}", internal_note=f"Halden note on {name}"
        )
        item = agreeing.gather(agreement=own, category="Build", description=f"Halden {name} jobs", by=author)
        amendment = item.amendment
        if name != "drafted":
            agreeing.propose(amendment=amendment, by=author)
        if name == "rejected":
            agreeing.reject(amendment=amendment, why="Halden finds it dear", by=cast.marta)
        setattr(rows, name, amendment)
    rows.partnership = Partnership.objects.get(organisation=cast.halden, partner=cast.meridian)
    rows.access = agreeing.request_access(
        partner=cast.meridian,
        system=rows.system,
        method="Halden jump host",
        expires_on=date(2027, 6, 30),
        by=cast.priya,
    )
    for name in ("live", "lost"):
        system = make.system(organisation=cast.halden, name=f"Halden {name} archive")
        setattr(rows, f"access_{name}", make.access(by=cast.priya, partner=cast.meridian, system=system))


def _handoffs(world: World) -> None:
    cast, rows = world.cast, world.rows
    rows.to_prepare = reach.approved_task(cast, **_own("Halden task to prepare"))
    for name, state in {
        "preparing": State.PREPARING, "offered": State.OFFERED, "standby": State.STANDBY, "active": State.ACTIVE,
        "suspended": State.SUSPENDED, "returning": State.RETURNING, "returned": State.RETURNED,
        "declined": State.DECLINED, "withdrawn": State.WITHDRAWN,
    }.items():  # fmt: skip
        setattr(rows, name, reach.reach(cast, state, **_own(f"Halden {name} hand-off")))
    rows.taught = reach.forward(
        cast, reach.prepared(cast, **_own("Halden taught hand-off")), to=State.IN_TRANSFER
    )
    rows.competence = rows.active.competences.get(technician=cast.tom)
    Competence.objects.filter(pk=rows.competence.pk).update(level=Competence.Level.TRAINEE)
    rows.step = TransferStep.objects.filter(transfer__handoff=rows.taught).order_by("position").first()
    TransferStep.objects.filter(pk=rows.step.pk).update(evidence="Halden watched the screen")
    rows.unsigned = handing.draft_procedure(handoff=rows.active, steps=[reach.STEP, reach.STEP], by=cast.lena)
    rows.confirming = reach.reach(cast, State.RETURNING, **_own("Halden confirming hand-off"))
    handback.sign(way_home=rows.confirming.way_home, by=cast.priya)
    going = reach.forward(cast, reach.prepared(cast, **_own("Halden going hand-off")), to=State.ACTIVE)
    rows.going = handback.recall(handoff=going, why="Halden wants it home", by=cast.marta)
    Handoff.objects.filter(pk=going.pk).update(deadline_at=timezone.now() - timedelta(days=1))
    tracking.write(handoff=rows.active, body="Halden whispers among itself", by=cast.priya)
    tracking.write(
        handoff=rows.active, body="Halden says this to Meridian", by=cast.priya, visibility="shared"
    )
    Waiver.objects.create(
        organisation=cast.halden, handoff=rows.active, kind="wall", reason="Halden excuses the wall", signed_by=cast.sven,
        expires_on=date(2027, 1, 1),
    )  # fmt: skip


def _own(title: str) -> dict[str, Any]:
    return {
        "title": title, "last_consumer": f"The consumer of {title}", "regulations": f"The rule of {title}",
        "objective": f"The objective of {title}", "outcome": f"The outcome of {title}",
    }  # fmt: skip


def _runs(world: World) -> None:
    cast, rows = world.cast, world.rows
    source = make_runs.handoff(cast, task_fields=_own("Halden running hand-off"))
    rows.running = source
    for number, name in enumerate(("requested", "accepted", "begun", "asked", "complete", "judged", "ended")):
        run = make_runs.run(source, starts_in=timedelta(minutes=number))
        setattr(rows, f"run_{name}", run)
    tracking.pick_up(run=rows.run_accepted, by=cast.asha)
    for name in ("begun", "asked", "complete", "judged", "ended"):
        make_runs.started(getattr(rows, f"run_{name}"), by=cast.asha)
    tracking.write(handoff=source, run=rows.run_begun, body="Meridian whispers among itself", by=cast.asha)
    rows.check = rows.run_begun.checks.order_by("position").first()
    tracking.ask(run=rows.run_asked, question="Meridian asks which printer", by=cast.asha)
    for name in ("judged", "ended"):
        make_runs.submitted(getattr(rows, f"run_{name}"), by=cast.asha)
    rows.run_ended.refresh_from_db()
    tracking.accept_work(run=rows.run_ended, by=cast.priya)
    tracking.log_time(
        run=rows.run_begun,
        minutes=10,
        worked_on=TODAY,
        by=cast.asha,
        key="first",
        note="Meridian minutes on a queue",
    )
    for check in rows.run_complete.checks.select_related("partner_run__handoff"):
        tracking.tick(check=check, by=cast.asha, evidence="Asha has seen it")
    for name in ("accepted", "begun", "asked", "complete", "judged"):
        getattr(rows, f"run_{name}").refresh_from_db()


def _ground(world: World) -> None:
    cast, rows = world.cast, world.rows
    Organisation.objects.filter(pk__in=[cast.halden.pk, cast.meridian.pk]).update(is_demonstration=True)
    Partnership.objects.filter(organisation=cast.norrby, partner=cast.meridian).delete()
    rows.entry = Entry.objects.create(
        organisation=cast.halden, task=rows.task, week_on=date(2026, 9, 28), kind="freed", minutes=175
    )
    facts = snapshot(cast.halden, month_on=date(2026, 9, 1), as_of=timezone.now())
    rows.reports = {
        role: Report.objects.create(
            organisation=cast.halden, month_on=date(2026, 9, 1), asked_by=world.at_home[role], status="printed",
            file=b"%PDF-1.7 of Halden", **facts,
        )
        for role in CLIENT
    }  # fmt: skip
    rows.notices = {
        role: tell(person, subject=f"A word for {person.name} alone", body="Halden body", address="/notices/")
        for role, person in world.at_home.items()
    }
    rows.absence = seats.note_absence(
        person=cast.priya, from_on=date(2026, 11, 2), to_on=date(2026, 11, 6), by=cast.marta
    )
    rows.waiting, rows.question = agreeing.bring(
        name="Halden hopes for Tarn", lead_name="Tove Tarn", lead_email="tove@tarn.example", by=cast.ada
    )
    _, rows.token = seats.invite(
        organisation=cast.halden, email="newcomer@halden.example", name="Newcomer", role=Role.CONTRIBUTOR, by=cast.ada,
        purpose="Halden purpose of a seat",
    )  # fmt: skip
    rows.seat_offered, _ = seats.invite(
        organisation=cast.halden, email="waits@halden.example", name="Who waits", role=Role.CONTRIBUTOR, by=cast.ada
    )  # fmt: skip
    rows.seat_offered_there, _ = seats.invite(
        organisation=cast.meridian, email="waits@meridian.example", name="Who waits there", role=Role.TECHNICIAN,
        by=cast.lena,
    )  # fmt: skip


def _abroad(world: World) -> None:
    """What Norrby and Cobalt have: the ids that must not work at Halden and Meridian."""
    cast, theirs = world.cast, world.theirs
    theirs.system = make.system(organisation=cast.norrby, name="Norrby payroll")
    theirs.skill = make.skill(organisation=cast.norrby, name="Norrby welding")
    theirs.initiative = make.initiative(organisation=cast.norrby, name="Norrby harbour")
    theirs.goal = theirs.initiative.goal
    theirs.task = make.task(by=cast.nina, title="Norrby payroll export", status=Task.Status.DECIDED)
    theirs.proposal = make.proposal(asked_by=cast.nina, task=theirs.task, status=Proposal.Status.OPEN)
    theirs.agreement = make.agreement(by=cast.nils, partner=cast.cobalt, number="N-1")
    theirs.scope_item = make.scope_item(agreement=theirs.agreement)


def kept(world: World) -> tuple[set[str], set[str]]:
    """The keys of every row of Halden and Meridian, and the texts that stand in their rows alone."""
    at_home = {world.cast.halden.pk, world.cast.meridian.pk}
    keys, words = set(), set()
    for model in apps.get_models():
        if any(field.name == "organisation" for field in model._meta.fields):
            for row in model._base_manager.filter(organisation__in=at_home).values():
                pk = row[model._meta.pk.attname]
                keys |= {pk.hex} if isinstance(pk, UUID) else set()
                words |= {text for text in row.values() if _is_own(text)}
    return keys, words


def _is_own(text: Any) -> bool:
    """Words of our own making, long enough to be nobody else's."""
    return isinstance(text, str) and 16 < len(text) < 200 and ("Halden " in text or "Meridian " in text)
