"""What people do in the catalogue: add a task, change it, retire it, bring it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import require
from delegation.audit import trail
from delegation.moves import same_version
from inventory.engine.quick import read_rhythm, understand
from inventory.models import Skill, System, Task
from inventory.models.derived import follow
from inventory.models.systems import DataClass
from inventory.permissions import may_catalogue, may_clear, may_edit, may_restore, may_retire

_ORDER = list(DataClass)


@transaction.atomic
def catalogue(*, title: str, by: Person, today: date, **fields: Any) -> Task:
    """Put a task in the inventory; only the title is needed. ``fields`` are those of ``edit``.

    It is a draft until its hours can be told: when it happens and how long it takes.
    """
    require(may_catalogue(by))
    organisation = by.organisation
    usual = {"time_zone": organisation.time_zone, "starts_on": today, "team": by.team}
    held = {"holder": by} if by.role == Role.CONTRIBUTOR else {}
    task = Task(
        organisation=organisation, number=organisation.take_numbers(1), title=title, created_by=by, edited_by=by,
        **{**usual, **held, **fields},
    )  # fmt: skip
    for name, value in follow(task).items():
        setattr(task, name, value)
    task.status = Task.Status.CATALOGUED if task.hours_per_month else Task.Status.DRAFT
    task.save(force_insert=True)
    task.begin(by=by)
    return task


def catalogue_sentence(*, text: str, by: Person, today: date) -> Task:
    """Quick add: catalogue what one typed sentence says; a name that nobody has is left out, never guessed."""
    said = understand(text)
    fields: dict[str, Any] = {}
    if said.rhythm_words:
        fields |= read_rhythm(said.rhythm_words)
    if said.minutes:
        fields |= {"effort_low": said.minutes, "effort_likely": said.minutes, "effort_high": said.minutes}
    if said.holder and (holder := _named(said.holder, by)):
        fields["holder"] = holder
    if said.system and (
        system := System.objects.visible_to(by).filter(name__istartswith=said.system).first()
    ):
        fields["system"] = system
    return catalogue(title=said.title, by=by, today=today, **fields)


@transaction.atomic
def edit(*, task: Task, by: Person, version: int | None = None, **fields: Any) -> None:
    """Change fields of a task; hours a month, night share and search words follow.

    Raises ``Refused`` where ``by`` may not, ``Stale`` when somebody changed the task since ``version``.
    """
    same_version(task, version)
    require(may_edit(by, task))
    require(may_clear(by, task, lowers=_lowers(task, fields)))
    changed = {name: value for name, value in fields.items() if getattr(task, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(task, name, value)
    followed = follow(task)
    task.refresh_from_db(fields=[*changed, *followed])
    task.change("edited", by=by, edited_by=by, edited_at=timezone.now(), **changed, **followed)
    if task.status == Task.Status.DRAFT and task.hours_per_month:
        task.move(to=Task.Status.CATALOGUED, by=by)


def retire(*, task: Task, by: Person, why: str, version: int | None = None) -> None:
    """Stop counting a task; it keeps its history."""
    same_version(task, version)
    require(may_retire(by, task, is_handed_off=Task.objects.handed_off().filter(pk=task.pk).exists()))
    task.move(to=Task.Status.RETIRED, by=by, why=why)


def restore(*, task: Task, by: Person, version: int | None = None) -> None:
    """Bring a retired task back as catalogued; it is assessed and decided anew."""
    same_version(task, version)
    require(may_restore(by, task))
    task.move(to=Task.Status.CATALOGUED, by=by)


@transaction.atomic
def keep(*, row: System | Skill | Any, by: Person) -> None:
    """Save a system, skill, goal or initiative of one's own organisation, with its trace."""
    require(may_catalogue(by))
    rows: models.Manager[Any] = type(row)._default_manager
    is_new = not rows.filter(pk=row.pk).exists()
    row.organisation_id = by.organisation_id
    row.save()
    trail.record("added" if is_new else "changed", about=row, by=by, after=str(row))


def _named(name: str, by: Person) -> Person | None:
    """The one colleague whose name starts so; two of them are nobody."""
    found = list(
        Person.objects.visible_to(by).filter(name__istartswith=name.replace(".", " "), ended_at=None)[:2]
    )
    return found[0] if len(found) == 1 else None


def _lowers(task: Task, fields: Mapping[str, Any]) -> bool:
    """Whether a change takes protection away: a lower data class, fewer regulations, a wall gone."""
    lower = _ORDER.index(DataClass(fields.get("data_class", task.data_class))) < _ORDER.index(
        DataClass(task.data_class)
    )
    gone = any(getattr(task, name) and not fields.get(name, True) for name in ("wall", "regulations"))
    return lower or gone
