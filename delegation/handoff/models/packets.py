"""What a partner may see of a task: a frozen copy, and nothing else."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.handoff import engine
from delegation.handoff.models.handoffs import Handoff
from inventory.models.owned import Owned


class PacketQuerySet(models.QuerySet["Packet"]):
    """Packets that are ..."""

    def visible_to(self, person: Person) -> "PacketQuerySet":
        """At a partner: frozen ones of its own, of handoffs that this person may see."""
        if person.is_partner:
            seen = Handoff.objects.visible_to(person).values("pk")
            return self.filter(partner=person.organisation_id, frozen_at__isnull=False, handoff__in=seen)
        return self.filter(organisation=person.organisation_id)


class Packet(Owned):
    """The copy of exactly what the partner may see, frozen with a hash when it is offered; editing makes the next one."""

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="packets")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    client_name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    objective = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    system_name = models.CharField(max_length=120, blank=True)
    schedule_words = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    budget_minutes = models.PositiveIntegerField(default=0)
    communication = models.TextField(blank=True)
    escalation = models.TextField(blank=True)
    checks = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    previewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    previewed_hash = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PacketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("handoff", "number", name="packet_number_is_unique"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | ~Q(content_hash=""), name="frozen_packet_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> dict[str, Any]:
        """Everything the partner sees, by the name of its field."""
        return {name: getattr(self, name) for name in engine.FIELDS}

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what it says now; equal to ``content_hash`` once it is frozen."""
        return engine.fingerprint(self.content)

    @property
    def is_previewed(self) -> bool:
        """Whether somebody read exactly this wording as the partner will see it."""
        return self.previewed_hash != "" and self.previewed_hash == self.fingerprint
