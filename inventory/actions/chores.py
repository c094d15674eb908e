"""What people decide about a chore that a machine suspects."""

from datetime import date
from typing import Any

from django.db import transaction

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.moves import same_version
from inventory.actions.tasks import catalogue
from inventory.engine.rhythm import from_text, in_words
from inventory.models import Chore, Task
from inventory.permissions import may_judge_chores


@transaction.atomic
def accept_chore(
    *, chore: Chore, by: Person, today: date, version: int | None = None, title: str = ""
) -> Task:
    """Make a task of it, with the rhythm, hours and night share that its tickets show."""
    same_version(chore, version)
    require(may_judge_chores(by))
    task = catalogue(title=title or chore.title, by=by, today=today, **_fields(chore))
    chore.move(to=Chore.Status.ACCEPTED, by=by, task=task)
    return task


@transaction.atomic
def merge_chore(*, chore: Chore, task: Task, by: Person, version: int | None = None) -> None:
    """It is a task that is catalogued already."""
    same_version(chore, version)
    require(may_judge_chores(by))
    chore.move(to=Chore.Status.MERGED, by=by, why=f"It is {task.reference}.", task=task)


def refuse_chore(*, chore: Chore, by: Person, version: int | None = None) -> None:
    """It is not a chore; it is not proposed again."""
    same_version(chore, version)
    require(may_judge_chores(by))
    chore.move(to=Chore.Status.IGNORED, by=by)


def _fields(chore: Chore) -> dict[str, Any]:
    per_month = float(chore.evidence.get("per_month") or 0)
    minutes = [
        round(60 * float(hours) / per_month) if per_month else None
        for hours in (chore.hours_low, chore.hours_likely, chore.hours_high)
    ]
    rhythm: dict[str, Any] = {"popups_per_month": round(per_month, 2) or None}
    if chore.rule:
        rhythm = {"rule": chore.rule, "rhythm_words": in_words(from_text(chore.rule))}
        if anchor := chore.evidence.get("starts_on"):
            rhythm["starts_on"] = date.fromisoformat(anchor)
    efforts = dict(zip(("effort_low", "effort_likely", "effort_high"), minutes, strict=True))
    return {
        **rhythm,
        **efforts,
        "source": "chore",
        "external_id": str(chore.pk),
        "origin": f"Found in {chore.tickets} tickets",
    }
