"""Count each week once it has ended; counting again corrects what arrived late and keeps what was booked."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from delegation.accounts.models import Organisation
from delegation.ledger import engine
from delegation.ledger.models import Entry
from delegation.tracking.models import PartnerRun, TimeEntry

WEEKS_RECOUNTED = 3


@shared_task
def count_weeks(*, at: str = "") -> int:
    """Count the weeks that ended lately for every client; gives how many entries stand for them."""
    now = datetime.fromisoformat(at) if at else timezone.now()
    counted = 0
    for organisation in Organisation.objects.filter(kind=Organisation.Kind.CLIENT):
        today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
        this_week = today - timedelta(days=today.weekday())
        for back in range(WEEKS_RECOUNTED, 0, -1):
            counted += count_week(organisation, week_on=this_week - timedelta(weeks=back))
    return counted


@transaction.atomic
def count_week(organisation: Organisation, *, week_on: date) -> int:
    """Write the entries of one week that starts on a Monday; gives how many."""
    zone = ZoneInfo(organisation.time_zone)
    start = datetime.combine(week_on, time(), tzinfo=zone)
    end = datetime.combine(week_on + timedelta(weeks=1), time(), tzinfo=zone)
    done = Q(status=PartnerRun.Status.DONE)
    rows = (
        PartnerRun.objects.filter(done, organisation=organisation, ended_at__gte=start, ended_at__lt=end)
        .values(
            "handoff", "handoff__task", "handoff__task__effort_likely", "handoff__agreement__rate_per_hour"
        )
        .annotate(runs=Count("pk"), worked=Sum("run__minutes"))
    )
    again = _rework(organisation, week_on)
    entries = [
        entry for row in rows for entry in _entries(organisation, week_on, row, again.get(row["handoff"], 0))
    ]
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["task", "week_on", "kind", "source"],
        update_fields=["minutes", "cents", "handoff"],
    )  # fmt: skip
    return len(entries)


def _rework(organisation: Organisation, week_on: date) -> dict[Any, int]:
    rows = TimeEntry.objects.filter(
        organisation=organisation,
        category=TimeEntry.Category.REWORK,
        worked_on__gte=week_on,
        worked_on__lt=week_on + timedelta(weeks=1),
    )
    return {row["handoff"]: row["total"] for row in rows.values("handoff").annotate(total=Sum("minutes"))}


def _entries(organisation: Organisation, week_on: date, row: Mapping[str, Any], rework: int) -> list[Entry]:
    counted = engine.week(
        runs_done=row["runs"], effort_minutes=row["handoff__task__effort_likely"] or 0, partner_minutes=row["worked"] or 0,
        rework_minutes=rework, rate_per_hour=row["handoff__agreement__rate_per_hour"] or Decimal(0),
    )  # fmt: skip
    amounts = {
        Entry.Kind.FREED: (counted.freed_minutes, 0),
        Entry.Kind.OVERSIGHT: (counted.oversight_minutes, 0),
        Entry.Kind.REWORK: (counted.rework_minutes, 0),
        Entry.Kind.FEE: (0, counted.fee_cents),
    }
    return [
        Entry(
            organisation=organisation, task_id=row["handoff__task"], handoff_id=row["handoff"], week_on=week_on, kind=kind,
            minutes=minutes, cents=cents,
        )
        for kind, (minutes, cents) in amounts.items() if minutes or cents
    ]  # fmt: skip
