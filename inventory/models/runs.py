"""Occurrences of tasks, in-house and at partners alike, so that before and after compare."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from delegation.accounts.models import Person
from inventory.models.owned import Owned, OwnedQuerySet
from inventory.models.tasks import Task


class RunQuerySet(OwnedQuerySet["Run"]):
    """Runs that are ..."""

    def between(self, start: datetime, end: datetime) -> "RunQuerySet":
        """Due from ``start`` up to, not including, ``end``."""
        return self.filter(due_at__gte=start, due_at__lt=end)

    def done(self) -> "RunQuerySet":
        return self.filter(result=Run.Result.DONE)


class Run(Owned):
    """One occurrence of a task; at most one per task and due instant."""

    class Source(models.TextChoices):
        SCHEDULE = "schedule", "Schedule"
        ORDER = "order", "Ordered"
        IMPORT = "import", "Imported"
        MANUAL = "manual", "By hand"

    class Result(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        MISSED = "missed", "Missed"
        CANCELLED = "cancelled", "Cancelled"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="runs")
    due_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source, default=Source.SCHEDULE)
    is_popup = models.BooleanField(default=False)
    at_partner = models.BooleanField(default=False)
    performer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(default=0)
    is_off_hours = models.BooleanField(default=False)
    has_interrupted = models.BooleanField(default=False)
    result = models.CharField(max_length=10, choices=Result, default=Result.OPEN)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "due_at", name="one_run_per_task_and_due_instant"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at=None) | Q(ended_at__gte=F("started_at")),
                name="run_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=14400), name="run_minutes_are_at_most_ten_days"),
        ]
        indexes = [models.Index(fields=["organisation", "due_at"], name="run_by_due")]

    def __str__(self) -> str:
        return f"{self.task} of {self.due_at:%d %b %Y %H:%M}"
