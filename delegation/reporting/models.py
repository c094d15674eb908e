"""What is kept of a report: the facts it was made of, and the file."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.moves import Moving
from inventory.models.owned import Owned


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports that are ..."""

    def visible_to(self, person: Person) -> "ReportQuerySet":
        """One's own; those who oversee the organisation also see the printed ones of the schedule."""
        if person.is_partner:
            return self.none()
        own = Q(asked_by=person)
        overseers = {Role.EXECUTIVE, Role.MANAGER, Role.AUDITOR, Role.ADMIN}
        scheduled = Q(asked_by=None) if person.role in overseers else Q()
        return self.filter(own | scheduled if scheduled else own, organisation=person.organisation_id)


class Report(Owned, Moving):
    """Figures for a period from one snapshot, printed once; ``asked_by=None`` is the schedule."""

    class Status(models.TextChoices):
        ASKED = "asked", "Being made"
        PRINTED = "printed", "Printed"
        FAILED = "failed", "Failed"

    MOVES: ClassVar = {
        Status.ASKED: frozenset({Status.PRINTED, Status.FAILED}),
        Status.FAILED: frozenset({Status.ASKED}),
        Status.PRINTED: frozenset(),
    }

    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    month_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    as_of = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    data_hash = models.CharField(max_length=64, blank=True)
    file = models.BinaryField(default=b"")
    file_name = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "month_on", condition=Q(asked_by=None), name="one_scheduled_report_per_month"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-month_on", "id"], name="report_latest")]

    def __str__(self) -> str:
        return f"Capacity, {self.month_on:%B %Y}"
