"""What is counted in a month: what the partner carried, what came back, and what it freed and cost."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncWeek

from delegation.accounts.models import Organisation
from delegation.ledger.models import Entry
from delegation.reporting.engine import Booked, Carried, Costs, Freed, HandedBack
from delegation.reporting.jobs.capacity import WEEK
from delegation.tracking.models import PartnerRun
from inventory.models import Run


def month_of(organisation: Organisation, month_on: date, weeks: list[date], zone: ZoneInfo) -> dict[str, Any]:
    """What is counted in the month alone."""
    this = [week for week in weeks if week >= month_on]
    entries = Entry.objects.filter(organisation=organisation, week_on__gte=this[0], week_on__lte=this[-1])
    return {
        "carried": _carried(organisation, weeks, zone),
        "handed_back": _handed_back(organisation, month_on, zone),
        **_ledger(entries, organisation.currency),
    }


def next_month(month_on: date) -> date:
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1)


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
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (month_on, next_month(month_on)))
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
    """Freed by source, booked by initiative, and what it cost; one sum over the month's entries."""
    rows = entries.values("kind", "source", "booked_to__name").annotate(
        total=Sum("minutes"), money=Sum("cents"), booked=Sum("booked_minutes")
    )
    spent: Counter[str] = Counter()
    freed: Counter[str] = Counter()
    booked: Counter[str] = Counter()
    money = 0
    for row in rows:
        spent[row["kind"]] += row["total"]
        money += row["money"]
        if row["kind"] == Entry.Kind.FREED:
            freed[row["source"]] += row["total"]
            booked[row["booked_to__name"]] += row["booked"]
    used = sorted(
        ((name, minutes) for name, minutes in booked.items() if minutes), key=lambda one: (-one[1], one[0])
    )
    return {
        "freed": Freed(
            eliminated_minutes=freed["eliminated"], streamlined_minutes=freed["streamlined"],
            automated_minutes=freed["automated"], delegated_minutes=freed["delegated"],
        ),
        "booked": tuple(Booked(name, minutes) for name, minutes in used),
        "costs": Costs(
            oversight_minutes=spent["oversight"], rework_minutes=spent["rework"], transfer_minutes=spent["transfer"],
            fee_cents=money, currency=currency,
        ),
    }  # fmt: skip
