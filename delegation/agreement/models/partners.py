"""What a partner can do, offers, and may enter."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from delegation.accounts.models import Organisation, Person, Role
from delegation.moves import Moving
from inventory.models import Skill, System
from inventory.models.owned import Owned


class Capability(Owned):
    """A client's record of what a partner can do, beyond what the agreement covers."""

    class Level(models.IntegerChoices):
        HARDLY = 1, "Hardly"
        WELL = 2, "Well"
        VERY_WELL = 3, "Very well"

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="capabilities")
    level = models.PositiveSmallIntegerField(default=Level.WELL, choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "partner", "skill", name="one_capability_per_partner_and_skill"
            ),
        ]


class OfferedHoursQuerySet(models.QuerySet["OfferedHours"]):
    """Offers that are ..."""

    def visible_to(self, person: Person) -> "OfferedHoursQuerySet":
        """Those made to one's own client; at a partner, its lead's own."""
        if person.is_partner:
            return self.filter(partner=person.organisation_id) if person.role == Role.LEAD else self.none()
        return self.filter(organisation=person.organisation_id)


class OfferedHours(Owned):
    """Minutes a partner offers for a week, firm or tentative."""

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    week_on = models.DateField()
    minutes = models.PositiveIntegerField()
    is_firm = models.BooleanField(default=True)

    objects = OfferedHoursQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "partner", "week_on", name="one_offer_of_hours_per_week"),
            models.CheckConstraint(
                condition=Q(week_on__iso_week_day=1), name="offered_week_starts_on_monday"
            ),
        ]

    @property
    def hours(self) -> str:
        """The minutes as hours, with at most one decimal."""
        return f"{self.minutes / 60:.1f}".removesuffix(".0")


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    """Accesses that are ..."""

    def visible_to(self, person: Person) -> "AccessGrantQuerySet":
        """Those of one's own client; at a partner, its lead's own."""
        if person.is_partner:
            return self.filter(partner=person.organisation_id) if person.role == Role.LEAD else self.none()
        return self.filter(organisation=person.organisation_id)

    def standing(self) -> "AccessGrantQuerySet":
        return self.exclude(status=AccessGrant.Status.REVOKED)


class AccessGrant(Owned, Moving):
    """A partner's way into a system; never a secret, only who may, how, and until when."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Requested"
        LIVE = "live", "Live"
        SUSPENDED = "suspended", "Suspended"
        REVOKED = "revoked", "Revoked"

    MOVES: ClassVar = {
        Status.REQUESTED: frozenset({Status.LIVE, Status.REVOKED}),
        Status.LIVE: frozenset({Status.SUSPENDED, Status.REVOKED}),
        Status.SUSPENDED: frozenset({Status.LIVE, Status.REVOKED}),
        Status.REVOKED: frozenset(),
    }

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="access_grants")
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    method = models.CharField(max_length=120)
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField()

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "partner",
                "system",
                condition=~Q(status="revoked"),
                name="one_access_per_partner_and_system",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} to {self.system}"
