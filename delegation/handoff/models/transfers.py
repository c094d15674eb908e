"""Teaching the partner, and who is released for what."""

from datetime import date

from django.db import models
from django.db.models import Q

from delegation.accounts.models import Organisation, Person
from delegation.handoff.models.handoffs import Handoff
from inventory.models import Task
from inventory.models.owned import Owned


class Transfer(Owned):
    """The teaching of one handoff, signed by both sides when nothing is half-taught."""

    handoff = models.OneToOneField(Handoff, on_delete=models.PROTECT, related_name="transfer")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    client_signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    client_signed_at = models.DateTimeField(null=True)
    partner_signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    partner_signed_at = models.DateTimeField(null=True)


class TransferStep(Owned):
    """One step of a transfer, with what it took on both sides and what shows that it was done."""

    class Kind(models.TextChoices):
        BRIEF = "brief", "Brief"
        DRAFT = "draft", "Draft the procedure"
        REVIEW = "review", "Review the procedure"
        SHADOW = "shadow", "They watch"
        TEACH_BACK = "teach_back", "They explain it back"
        REVERSE_SHADOW = "reverse_shadow", "They do it and we watch"
        SIGN_OFF = "sign_off", "Sign off"

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind)
    position = models.PositiveSmallIntegerField()
    planned_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    client_minutes = models.PositiveIntegerField(default=0)
    partner_minutes = models.PositiveIntegerField(default=0)
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("transfer", "kind", name="one_step_per_transfer_and_kind")]


class CompetenceQuerySet(models.QuerySet["Competence"]):
    """Competences that are ..."""

    def released(self, *, on: date) -> "CompetenceQuerySet":
        unlapsed = Q(valid_until_on=None) | Q(valid_until_on__gte=on)
        return self.filter(
            unlapsed, level=Competence.Level.RELEASED, lapsed_reason="", technician__ended_at=None
        )


class Competence(Owned):
    """What a technician may do with one task: learn it, or do it alone."""

    class Level(models.TextChoices):
        TRAINEE = "trainee", "Trainee"
        RELEASED = "released", "Released"

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="competences")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    technician = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="competences")
    level = models.CharField(max_length=10, choices=Level, default=Level.TRAINEE)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    valid_until_on = models.DateField(null=True)
    lapsed_reason = models.CharField(max_length=200, blank=True)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("handoff", "technician", name="one_competence_per_handoff_and_technician")
        ]

    def __str__(self) -> str:
        return f"{self.technician}: {self.get_level_display()}"
