"""What is kept of stopping and simplifying."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.moves import Moving
from inventory.models import Task
from inventory.models.owned import Owned, OwnedQuerySet


class Trial(Owned, Moving):
    """Stop a task for a while and see who misses it; its hours count only when the trial has ended."""

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        STOPPED = "stopped", "Stopped for good"
        RESTORED = "restored", "Restored"

    MOVES: ClassVar = {
        Status.RUNNING: frozenset({Status.STOPPED, Status.RESTORED}),
        Status.STOPPED: frozenset(),
        Status.RESTORED: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="trials")
    stop_from_on = models.DateField()
    watch_until_on = models.DateField()
    watchers = models.ManyToManyField(Person, through="Watcher", related_name="+")
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuerySet["Trial"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "task", condition=models.Q(status="running"), name="one_running_trial_per_task"
            ),
        ]

    def __str__(self) -> str:
        return f"Trial without {self.task}"


class Watcher(models.Model):
    """One person who watches a trial."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("trial", "person", name="watches_a_trial_once")]


class Missed(Owned):
    """Somebody missed the output of a task on trial."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="missed")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=300)


class Improvement(Owned):
    """A change that makes a task smaller."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="improvements")
    change = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_minutes_per_month = models.PositiveIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Improvement"].as_manager()

    def __str__(self) -> str:
        return self.change
