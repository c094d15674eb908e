"""What is kept of bringing a task home."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.handoff.models import Handoff
from delegation.moves import Moving
from inventory.models.owned import Owned


class ReturnQuerySet(models.QuerySet["Return"]):
    """Returns that are ..."""

    def visible_to(self, person: Person) -> "ReturnQuerySet":
        return self.filter(handoff__in=Handoff.objects.visible_to(person).values("pk"))


class Return(Owned, Moving):
    """The way home of one handoff: why, with what notice, and what comes with it."""

    class Kind(models.TextChoices):
        RECALL = "recall", "Recall"
        HAND_BACK = "hand_back", "Hand back"

    class Status(models.TextChoices):
        PACKING = "packing", "Packing"
        SIGNED = "signed", "Signed by the holder"
        DONE = "done", "Done"

    class Reason(models.TextChoices):
        DEMAND = "demand", "Demand has gone"
        QUALITY = "quality", "It was not done well"
        ACCESS = "access", "Access is missing"
        SKILL = "skill", "The skill is missing"
        CAPACITY = "capacity", "No hours left"
        RISK = "risk", "It is not safe"
        END = "end", "The agreement ends"

    MOVES: ClassVar = {
        Status.PACKING: frozenset({Status.SIGNED, Status.DONE}),
        Status.SIGNED: frozenset({Status.DONE}),
        Status.DONE: frozenset(),
    }

    handoff = models.OneToOneField(Handoff, on_delete=models.PROTECT, related_name="way_home")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PACKING)
    reason_code = models.CharField(max_length=10, choices=Reason)
    reason = models.TextField()
    notice_ends_on = models.DateField()
    package = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    access_revoked_at = models.DateTimeField(null=True)
    procedure_reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    forced_reason = models.TextField(blank=True)

    objects = ReturnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.handoff}"
