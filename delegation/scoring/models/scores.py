"""The scores of an organisation, in generations, and which of them is read."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation
from delegation.scoring.models.rubrics import Rubric
from inventory.models import Task
from inventory.models.owned import OwnedQuerySet


class StandingQuerySet(models.QuerySet["Standing"]):
    """Standings that are ..."""

    def first_needed(self, organisation: Organisation) -> "Standing":
        """The organisation's standing; its first rubric is published and its first generation begun on first need."""
        if found := self.select_related("rubric").filter(pk=organisation.pk).first():
            return found
        rubric = Rubric.objects.first_needed(organisation)
        return self.get_or_create(organisation=organisation, defaults={"rubric": rubric})[0]


class Standing(models.Model):
    """Which generation of scores an organisation reads, and under which rubric; both flip in one statement.

    Generations count from 1.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    scored_at = models.DateTimeField(default=timezone.now)

    objects = StandingQuerySet.as_manager()


class ScoreQuerySet(OwnedQuerySet["Score"]):
    """Scores that are ..."""

    def standing(self) -> "ScoreQuerySet":
        """Of the generation that its organisation reads now."""
        return self.filter(generation=models.F("organisation__standing__generation"))

    def current(self, task: Task) -> "Score | None":
        """The score of one task that counts now, if it has one."""
        return self.standing().filter(task=task).first()

    def of_live_tasks(self) -> "ScoreQuerySet":
        return self.exclude(task__status=Task.Status.RETIRED)


def proposed_among(tasks: Iterable[UUID]) -> set[UUID]:
    """Those of these tasks that are proposed now; proposals themselves are told further up the story.

    Asked for one page of tasks: beside the scores themselves, PostgreSQL would read every open proposal there is.
    """
    proposals = apps.get_model("delegation", "Proposal")._default_manager
    return set(proposals.filter(task__in=list(tasks), status="open").values_list("task", flat=True))


class Score(models.Model):
    """What the engine made of a task's ratings and facts, in one generation; narrow, because it is rewritten whole.

    ``codes`` are the answers it was made of, one byte each in the rubric's order, as hexadecimal digits: with the
    rubric they give back every part of the index. Neither key is checked or indexed by the database by itself:
    a job writes whole generations from rows it has just read, and the two indexes below serve every reading.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="scores", db_constraint=False, db_index=False
    )
    generation = models.PositiveIntegerField()
    index = models.FloatField()
    strategic = models.PositiveSmallIntegerField(null=True)
    sensitivity = models.PositiveSmallIntegerField(null=True)
    urgency = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=1)
    advice = models.CharField(max_length=12)
    qualifier = models.CharField(max_length=20, blank=True)
    stability = models.FloatField()
    gates = models.CharField(max_length=60, blank=True)
    rated = models.PositiveSmallIntegerField(default=0)
    codes = models.CharField(max_length=80, blank=True)
    inputs_hash = models.CharField(max_length=16)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "generation", name="one_score_per_task_and_generation"),
            models.CheckConstraint(condition=Q(index__range=(0, 100)), name="index_is_zero_to_hundred"),
        ]
        indexes = [
            models.Index(fields=["organisation", "generation", "-index", "task"], name="score_ranking")
        ]
