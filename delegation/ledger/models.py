"""What it did: minutes freed and spent, week by week."""

from django.db import models
from django.db.models import Q

from delegation.accounts.models import Person
from delegation.handoff.models import Handoff
from inventory.models import Initiative, Task
from inventory.models.owned import Owned, OwnedQuerySet


class Entry(Owned):
    """Minutes freed, or minutes and money spent, by one task in one week; freed minutes count once they are booked."""

    class Kind(models.TextChoices):
        FREED = "freed", "Freed"
        FEE = "fee", "Fee"
        OVERSIGHT = "oversight", "Oversight"
        REWORK = "rework", "Rework"
        TRANSFER = "transfer", "Transfer"

    class Source(models.TextChoices):
        DELEGATED = "delegated", "Delegated"
        ELIMINATED = "eliminated", "Eliminated"
        STREAMLINED = "streamlined", "Streamlined"
        AUTOMATED = "automated", "Automated"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="ledger_entries")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    week_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=12, choices=Source, default=Source.DELEGATED)
    minutes = models.PositiveIntegerField(default=0)
    cents = models.PositiveBigIntegerField(default=0)
    booked_to = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    booked_minutes = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet["Entry"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "task", "week_on", "kind", "source", name="one_entry_per_task_week_kind_and_source"
            ),
            models.CheckConstraint(
                condition=Q(booked_minutes__lte=models.F("minutes")), name="booked_is_at_most_freed"
            ),
            models.CheckConstraint(
                condition=Q(booked_minutes=0) | Q(kind="freed", booked_to__isnull=False),
                name="booked_names_its_initiative",
            ),
            models.CheckConstraint(condition=Q(week_on__iso_week_day=1), name="entry_week_starts_on_monday"),
        ]
        indexes = [models.Index(fields=["organisation", "week_on"], name="entry_by_week")]

    def __str__(self) -> str:
        return f"{self.task}, week of {self.week_on:%d %b %Y}"
