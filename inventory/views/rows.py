"""The inventory's rows as finished strings: half of a list page's time is its template."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.urls import reverse

from delegation.accounts.models import Person
from delegation.accounts.seat import Request
from delegation.pages import keyset
from inventory.engine import rhythm
from inventory.models import Task
from inventory.models.derived import working_calendar
from inventory.permissions import may_edit

SORTS = {
    "title": ("title", "id"),
    "number": ("-number",),
    "hours": ("-hours_per_month", "id"),
}
VIEWS = {
    "all": "All",
    "mine": "Mine",
    "nights": "Nights and weekends",
    "unassessed": "To assess",
    "retired": "Retired",
}
# Counting this many tasks is felt; the figures above the list may then be a minute old.
MANY = 2000
NIGHT = frozenset({*range(7), *range(19, 24)})


@dataclass(frozen=True)
class Who:
    """A person as a row shows one."""

    name: str
    initials: str

    def __str__(self) -> str:
        return self.name


def inventory_page(request: Request) -> dict[str, Any]:
    """Context of the inventory: rows, totals, view tabs, and where the list goes on."""
    asked = request.GET
    view = asked.get("view", "all")
    sort = asked.get("sort", "title")
    everything = Task.objects.visible_to(request.person)
    found = _viewed(everything, view, request.person)
    if words := asked.get("q", "").strip():
        found = found.matching(words)
    if purpose := asked.get("purpose", ""):
        found = found.filter(purpose=purpose)
    order = SORTS.get(sort, SORTS["title"])
    page = keyset(
        found.with_score(request.person).select_related("system", "holder"),
        order=order,
        after=asked.get("after", ""),
    )
    kept = {name: asked[name] for name in ("view", "sort", "q", "purpose") if asked.get(name)}
    more = f"{reverse('inventory:tasks')}?{urlencode({**kept, 'after': page.next})}" if page.next else ""
    return {
        "rows": [row(task, person=request.person) for task in page],
        "more_url": more,
        "query": words,
        "nothing": f"No task matches “{words}”.",
        "view": view,
        "sort": sort,
        "sort_urls": {name: "?" + urlencode({**kept, "sort": name}) for name in SORTS},
        "purposes": _purposes(kept),
        "tabs": [(name, label, "?" + urlencode({**kept, "view": name})) for name, label in VIEWS.items()],
        **_totals(everything, f"totals-{request.person.organisation_id}"),
    }


def _purposes(kept: dict[str, str]) -> list[tuple[str, str, bool]]:
    """The words that narrow the list to run, grow or transform; the one that narrows it now widens it again."""
    found = []
    for name, label in Task.Purpose.choices:
        on = kept.get("purpose") == name
        others = {key: value for key, value in kept.items() if key != "purpose"}
        found.append((str(label), "?" + urlencode(others if on else {**others, "purpose": name}), on))
    return found


def row(task: Task, *, person: Person) -> dict[str, Any]:
    """One row of the grid, every cell a finished string."""
    score = task.scored
    return {
        "pk": task.pk,
        "url": reverse("inventory:task", args=[task.pk]),
        "may_edit": bool(may_edit(person, task)),
        "reference": task.reference,
        "title": task.title,
        "system": str(task.system or ""),
        "holder": Who(task.holder.name, task.holder.initials) if task.holder else None,
        "when": task.rhythm_words
        or (f"about {task.popups_per_month:g} a month" if task.popups_per_month else ""),
        "slots": slots(task) if task.rule else (),
        "minutes": task.effort_likely or "",
        "hours": f"{task.hours_per_month:.1f}" if task.hours_per_month else "",
        "bar": min(36, round(float(task.hours_per_month))) if task.hours_per_month else 0,
        "purpose": task.purpose,
        "purpose_word": task.get_purpose_display(),
        "walled": bool(task.wall),
        "advice_word": str(score["advice"] or "").capitalize(),
        "retired": task.status == Task.Status.RETIRED,
        **score,
    }


def slots(task: Task) -> tuple[tuple[int, str], ...]:
    """Twenty-four hours: when this task falls due, and which hours are night."""
    return _slots(task.rule)


@lru_cache(maxsize=1024)
def _slots(rule: str) -> tuple[tuple[int, str], ...]:
    try:
        hits = {at.hour for at in rhythm.from_text(rule).times} if rule else set()
    except rhythm.Unclear:
        hits = set()
    return tuple(
        (
            hour * 3,
            f"{'hit ' if hour in hits else ''}{'night' if hour in NIGHT else '' if hour in hits else 'day'}".strip(),
        )
        for hour in range(24)
    )


def occurrences(task: Task, *, after: datetime) -> list[str]:
    """The next six times this task is due, as a person there says them."""
    if not task.rule:
        return []
    calendar = working_calendar(
        task.organisation, years=range(after.year, after.year + 3), zone=task.time_zone
    )
    schedule = rhythm.Schedule(
        rhythm.from_text(task.rule), task.starts_on or after.date(), calendar=calendar,
        closing=rhythm.Closing(task.closing_days),
    )  # fmt: skip
    zone = ZoneInfo(task.time_zone)
    return [
        f"{due.due_at.astimezone(zone):%a %d %b %Y, %H:%M}" for due in rhythm.next_runs(schedule, after=after)
    ]


def _viewed(found: Any, view: str, person: Person) -> Any:
    if view == "retired":
        return found.filter(status=Task.Status.RETIRED)
    found = found.live()
    if view == "mine":
        return found.held_by(person)
    if view == "nights":
        return found.filter(off_hours_share__gt=0)
    if view == "unassessed":
        return found.filter(status__in=[Task.Status.DRAFT, Task.Status.CATALOGUED])
    return found


def _totals(everything: Any, key: str) -> dict[str, Any]:
    """One count and the hours by purpose, of all live tasks this person may see."""
    if kept := cache.get(key):
        return dict(kept)
    sums = {f"hours_{name}": Sum("hours_per_month", filter=Q(purpose=name)) for name in Task.Purpose.values}
    night = Sum("night_hours")
    found = everything.live().with_night_hours().aggregate(count=Count("pk"), night=night, **sums)
    hours = {name: found[f"hours_{name}"] or Decimal(0) for name in Task.Purpose.values}
    total = sum(hours.values(), Decimal(0))
    shares = {name: round(100 * part / total) if total else 0 for name, part in hours.items()}
    ends = {"run": 0, "grow": shares["run"], "transform": shares["run"] + shares["grow"]}
    mix = [(name, Task.Purpose(name).label, shares[name], ends[name]) for name in Task.Purpose.values]
    totals = {
        "count": found["count"],
        "total_hours": f"{total:,.0f}",
        "night_hours": f"{found['night'] or 0:,.0f}",
        "mix": mix,
    }
    if found["count"] > MANY:
        cache.set(key, totals, 60)
    return totals
