"""What follows from a task's own fields, on its organisation's calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from delegation.accounts.models import Organisation
from inventory.engine.derived import calendar_of, costs, missing
from inventory.engine.rhythm import WorkingCalendar
from inventory.models.tasks import Task


def working_calendar(organisation: Organisation, *, years: Iterable[int], zone: str = "") -> WorkingCalendar:
    """The organisation's working hours and holidays in those years, in its own zone or another."""
    return calendar_of(
        workday_from=as_time(organisation.workday_from), workday_to=as_time(organisation.workday_to),
        country=organisation.country, zone=zone or organisation.time_zone, years=years,
    )  # fmt: skip


def follow(task: Task) -> dict[str, Any]:
    """What follows from a task's other fields: hours a month, night share, search words."""
    organisation = task.organisation
    starts_on = task.starts_on or timezone.localdate()
    calendar = calendar_of(
        workday_from=as_time(organisation.workday_from), workday_to=as_time(organisation.workday_to),
        country=organisation.country, zone=task.time_zone, years=(starts_on.year, starts_on.year + 1),
    )  # fmt: skip
    cost = costs(
        rule=task.rule, popups_per_month=task.popups_per_month, effort_minutes=task.effort_likely,
        starts_on=starts_on, at_time=task.at_time, calendar=calendar,
    )  # fmt: skip
    words = f"{task.title} {task.system or ''} {task.reference}".lower()
    return {
        "hours_per_month": cost.hours_per_month,
        "off_hours_share": cost.off_hours_share,
        "sought": words[:420],
    }


def lacks(task: Task) -> list[str]:
    """What a task still lacks, as short words."""
    return missing(
        rule=task.rule, popups_per_month=task.popups_per_month, effort_likely=task.effort_likely,
        has_system=task.system_id is not None, has_holder=task.holder_id is not None, objective=task.objective,
    )  # fmt: skip


def as_time(value: Any) -> Any:
    """A time of day; a fresh row still holds the text it was made with."""
    return datetime.strptime(value, "%H:%M").time() if isinstance(value, str) else value  # noqa: DTZ007 - a time of day has no zone
