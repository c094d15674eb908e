"""Hours bought, reserved and used, month by month."""

from django.db import models
from django.db.models import F, Q

from delegation.agreement.models.agreements import Agreement
from inventory.models.owned import Owned


class HourBank(Owned):
    """One month of an agreement's hours, in whole minutes. What is used is reserved plus booked, never over the cap."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="hour_banks")
    month_on = models.DateField()
    cap_minutes = models.PositiveIntegerField()
    reserved_minutes = models.PositiveIntegerField(default=0)
    booked_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("agreement", "month_on", name="one_hour_bank_per_agreement_and_month"),
            models.CheckConstraint(
                condition=Q(cap_minutes__gte=F("reserved_minutes") + F("booked_minutes")),
                name="hour_bank_is_not_overdrawn",
            ),
        ]

    @property
    def used_minutes(self) -> int:
        return self.reserved_minutes + self.booked_minutes

    @property
    def left_minutes(self) -> int:
        return self.cap_minutes - self.used_minutes
