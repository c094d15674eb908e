"""What people do about scores: rate, say what counts, and ask others to rate."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.moves import Stale
from delegation.notices.word import tell
from delegation.scoring import engine, jobs
from delegation.scoring.models import Campaign, Rating, Rubric, Score, Standing, engine_rubric
from delegation.scoring.models.inputs import asked
from delegation.scoring.permissions import may_hold_campaigns, may_publish, may_rate
from inventory.models import Task

HIGHEST = 5


@transaction.atomic
def rate(*, task: Task, answers: Mapping[str, int | None], by: Person, evidence: str = "") -> Score:
    """Keep one person's levels, 1 to 5 or None for "I am not sure", and score the task at once.

    A task whose every question has an answer counts as assessed. Raises ``Refused`` if ``by`` may not rate it,
    or for a criterion or level that the rubric does not have.
    """
    require(may_rate(by, task))
    standing = Standing.objects.first_needed(task.organisation)
    rubric = engine_rubric(standing.rubric)
    _check(answers, rubric)
    kept = {row.criterion: row for row in Rating.objects.filter(task=task, rater=by)}
    changed = {
        key: level for key, level in answers.items()
        if key not in kept or kept[key].level != level or (evidence and kept[key].evidence != evidence)
    }  # fmt: skip
    if changed:
        before = {key: kept[key].level for key in changed if key in kept}
        _keep(task, changed, evidence, by)
        trail.record(
            "rated", about=task, by=by, why=evidence, before=json.dumps(before), after=json.dumps(changed)
        )
        _assess(task, rubric, by=by)
    return jobs.rescore_one(task)


@transaction.atomic
def publish(*, weights: Mapping[str, int], why: str, number: int, by: Person) -> Rubric:
    """Publish the next rubric with other weights; every score follows behind the scenes.

    ``number`` is the rubric that the weights were changed from. Raises ``Refused`` if ``by`` may not or nothing
    differs, ``Stale`` if somebody published meanwhile.
    """
    require(may_publish(by))
    old = Rubric.objects.first_needed(by.organisation)
    if old.number != number:
        raise Stale(
            f"Rubric {old.number} was published meanwhile. Nothing of yours was saved; look again and decide."
        )
    was, now = _weights(old, weights)
    content = json.loads(json.dumps(engine.as_mapping(engine_rubric(old).with_weights(now))))
    new = Rubric(
        organisation=by.organisation, number=number + 1, content=content, why=why,
        published_at=timezone.now(), published_by=by,
    )  # fmt: skip
    _insert(new)
    trail.record("published", about=new, by=by, why=why, before=json.dumps(was), after=json.dumps(now))
    jobs.rescore.delay_on_commit(organisation_id=str(by.organisation_id))
    return new


@transaction.atomic
def start_campaign(*, name: str, people: Sequence[Person], due_on: date, by: Person) -> Campaign:
    """Ask people to rate the tasks they hold, until a day; each of them is told."""
    require(may_hold_campaigns(by))
    if any(person.organisation_id != by.organisation_id for person in people):
        raise Refused("Only people of your own organisation can be asked to rate.")
    campaign = Campaign.objects.create(
        organisation=by.organisation, name=name, due_on=due_on, created_by=by,
        rubric=Rubric.objects.first_needed(by.organisation),
    )  # fmt: skip
    campaign.people.set(people, through_defaults={"organisation": by.organisation})
    trail.record("started", about=campaign, by=by, after=", ".join(str(person) for person in people))
    for person in people:
        tell(
            person, kind="campaign", about=campaign, must_act=person.role == Role.CONTRIBUTOR, address=reverse("scoring:assess"),
            subject=f"Rate your tasks until {due_on:%-d %B}: {name}",
            body=f"{by} asks you to rate the tasks you hold. One question at a time; “I am not sure” is an answer.",
        )  # fmt: skip
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Person) -> None:
    """End a round; what was rated stays."""
    require(may_hold_campaigns(by))
    if not Campaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=timezone.now()):
        raise Stale(f"{campaign} is closed already.")
    trail.record("closed", about=campaign, by=by)


def _weights(old: Rubric, weights: Mapping[str, int]) -> tuple[dict[str, float], dict[str, float]]:
    """What counted and what shall; a criterion that is not named keeps its weight."""
    was = {one.key: round(one.weight, 2) for one in engine_rubric(old).criteria}
    now = {key: float(weights.get(key, weight)) for key, weight in was.items()}
    if now == was:
        raise Refused("These are the weights that count already.")
    if not any(now.values()):
        raise Refused("At least one weight must be more than 0.")
    return was, now


def _check(answers: Mapping[str, int | None], rubric: engine.Rubric) -> None:
    if strangers := answers.keys() - set(rubric.keys):
        raise Refused(f"The rubric does not ask about {', '.join(sorted(strangers))}.")
    if any(level is not None and not 1 <= level <= HIGHEST for level in answers.values()):
        raise Refused("A level is a number from 1 to 5.")


def _keep(task: Task, answers: Mapping[str, int | None], evidence: str, by: Person) -> None:
    view = Rating.View.DOER if by.pk in {task.holder_id, task.backup_id} else Rating.View.MANAGER
    rows = [
        Rating(
            organisation_id=task.organisation_id, task=task, rater=by, view=view, criterion=key, level=level,
            evidence=evidence,
        )
        for key, level in answers.items()
    ]  # fmt: skip
    Rating.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["task", "rater", "criterion"],
        update_fields=["view", "level", "evidence", "rated_at"],
    )  # fmt: skip


def _assess(task: Task, rubric: engine.Rubric, *, by: Person) -> None:
    """Move a task on once every question that only people can answer has an answer."""
    answered = set(Rating.objects.filter(task=task).values_list("criterion", flat=True))
    if task.status == Task.Status.CATALOGUED and answered.issuperset(asked(task, rubric)):
        # Two raters may finish at once: the task is assessed either way.
        with suppress(Stale):
            task.move(to=Task.Status.ASSESSED, by=by, why="Every question has an answer.")


def _insert(rubric: Rubric) -> None:
    try:
        with transaction.atomic():
            rubric.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(
            f"{rubric} was published meanwhile. Nothing of yours was saved; look again and decide."
        ) from error
