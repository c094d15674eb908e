"""What is kept of planning: what moves demand, and the plans that answer it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from delegation.accounts.models import Person, Team
from delegation.handoff.models import Handoff
from delegation.moves import Moving
from inventory.models import Task
from inventory.models.owned import Owned, OwnedQuerySet


class DemandEvent(Owned):
    """A season, project or freeze that moves demand."""

    class Kind(models.TextChoices):
        SEASON = "season", "Season"
        PROJECT = "project", "Project"
        FREEZE = "freeze", "Freeze"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    from_on = models.DateField()
    to_on = models.DateField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    factor = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    objects = OwnedQuerySet["DemandEvent"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="demand_event_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Owned, Moving):
    """What to open, close and teach in which week; a proposal until a manager accepts its lines."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        ACCEPTED = "accepted", "Accepted"
        DROPPED = "dropped", "Dropped"

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.ACCEPTED, Status.DROPPED}),
        Status.ACCEPTED: frozenset(),
        Status.DROPPED: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    from_week_on = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=13)
    value = models.FloatField(default=0)
    bound = models.FloatField(default=0)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Plan"].as_manager()

    def __str__(self) -> str:
        return f"Plan from {self.from_week_on:%d %b %Y}"


class PlanLine(Owned):
    """One act that a plan proposes for one task in one week, with its reason."""

    class Act(models.TextChoices):
        OPEN = "open", "Open"
        CLOSE = "close", "Close"
        TRANSFER = "transfer", "Start the transfer"
        HOLD = "hold", "Hold"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="+")
    week_on = models.DateField()
    act = models.CharField(max_length=8, choices=Act)
    minutes_freed = models.PositiveIntegerField(default=0)
    reason = models.TextField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
