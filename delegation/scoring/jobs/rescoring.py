"""Scores anew: one task while its rater waits, or a whole organisation behind everybody's back."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from delegation.accounts.models import Organisation
from delegation.scoring.jobs.storing import store
from delegation.scoring.models import Rating, Rubric, Score, Standing, engine_rubric
from delegation.scoring.models.inputs import FIELDS, Answers
from delegation.scoring.models.rows import ROW_FIELDS, ScoreRow, rows_of
from inventory.models import Task

log = logging.getLogger("relay.scoring")

CHUNK = 5000
# So many keys fit into one statement on every database.
AT_ONCE = 500
# A request lasts less than this, so what it wrote is younger than this when it commits.
STRAGGLING = timedelta(minutes=5)
# Readers that found the old generation have finished with it by then.
KEPT = timedelta(minutes=2)
# From here on a new generation is cheaper than single scores.
MANY = 200


def rescore_one(task: Task) -> Score:
    """Write the score of one task into the generation that is read now; as quick among many tasks as among few."""
    _share(task.organisation_id)
    standing = Standing.objects.first_needed(task.organisation)
    return _write_in([task], standing=standing, generation=standing.generation)[0]


@shared_task(name="delegation.scoring.jobs.rescore")
def rescore(*, organisation_id: str) -> int:
    """Score every rated task of an organisation into a new generation, then let everybody read that one.

    Gives how many scores were written: none where nothing has changed, or where another worker is at it. Nobody
    waits meanwhile: readers see the old generation until one statement flips the pointer, raters write into it,
    and what they wrote is written into the new one before the flip.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with transaction.atomic():
        if not _alone(organisation.pk):
            return 0
        started, standing = timezone.now(), Standing.objects.first_needed(organisation)
        rubric = Rubric.objects.newest(organisation) or standing.rubric
        chunks = list(_scored(organisation, rubric))
        written = sum(map(len, chunks))
        if rubric.pk == standing.rubric_id and _are_kept(chunks, standing):
            Standing.objects.filter(pk=standing.pk).update(scored_at=started)
            return 0
        Score.objects.filter(organisation=organisation).exclude(generation=standing.generation).delete()
        store(chunks, organisation_id=organisation.pk, generation=standing.generation + 1)
        _flip(standing, rubric, started, chunks)
    log.info("%s scores of generation %s", written, standing.generation + 1)
    return written


@shared_task(name="delegation.scoring.jobs.refresh")
def refresh() -> int:
    """Score what was edited since its organisation was last scored; gives how many tasks that was."""
    found = 0
    for standing in Standing.objects.select_related("organisation", "rubric"):
        edited = list(_changed(standing, since=standing.scored_at)[: MANY + 1])
        newest = Rubric.objects.newest(standing.organisation)
        found += len(edited)
        if len(edited) > MANY or (newest and newest.pk != standing.rubric_id):
            rescore(organisation_id=str(standing.pk))
        elif edited:
            _refresh(edited, standing)
    return found


@shared_task(name="delegation.scoring.jobs.sweep")
def sweep() -> int:
    """Delete the generations that nobody reads any more; gives how many scores those were."""
    deleted = 0
    for standing in Standing.objects.filter(scored_at__lt=timezone.now() - KEPT):
        old = Score.objects.filter(organisation=standing.pk, generation__lt=standing.generation)
        deleted += old.delete()[0]
    return deleted


@transaction.atomic
def _refresh(edited: list[Task], standing: Standing) -> None:
    started = timezone.now()
    _share(standing.pk)
    standing.refresh_from_db()
    _write_in(edited, standing=standing, generation=standing.generation)
    Standing.objects.filter(pk=standing.pk, scored_at=standing.scored_at).update(scored_at=started)


def _scored(organisation: Organisation, rubric: Rubric) -> Iterator[list[ScoreRow]]:
    """The rows of every rated task in chunks, in the order of their keys."""
    rated, last = _rated(organisation.pk).only("organisation_id", *FIELDS).order_by("pk"), None
    while tasks := list((rated.filter(pk__gt=last) if last else rated)[:CHUNK]):
        last = tasks[-1].pk
        between = Q(task_id__gte=tasks[0].pk, task_id__lte=last)
        yield rows_of(tasks, _answers(between & Q(organisation=organisation)), engine_rubric(rubric))


def _answers(which: Q) -> dict[UUID, Answers]:
    """By task and criterion, what its raters said."""
    answers: dict[UUID, dict[str, list[int | None]]] = {}
    for task_id, criterion, level in Rating.objects.filter(which).values_list(
        "task_id", "criterion", "level"
    ):
        answers.setdefault(task_id, {}).setdefault(criterion, []).append(level)
    return dict(answers)


def _are_kept(chunks: list[list[ScoreRow]], standing: Standing) -> bool:
    """Whether the generation that is read now already says all of this, and nothing else."""
    kept = Score.objects.filter(organisation=standing.pk, generation=standing.generation)
    hashes = dict(kept.values_list("task_id", "inputs_hash"))
    rows = [row for chunk in chunks for row in chunk]
    return len(hashes) == len(rows) and all(hashes.get(row.task_id) == row.inputs_hash for row in rows)


def _flip(standing: Standing, rubric: Rubric, started: datetime, chunks: list[list[ScoreRow]]) -> None:
    """Wait for raters who are writing, catch up with what they wrote, and point everybody at the new generation."""
    _wait_for_raters(standing.pk)
    new = standing.generation + 1
    standing.rubric = rubric
    written = {row.task_id: row.inputs_hash for chunk in chunks for row in chunk}
    late = list(_changed(standing, since=started - STRAGGLING))
    for start in range(0, len(late), AT_ONCE):
        part = late[start : start + AT_ONCE]
        _write_in(part, standing=standing, generation=new, written=written)
    Standing.objects.filter(pk=standing.pk).update(generation=new, rubric=rubric, scored_at=started)


def _changed(standing: Standing, *, since: datetime) -> QuerySet[Task]:
    """Rated tasks that were edited, moved or rated since a moment."""
    tasks = _rated(standing.pk).annotate(changed_at=Greatest("edited_at", "moved_at"))
    rated = Rating.objects.filter(organisation=standing.pk, rated_at__gte=since).values("task_id")
    return tasks.filter(Q(changed_at__gte=since) | Q(pk__in=rated)).order_by("pk")


def _rated(organisation_id: UUID) -> QuerySet[Task]:
    """Live tasks with at least one answer: what nobody was asked about has no score."""
    ratings = Rating.objects.filter(task=OuterRef("pk"))
    return Task.objects.filter(Exists(ratings), organisation=organisation_id).live()


def _write_in(
    tasks: list[Task], *, standing: Standing, generation: int, written: Mapping[UUID, str] | None = None
) -> list[Score]:
    """Write or overwrite the scores of these tasks in a generation: two statements, however many tasks there are.

    What ``written`` holds with the same hash stands there already.
    """
    known = written or {}
    rows = rows_of(tasks, _answers(Q(task__in=tasks)), engine_rubric(standing.rubric))
    scores = [
        Score(organisation_id=standing.pk, generation=generation, **dict(zip(ROW_FIELDS, row, strict=True)))
        for row in rows
        if known.get(row.task_id) != row.inputs_hash
    ]
    fields = [name for name in ROW_FIELDS if name != "task_id"]
    return Score.objects.bulk_create(
        scores, update_conflicts=True, unique_fields=["task", "generation"], update_fields=fields
    )


def _share(organisation_id: UUID) -> None:
    """Let the flip to a new generation wait until this transaction has ended; raters do not wait for each other."""
    _lock("pg_advisory_xact_lock_shared", organisation_id, 8)


def _wait_for_raters(organisation_id: UUID) -> None:
    _lock("pg_advisory_xact_lock", organisation_id, 8)


def _alone(organisation_id: UUID) -> bool:
    """Whether nobody else is writing a generation of this organisation; SQLite has one writer anyway."""
    return _lock("pg_try_advisory_xact_lock", organisation_id, 9) is not False


def _lock(function: str, organisation_id: UUID, space: int) -> bool | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [str(organisation_id), space])
        answer = cursor.fetchone()
    return answer[0] if answer and isinstance(answer[0], bool) else None
