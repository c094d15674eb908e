"""Ratings, and the rounds in which they are asked for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.scoring.models.rubrics import Rubric
from inventory.models import Task
from inventory.models.owned import Owned, OwnedQuerySet


class Campaign(Owned):
    """A round of ratings: who assesses their own tasks, until when."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    people = models.ManyToManyField(Person, through="Asked", related_name="campaigns")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Campaign"].as_manager()

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """One person whom a round asks."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("campaign", "person", name="asked_once_in_a_campaign")]


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
        indexes = [models.Index(fields=["organisation", "rated_at"], name="rating_latest")]
