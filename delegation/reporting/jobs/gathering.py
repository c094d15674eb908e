"""The facts of a month, from one moment of the database; a fixed number of queries however long the lists are."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncWeek

from delegation.accounts.models import Absence, Organisation, Person, Role
from delegation.approval.models import Proposal
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import Ball
from delegation.ledger.models import Entry
from delegation.planning.engine import load
from delegation.planning.engine.forecast import Series, Step, forecast
from delegation.planning.models import DemandEvent
from delegation.reporting.engine import (
    AheadWeek,
    Ask,
    Booked,
    Carried,
    Costs,
    Facts,
    Freed,
    HandedBack,
    Stays,
    Surge,
    Week,
)  # fmt: skip
from delegation.tracking.models import PartnerRun
from inventory.models import Initiative, Run, Task
from inventory.models.derived import working_calendar

MONTHS_BACK = 5
WEEKS_AHEAD = 8
WORKERS = (Role.CONTRIBUTOR, Role.MANAGER)
WEEK = timedelta(weeks=1)

Minutes = dict[date, dict[str, int]]
Room = tuple[dict[date, int], dict[date, int]]


def gather(organisation: Organisation, *, month_on: date, as_of: datetime) -> Facts:
    """One snapshot of a client's month. ``month_on`` is the first day of the month, ``as_of`` an aware moment."""
    zone = ZoneInfo(organisation.time_zone)
    weeks = _weeks(month_on)
    ahead = [weeks[-1] + WEEK * (step + 1) for step in range(WEEKS_AHEAD)]
    people = list(
        Person.objects.filter(organisation=organisation, ended_at=None, role__in=WORKERS).select_related(
            "team"
        )
    )
    capacity, leave = _capacity(organisation, people, weeks + ahead)
    worked = _worked(organisation, weeks[0], weeks[-1] + WEEK, zone)
    changing = _changing(organisation, weeks + ahead)
    shown = tuple(
        Week(
            start=week, capacity_minutes=capacity[week], leave_minutes=leave[week], run_minutes=worked[week]["run"],
            grow_minutes=worked[week]["grow"] + changing[week]["grow"],
            transform_minutes=worked[week]["transform"] + changing[week]["transform"],
            partner_minutes=worked[week]["partner"], night_calls=worked[week]["night"],
        )
        for week in weeks
    )  # fmt: skip
    events = list(
        DemandEvent.objects.filter(
            organisation=organisation, to_on__gte=weeks[0], from_on__lt=ahead[-1] + WEEK
        )
    )
    partners = _partners(organisation)
    return Facts(
        organisation=organisation.name, unit=str(people[0].team or organisation) if people else organisation.name,
        partner=partners, month=month_on, as_of=as_of.astimezone(zone), people=len(people), weeks=shown,
        ahead=_ahead(shown, ahead, changing, events, room=(capacity, leave)), surges=_surges(events, weeks + ahead),
        capacity_basis="Public holidays are taken off too.",
        hours_basis="What was worked is counted from runs that are done; initiatives count as planned.",
        uncertain=_uncertain(people, worked), **_month(organisation, month_on, weeks, zone),
    )  # fmt: skip


def _weeks(month_on: date) -> list[date]:
    """Mondays of the month and of the five before it."""
    year, month = divmod(month_on.year * 12 + month_on.month - 1 - MONTHS_BACK, 12)
    first = date(year, month + 1, 1)
    week = first + timedelta(days=-first.weekday() % 7)
    weeks = []
    while week < _next_month(month_on):
        weeks.append(week)
        week += WEEK
    return weeks


def _next_month(month_on: date) -> date:
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1)


def _capacity(organisation: Organisation, people: list[Person], weeks: list[date]) -> Room:
    """Minutes of full weeks, and what holidays and leave take off them."""
    calendar = working_calendar(organisation, years=range(weeks[0].year, weeks[-1].year + 2))
    holidays = dict.fromkeys(calendar.holidays, "Public holiday")
    seats = [
        load.Seat(person=str(person.pk), week=_days(person.minutes_per_week), holidays=holidays)
        for person in people
    ]
    away = Absence.objects.filter(
        organisation=organisation, to_on__gte=weeks[0], from_on__lt=weeks[-1] + WEEK
    )
    absences = [load.Absence(str(row.person_id), row.from_on, row.to_on, ref=str(row.pk)) for row in away]
    full: Counter[date] = Counter()
    off: Counter[date] = Counter()
    for row in load.available(seats, absences, first=weeks[0], until=weeks[-1] + WEEK):
        week = load.monday(row.on)
        (full if row.minutes >= 0 else off)[week] += abs(row.minutes)
    return {week: full[week] for week in weeks}, {week: off[week] for week in weeks}


def _days(minutes_per_week: int) -> list[int]:
    """A working week over its five days, without losing a minute."""
    part, rest = divmod(minutes_per_week, 5)
    return [part + (day < rest) for day in range(5)] + [0, 0]


def _worked(organisation: Organisation, first: date, until: date, zone: ZoneInfo) -> Minutes:
    """Minutes worked by week: by purpose in-house, at the partner in all, and calls at night."""
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first, until))
    rows = (
        Run.objects.filter(organisation=organisation).between(start, end).done()
        .annotate(week=TruncWeek("due_at", tzinfo=zone)).values("week", "task__purpose", "at_partner")
        .annotate(total=Sum("minutes"), calls=Count("pk", filter=Q(is_off_hours=True, is_popup=True)))
    )  # fmt: skip
    found: Minutes = defaultdict(lambda: defaultdict(int))
    for row in rows:
        week = found[row["week"].date()]
        week["partner" if row["at_partner"] else row["task__purpose"]] += row["total"]
        week["night"] += 0 if row["at_partner"] else row["calls"]
    return found


def _changing(organisation: Organisation, weeks: list[date]) -> Minutes:
    """Planned minutes of running initiatives, by week and kind."""
    found: Minutes = defaultdict(lambda: defaultdict(int))
    for initiative in Initiative.objects.filter(
        organisation=organisation, ends_on__gte=weeks[0], starts_on__lt=weeks[-1] + WEEK
    ):
        for week in weeks:
            if initiative.starts_on < week + WEEK and initiative.ends_on >= week:
                found[week][initiative.kind] += initiative.minutes_per_week
    return found


def _ahead(
    shown: tuple[Week, ...], ahead: list[date], changing: Minutes, events: list[DemandEvent], *, room: Room
) -> tuple[AheadWeek, ...]:
    """The next weeks: support forecast from the weeks shown, initiatives as planned, seasons as entered."""
    capacity, leave = room
    support = _expected("own", [week.run_minutes for week in shown], shown[0].start)
    partner = _expected("partner", [week.partner_minutes for week in shown], shown[0].start)
    weeks = []
    for place, week in enumerate(ahead):
        factor = max(
            (float(event.factor) for event in events if event.from_on < week + WEEK and event.to_on >= week),
            default=1.0,
        )
        own = round(support[place] * factor) + changing[week]["grow"] + changing[week]["transform"]
        weeks.append(AheadWeek(week, capacity[week], leave[week], own, round(partner[place])))
    return tuple(weeks)


def _expected(name: str, minutes: list[int], first: date) -> list[float]:
    series = Series(name, first, Step.WEEK, np.array(minutes, dtype=float), counts=False)
    found = forecast([series], horizon=WEEKS_AHEAD)
    return [float(part) for part in found[0].mean]


def _surges(events: list[DemandEvent], weeks: list[date]) -> tuple[Surge, ...]:
    named = [event for event in events if event.factor > 1]
    return tuple(
        Surge(event.name, max(load.monday(event.from_on), weeks[0]), min(load.monday(event.to_on), weeks[-1]))
        for event in named[:4]
    )


def _partners(organisation: Organisation) -> str:
    carrying = (
        Handoff.objects.filter(organisation=organisation)
        .live()
        .values_list("partner__name", flat=True)
        .distinct()
    )
    names = sorted(carrying)
    return names[0] if len(names) == 1 else "the partners" if names else "the partner"


def _month(organisation: Organisation, month_on: date, weeks: list[date], zone: ZoneInfo) -> dict[str, Any]:
    """What is counted in the month alone."""
    this = [week for week in weeks if week >= month_on]
    entries = Entry.objects.filter(organisation=organisation, week_on__gte=this[0], week_on__lte=this[-1])
    return {
        "carried": _carried(organisation, weeks, zone),
        "handed_back": _handed_back(organisation, month_on, zone),
        **_ledger(entries, organisation.currency),
        "stays": _stays(organisation, month_on, zone),
        "asks": _asks(organisation),
    }


def _carried(organisation: Organisation, weeks: list[date], zone: ZoneInfo) -> tuple[Carried, ...]:
    """What the partner carries, task by task, most minutes this month first; a week counts in the month it starts in."""
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (weeks[0], weeks[-1] + WEEK))
    rows = (
        PartnerRun.objects.filter(organisation=organisation, run__due_at__gte=start, run__due_at__lt=end)
        .annotate(week=TruncWeek("run__due_at", tzinfo=zone)).values("week", "run__task", "run__task__title", "run__task__system__name")
        .annotate(
            worked=Sum("run__minutes", filter=Q(run__result=Run.Result.DONE), default=0), due=Count("pk"),
            kept=Count("pk", filter=Q(status="done", ended_at__lte=F("due_at"))), home=Count("pk", filter=Q(status="sent_home")),
        )
    )  # fmt: skip
    months = sorted({week.replace(day=1) for week in weeks})
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        task = found.setdefault(
            row["run__task"], {"name": row, "minutes": Counter(), "due": 0, "kept": 0, "home": 0}
        )
        month = row["week"].date().replace(day=1)
        task["minutes"][month] += row["worked"]
        if month == months[-1]:
            for name in ("due", "kept", "home"):
                task[name] += row[name]
    carried = [
        Carried(
            task=each["name"]["run__task__title"], system=each["name"]["run__task__system__name"] or "",
            minutes_by_month=tuple(each["minutes"][month] for month in months), due=each["due"], on_time=each["kept"],
            handed_back=each["home"],
        )
        for each in found.values()
    ]  # fmt: skip
    return tuple(sorted((one for one in carried if one.due), key=lambda one: (-one.minutes, one.task)))


def _handed_back(organisation: Organisation, month_on: date, zone: ZoneInfo) -> tuple[HandedBack, ...]:
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (month_on, _next_month(month_on)))
    rows = (
        PartnerRun.objects.filter(organisation=organisation, status="sent_home", ended_at__gte=start, ended_at__lt=end)
        .values("outcome_note").annotate(count=Count("pk")).order_by("-count", "outcome_note")[:6]
    )  # fmt: skip
    return tuple(
        HandedBack(
            count=row["count"], what="runs" if row["count"] > 1 else "run", why=row["outcome_note"] or ""
        )
        for row in rows
    )


def _ledger(entries: Any, currency: str) -> dict[str, Any]:
    """Freed by source, booked by initiative, and what it cost; two sums over the month's entries."""
    spent = {
        (row["kind"], row["source"]): row
        for row in entries.values("kind", "source").annotate(total=Sum("minutes"), money=Sum("cents"))
    }
    cost: Counter[str] = Counter()
    money = 0
    for (kind, _), row in spent.items():
        cost[kind] += row["total"]
        money += row["money"]
    freed = {source: spent.get(("freed", source), {"total": 0})["total"] for source in Entry.Source.values}
    booked = (
        entries.filter(kind="freed", booked_minutes__gt=0)
        .values("booked_to__name")
        .annotate(total=Sum("booked_minutes"))
    )
    return {
        "freed": Freed(
            eliminated_minutes=freed["eliminated"], streamlined_minutes=freed["streamlined"],
            automated_minutes=freed["automated"], delegated_minutes=freed["delegated"],
        ),
        "booked": tuple(Booked(row["booked_to__name"], row["total"]) for row in booked.order_by("-total", "booked_to__name")),
        "costs": Costs(
            oversight_minutes=cost["oversight"], rework_minutes=cost["rework"], transfer_minutes=cost["transfer"],
            fee_cents=money, currency=currency,
        ),
    }  # fmt: skip


def _stays(organisation: Organisation, month_on: date, zone: ZoneInfo) -> Stays:
    """What is walled off, and this month's minutes of it."""
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (month_on, _next_month(month_on)))
    month = Q(runs__due_at__gte=start, runs__due_at__lt=end, runs__result=Run.Result.DONE)
    walled = Task.objects.filter(organisation=organisation).live().exclude(wall="")
    rows = list(
        walled.annotate(worked=Sum("runs__minutes", filter=month, default=0))
        .order_by("-hours_per_month", "title")
        .values("title", "worked")
    )
    return Stays(len(rows), tuple(row["title"] for row in rows[:3]), sum(row["worked"] for row in rows))


def _asks(organisation: Organisation) -> tuple[Ask, ...]:
    """What waits for somebody on the client's side."""
    asks = []
    hours = (
        Proposal.objects.filter(organisation=organisation)
        .open()
        .aggregate(count=Count("pk"), hours=Sum("task__hours_per_month"))
    )
    if hours["count"]:
        tasks = "task" if hours["count"] == 1 else "tasks"
        asks.append(
            Ask(
                f"Decide on {hours['count']} proposed {tasks}.",
                f"They take {hours['hours'] or 0:.0f} hours a month.",
            )
        )
    waiting = Handoff.objects.filter(organisation=organisation, ball=Ball.CLIENT).live().count()
    if waiting:
        asks.append(
            Ask(
                f"Move {waiting} hand-off{'s' if waiting > 1 else ''} on.",
                "The next step is ours, not the partner's.",
            )
        )
    return tuple(asks)


def _uncertain(people: list[Person], worked: Minutes) -> tuple[str, ...]:
    notes = ["Initiative hours are the plan, not what was booked; they may be off by a quarter."]
    if not worked:
        notes.append("No run was recorded in these weeks, so our own load shows initiatives alone.")
    if not people:
        notes.append("No working people are entered, so capacity is zero.")
    return tuple(notes)
