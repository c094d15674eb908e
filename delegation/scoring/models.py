"""What is kept of scoring: rubrics, ratings, campaigns, and the scores the engine made of them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Person
from inventory.models import Task
from inventory.models.owned import Owned, OwnedQuerySet


class Rubric(Owned):
    """Criteria, anchored levels, weights, gates and bands, as one published version that never changes."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)

    objects = OwnedQuerySet["Rubric"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "number", name="rubric_number_is_unique")]

    def __str__(self) -> str:
        return f"Rubric {self.number}"


class Campaign(Owned):
    """A round of ratings: who assesses their own tasks, until when."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    people = models.ManyToManyField(Person, related_name="campaigns")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Campaign"].as_manager()

    def __str__(self) -> str:
        return self.name


class Rating(Owned):
    """One person's level on one criterion of one task; ``level=None`` is "I am not sure"."""

    class View(models.TextChoices):
        DOER = "doer", "Does it"
        MANAGER = "manager", "Manages it"
        PARTNER = "partner", "Could take it"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    view = models.CharField(max_length=8, choices=View)
    criterion = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(null=True)
    evidence = models.CharField(max_length=400, blank=True)
    rated_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Rating"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "task", "rater", "criterion", name="one_rating_per_task_rater_and_criterion"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 5)), name="level_is_one_to_five"
            ),
        ]


class Standing(models.Model):
    """Which generation of scores an organisation reads; flipped when a new one is complete."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField(default=0)
    scored_at = models.DateTimeField(default=timezone.now)


class ScoreQuerySet(OwnedQuerySet["Score"]):
    """Scores that are ..."""

    def standing(self) -> "ScoreQuerySet":
        """Of the generation that its organisation reads now."""
        return self.filter(generation=models.F("organisation__standing__generation"))

    def current(self, task: Task) -> "Score | None":
        """The score of one task that counts now, if it has one."""
        return self.standing().filter(task=task).first()


class Score(models.Model):
    """What the engine made of a task's ratings and facts, in one generation; narrow, because it is rewritten whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="scores")
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
    inputs_hash = models.CharField(max_length=64)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "generation", name="one_score_per_task_and_generation"),
            models.CheckConstraint(condition=Q(index__range=(0, 100)), name="index_is_zero_to_hundred"),
        ]
        indexes = [models.Index(fields=["organisation", "generation", "-index", "id"], name="score_ranking")]
