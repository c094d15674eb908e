"""The facts of a month, from one moment of the database; eight queries however long the lists are."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncWeek

from delegation.accounts.models import Organisation
from delegation.planning.engine import load
from delegation.planning.engine.forecast import Series, Step, forecast
from delegation.planning.models import DemandEvent
from delegation.reporting.engine import AheadWeek, Facts, Surge, Week
from delegation.reporting.jobs.capacity import WEEK, Staff, staff_of
from delegation.reporting.jobs.month import month_of, next_month
from delegation.reporting.jobs.standing import standing_of
from inventory.models import Initiative, Run, Task

MONTHS_BACK = 5
WEEKS_AHEAD = 8

Minutes = dict[date, dict[str, int]]


def gather(organisation: Organisation, *, month_on: date, as_of: datetime) -> Facts:
    """One snapshot of a client's month. ``month_on`` is the first day of the month, ``as_of`` an aware moment."""
    zone = ZoneInfo(organisation.time_zone)
    weeks = _weeks(month_on)
    ahead = [weeks[-1] + WEEK * (step + 1) for step in range(WEEKS_AHEAD)]
    staff = staff_of(organisation, weeks + ahead)
    worked, walled_minutes = _worked(organisation, weeks, month_on, zone)
    changing = _changing(organisation, weeks + ahead)
    shown = _shown(weeks, staff, worked, changing)
    events = list(
        DemandEvent.objects.filter(
            organisation=organisation, to_on__gte=weeks[0], from_on__lt=ahead[-1] + WEEK
        )
    )
    return Facts(
        organisation=organisation.name, unit=staff.unit, month=month_on, as_of=as_of.astimezone(zone),
        people=staff.people, weeks=shown, ahead=_ahead(shown, ahead, changing, events, staff),
        surges=_surges(events, weeks + ahead), capacity_basis="Public holidays are taken off too.",
        hours_basis="What was worked is counted from runs that are done; initiatives count as planned.",
        uncertain=_uncertain(staff, worked), **month_of(organisation, month_on, weeks, zone),
        **standing_of(organisation, walled_minutes=walled_minutes),
    )  # fmt: skip


def _shown(weeks: list[date], staff: Staff, worked: Minutes, changing: Minutes) -> tuple[Week, ...]:
    return tuple(
        Week(
            start=week, capacity_minutes=staff.capacity[week], leave_minutes=staff.leave[week],
            run_minutes=worked[week]["run"], grow_minutes=worked[week]["grow"] + changing[week]["grow"],
            transform_minutes=worked[week]["transform"] + changing[week]["transform"],
            partner_minutes=worked[week]["partner"], night_calls=worked[week]["night"],
        )
        for week in weeks
    )  # fmt: skip


def _weeks(month_on: date) -> list[date]:
    """Mondays of the month and of the five before it."""
    year, month = divmod(month_on.year * 12 + month_on.month - 1 - MONTHS_BACK, 12)
    first = date(year, month + 1, 1)
    week = first + timedelta(days=-first.weekday() % 7)
    weeks = []
    while week < next_month(month_on):
        weeks.append(week)
        week += WEEK
    return weeks


def _worked(
    organisation: Organisation, weeks: list[date], month_on: date, zone: ZoneInfo
) -> tuple[Minutes, int]:
    """Minutes worked by week: by purpose in-house, at the partner in all, and calls at night; and this month's minutes
    of what is walled off.
    """
    start, end, month, after = (
        datetime.combine(day, time(), tzinfo=zone)
        for day in (weeks[0], weeks[-1] + WEEK, month_on, next_month(month_on))
    )
    walled = ~Q(task__wall="") & ~Q(task__status=Task.Status.RETIRED) & Q(due_at__gte=month, due_at__lt=after)
    rows = (
        Run.objects.filter(organisation=organisation).between(start, end).done()
        .annotate(week=TruncWeek("due_at", tzinfo=zone)).values("week", "task__purpose", "at_partner")
        .annotate(
            total=Sum("minutes"), calls=Count("pk", filter=Q(is_off_hours=True, is_popup=True)),
            walled=Sum("minutes", filter=walled, default=0),
        )
    )  # fmt: skip
    found: Minutes = defaultdict(lambda: defaultdict(int))
    behind_walls = 0
    for row in rows:
        week = found[row["week"].date()]
        week["partner" if row["at_partner"] else row["task__purpose"]] += row["total"]
        week["night"] += 0 if row["at_partner"] else row["calls"]
        behind_walls += row["walled"]
    return found, behind_walls


def _changing(organisation: Organisation, weeks: list[date]) -> Minutes:
    """Planned minutes of running initiatives, by week and kind."""
    found: Minutes = defaultdict(lambda: defaultdict(int))
    running = Initiative.objects.filter(
        organisation=organisation, ends_on__gte=weeks[0], starts_on__lt=weeks[-1] + WEEK
    )
    planned = running.values_list("kind", "starts_on", "ends_on").annotate(Sum("minutes_per_week"))
    for kind, starts_on, ends_on, minutes in planned:
        for week in weeks:
            if starts_on < week + WEEK and ends_on >= week:
                found[week][kind] += minutes
    return found


def _ahead(
    shown: tuple[Week, ...], ahead: list[date], changing: Minutes, events: list[DemandEvent], staff: Staff
) -> tuple[AheadWeek, ...]:
    """The next weeks: support forecast from the weeks shown, initiatives as planned, seasons as entered."""
    support = _expected("own", [week.run_minutes for week in shown], shown[0].start)
    partner = _expected("partner", [week.partner_minutes for week in shown], shown[0].start)
    weeks = []
    for place, week in enumerate(ahead):
        factor = max(
            (float(event.factor) for event in events if event.from_on < week + WEEK and event.to_on >= week),
            default=1.0,
        )
        own = round(support[place] * factor) + changing[week]["grow"] + changing[week]["transform"]
        weeks.append(AheadWeek(week, staff.capacity[week], staff.leave[week], own, round(partner[place])))
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


def _uncertain(staff: Staff, worked: Minutes) -> tuple[str, ...]:
    notes = ["Initiative hours are the plan, not what was booked; they may be off by a quarter."]
    if not worked:
        notes.append("No run was recorded in these weeks, so our own load shows initiatives alone.")
    if not staff.people:
        notes.append("No working people are entered, so capacity is zero.")
    return tuple(notes)
