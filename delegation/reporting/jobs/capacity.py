"""What the working people of an organisation can give, week by week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import FilteredRelation, Q

from delegation.accounts.models import Organisation, Person, Role
from delegation.planning.engine import load
from inventory.models.derived import working_calendar

WORKERS = (Role.CONTRIBUTOR, Role.MANAGER)
WEEK = timedelta(weeks=1)
ALIKE = "alike"

Days = tuple[Counter[date], Counter[date]]


@dataclass(frozen=True)
class Staff:
    """How many work, the name they go by, the minutes of their full weeks, and what holidays and leave take off."""

    people: int
    unit: str
    capacity: dict[date, int]
    leave: dict[date, int]


def staff_of(organisation: Organisation, weeks: list[date]) -> Staff:
    """One query: people beside their leave. Whoever works the same hours has the same weeks, but for leave."""
    until = weeks[-1] + WEEK
    away = Q(absences__to_on__gte=weeks[0], absences__from_on__lt=until)
    rows = list(
        Person.objects.filter(organisation=organisation, ended_at=None, role__in=WORKERS)
        .annotate(away=FilteredRelation("absences", condition=away))
        .order_by("created_at", "pk")
        .values("pk", "minutes_per_week", "team__name", "away__pk", "away__from_on", "away__to_on")
    )
    calendar = working_calendar(organisation, years=range(weeks[0].year, weeks[-1].year + 2))
    holidays = dict.fromkeys(calendar.holidays, "Public holiday")
    people = {row["pk"]: row for row in rows}
    full, off = _together(
        Counter(row["minutes_per_week"] for row in people.values()), holidays, weeks[0], until
    )
    leave: dict[Any, list[load.Absence]] = {}
    for row in rows:
        if row["away__pk"]:
            absence = load.Absence(ALIKE, row["away__from_on"], row["away__to_on"], ref="leave")
            leave.setdefault(row["pk"], []).append(absence)
    for pk, absences in leave.items():
        off += _taken(_seat(people[pk]["minutes_per_week"], holidays), absences, weeks[0], until)
    return Staff(
        people=len(people), unit=(rows[0]["team__name"] if rows else "") or organisation.name,
        capacity={week: full[week] for week in weeks}, leave={week: off[week] for week in weeks},
    )  # fmt: skip


def _together(alike: Counter[int], holidays: dict[date, str], first: date, until: date) -> Days:
    """Full weeks and what holidays take off them, of so many people with so many minutes a week each."""
    full: Counter[date] = Counter()
    off: Counter[date] = Counter()
    for minutes, people in alike.items():
        for row in load.available([_seat(minutes, holidays)], first=first, until=until):
            (full if row.minutes >= 0 else off)[load.monday(row.on)] += people * abs(row.minutes)
    return full, off


def _taken(seat: load.Seat, absences: list[load.Absence], first: date, until: date) -> Counter[date]:
    """What leave takes off one person's weeks; nothing on a holiday."""
    start = max(first, min(absence.first for absence in absences))
    end = min(until, max(absence.last for absence in absences) + timedelta(days=1))
    taken: Counter[date] = Counter()
    for row in load.available([seat], absences, first=start, until=end):
        if row.ref == "leave":
            taken[load.monday(row.on)] += abs(row.minutes)
    return taken


def _seat(minutes_per_week: int, holidays: dict[date, str]) -> load.Seat:
    return load.Seat(person=ALIKE, week=_days(minutes_per_week), holidays=holidays)


def _days(minutes_per_week: int) -> list[int]:
    """A working week over its five days, without losing a minute."""
    part, rest = divmod(minutes_per_week, 5)
    return [part + (day < rest) for day in range(5)] + [0, 0]
