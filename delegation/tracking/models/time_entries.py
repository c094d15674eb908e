"""Minutes worked, by whom, on what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from delegation.accounts.models import Organisation, Person
from delegation.agreement.models import ScopeItem
from delegation.handoff.models import Handoff
from delegation.moves import Moving
from delegation.tracking.models.partner_runs import PartnerRun
from inventory.models.owned import Owned


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    """Time entries that are ..."""

    def visible_to(self, person: Person) -> "TimeEntryQuerySet":
        if not person.is_partner:
            return self.filter(organisation=person.organisation_id).exclude(status=TimeEntry.Status.DRAFT)
        return self.filter(handoff__in=Handoff.objects.visible_to(person).values("pk"))


class TimeEntry(Owned, Moving):
    """Whole minutes one person worked, bound to one scope item."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        LOCKED = "locked", "Locked"

    class Category(models.TextChoices):
        RUN = "run", "Doing it"
        TRANSFER = "transfer", "Learning it"
        REWORK = "rework", "Doing it again"

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.SUBMITTED}),
        Status.SUBMITTED: frozenset({Status.DRAFT, Status.APPROVED}),
        Status.APPROVED: frozenset({Status.LOCKED}),
        Status.LOCKED: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="time_entries")
    partner_run = models.ForeignKey(
        PartnerRun, on_delete=models.PROTECT, null=True, related_name="time_entries"
    )
    scope_item = models.ForeignKey(ScopeItem, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="time_entries")
    worked_on = models.DateField()
    minutes = models.PositiveIntegerField()
    category = models.CharField(max_length=10, choices=Category, default=Category.RUN)
    note = models.CharField(max_length=300, blank=True)
    # What makes a second click the same entry.
    key = models.CharField(max_length=80, null=True, unique=True)

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="time_entry_is_at_most_a_day"),
        ]
        indexes = [models.Index(fields=["handoff", "-worked_on"], name="time_of_handoff")]

    def __str__(self) -> str:
        return f"{self.minutes} min on {self.worked_on}"
