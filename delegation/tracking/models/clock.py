"""Whose minutes these are."""

from django.db import models
from django.db.models import F, Q

from delegation.tracking.models.partner_runs import PartnerRun
from inventory.models.owned import Owned


class ClockInterval(Owned):
    """Minutes of a run that belong to one side; intervals never overlap and cover the run."""

    class Side(models.TextChoices):
        PARTNER = "partner", "Partner"
        CLIENT = "client", "Client"
        THIRD_PARTY = "third_party", "Third party"
        CLOSED = "closed", "Closed"

    partner_run = models.ForeignKey(PartnerRun, on_delete=models.CASCADE, related_name="intervals")
    side = models.CharField(max_length=12, choices=Side)
    reason = models.CharField(max_length=300, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    dispute = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partner_run", condition=Q(to_at=None), name="one_running_interval_per_run"
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="interval_ends_after_it_starts"
            ),
        ]
