"""How it is done, step by step: the partner drafts, the client signs off."""

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.handoff.models.handoffs import Handoff
from inventory.models import Task
from inventory.models.owned import Owned


class Procedure(Owned):
    """How one task is done, in versions; it outlives every handoff of the task."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="procedure")

    def __str__(self) -> str:
        return f"Procedure of {self.task}"


class ProcedureVersion(Owned):
    """One version: steps of title, why, command, expected and stop rule. Signed off, it never changes."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    handoff = models.ForeignKey(
        Handoff, on_delete=models.PROTECT, null=True, related_name="procedure_versions"
    )
    number = models.PositiveIntegerField()
    steps = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    signed_off_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("procedure", "number", name="procedure_version_is_unique")]

    def __str__(self) -> str:
        return f"{self.procedure}, version {self.number}"
