"""Tasks on trial, tasks made smaller, and what is planned for the weeks to come."""

from datetime import date, timedelta
from decimal import Decimal

from delegation.handoff.models import Handoff
from delegation.management.demonstration.chronicle import monday, save
from delegation.management.demonstration.people import Client
from delegation.planning.models import DemandEvent, Plan, PlanLine
from delegation.streamlining.models import Improvement, Missed, Trial

Act = PlanLine.Act
# Title, weeks ago it was stopped, how the trial ended, who missed it and what.
TRIALS = (
    ("Report on archive use", 3, Trial.Status.RUNNING, ()),
    ("Count visits to the customer site", 9, Trial.Status.STOPPED, ()),
    (
        "Keep the repair log",
        8,
        Trial.Status.RESTORED,
        (("tomas", "The insurer asked for last year's repairs."),),
    ),
)
# Title, what changes, who does it, minutes a month it saves, weeks ago it was done (none: not yet).
IMPROVEMENTS = (
    ("Answer ad hoc data questions", "Ten standard questions became one self-service page.", "lena", 260, 9),
    ("Build finance reports on request", "Three monthly reports print themselves.", "omar", 195, 5),
    ("Build and test server images", "A script builds the image; only the test is left.", "tomas", 180, 8),
    ("Clear failed EDI orders", "The web shop checks article numbers before it sends.", "omar", 300, None),
)
# Title, act, weeks from now, minutes it frees a week, why.
LINES = (
    ("Test a restore from backup", Act.OPEN, 1, 40, "The week before the freeze has 9 hours too few; this frees one night."),
    ("Roll out desktop software", Act.OPEN, 1, 120, "Ana is over her hours in both December weeks."),
    ("Clear failed EDI orders", Act.TRANSFER, 2, 280, "It is the largest task that is not taught; four weeks until it helps."),
    ("Load price files", Act.HOLD, 3, 45, "It was opened eight weeks ago; closing it now would cost more than it saves."),
)  # fmt: skip


def simplify(client: Client) -> None:
    """Write trials, improvements, demand events and two plans."""
    for title, ago, to, missed in TRIALS:
        _try(client, title, ago, to, missed)
    save([
        Improvement(
            organisation=client.organisation, task=client.tasks[title], change=change, owner=client.people[owner],
            saved_minutes_per_month=minutes, done_on=None if done is None else client.chronicle.today - timedelta(weeks=done),
            created_at=client.chronicle.ago((done or 0) + 4),
        )
        for title, change, owner, minutes, done in IMPROVEMENTS
    ])  # fmt: skip
    save(_events(client))
    _plan(client, weeks_ago=5, to=Plan.Status.ACCEPTED)
    _plan(client, weeks_ago=0, to=Plan.Status.DRAFT)


def _try(client: Client, title: str, ago: int, to: str, missed: tuple[tuple[str, str], ...]) -> None:
    told, task = client.chronicle, client.tasks[title]
    trial = Trial(
        organisation=client.organisation, task=task, stop_from_on=told.today - timedelta(weeks=ago),
        watch_until_on=told.today - timedelta(weeks=ago - 5), started_by=client.people["marta"],
    )  # fmt: skip
    told.began(trial, by=trial.started_by, at=told.ago(ago))
    if to != Trial.Status.RUNNING:
        told.moved(trial, to=to, by=trial.started_by, at=told.ago(ago - 5))
    trial.save(force_insert=True)
    watchers = [client.people["tomas"], client.people["omar"]]
    trial.watchers.set(watchers, through_defaults={"organisation": client.organisation})
    save([
        Missed(organisation=client.organisation, trial=trial, by=client.people[by], at=told.ago(ago - 4), what=what)
        for by, what in missed
    ])  # fmt: skip


def _events(client: Client) -> list[DemandEvent]:
    """Month ends around now, the season before Christmas, the go-live of the warehouse, and the freeze."""
    today, found = client.chronicle.today, []
    for ahead in (-1, 0, 1):
        months = today.year * 12 + today.month + ahead
        last = date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
        found.append(
            (
                f"Month-end close of {last:%B}",
                "season",
                last - timedelta(days=2),
                last + timedelta(days=3),
                "1.15",
            )
        )
    season = date(today.year, 11, 20)
    found += [
        ("Season before Christmas", "season", season, date(today.year, 12, 23), "1.20"),
        (
            "Go-live of the new warehouse",
            "project",
            today + timedelta(weeks=9),
            today + timedelta(weeks=12),
            "1.25",
        ),
        ("Change freeze", "freeze", date(today.year, 12, 15), date(today.year + 1, 1, 6), "0.85"),
    ]
    return [
        DemandEvent(
            organisation=client.organisation, name=name, kind=kind, from_on=start, to_on=end, factor=Decimal(factor),
            team=client.team if kind == "project" else None,
        )
        for name, kind, start, end, factor in found
    ]  # fmt: skip


def _plan(client: Client, *, weeks_ago: int, to: str) -> None:
    told, by = client.chronicle, client.people["marta"]
    first = monday(told.today) - timedelta(weeks=weeks_ago)
    plan = Plan(
        organisation=client.organisation, from_week_on=first, value=412.0, bound=431.5, made_by=by, made_at=told.ago(weeks_ago)
    )  # fmt: skip
    told.began(plan, by=by, at=told.ago(weeks_ago))
    if to == Plan.Status.ACCEPTED:
        told.moved(plan, to=to, by=by, at=told.ago(weeks_ago))
    plan.save(force_insert=True)
    live = {
        handoff.task_id: handoff
        for handoff in Handoff.objects.filter(organisation=client.organisation).live()
    }
    save([
        PlanLine(
            organisation=client.organisation, plan=plan, task=client.tasks[title], handoff=live.get(client.tasks[title].pk),
            week_on=first + timedelta(weeks=ahead), act=act, minutes_freed=minutes, reason=reason,
            accepted_by=by if to == Plan.Status.ACCEPTED and act == Act.HOLD else None,
            accepted_at=told.ago(weeks_ago) if to == Plan.Status.ACCEPTED and act == Act.HOLD else None,
        )
        for title, act, ahead, minutes, reason in LINES
    ])  # fmt: skip
