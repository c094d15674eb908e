"""Which partners a client works with: asked by mail, joined by the partner's lead."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from inventory.models.owned import Owned, OwnedQuerySet


class PartnershipQuerySet(OwnedQuerySet["Partnership"]):
    """Partnerships that are ..."""

    def joined(self) -> "PartnershipQuerySet":
        return self.exclude(partner=None)

    def waiting(self) -> "PartnershipQuerySet":
        """Asked for, and the link still works."""
        return self.filter(partner=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Partnership(Owned):
    """A client's word that it works with a partner; ``partner`` is empty until the partner's lead has joined."""

    VALID_FOR = timedelta(hours=72)

    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="partnerships"
    )
    name = models.CharField(max_length=120)
    lead_name = models.CharField(max_length=120)
    lead_email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "partner", name="one_partnership_per_client_and_partner"),
            models.CheckConstraint(
                condition=Q(partner=None, joined_at=None) | Q(partner__isnull=False, joined_at__isnull=False),
                name="a_partner_is_known_once_it_joined",
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner) if self.partner else self.name

    @property
    def firm(self) -> Organisation:
        """The partner. Raises ``ValueError`` before it has joined."""
        if self.partner is None:
            raise ValueError(f"{self} has not joined yet.")
        return self.partner


def page_of(partnership: Partnership) -> str:
    """The client's page of the partner, from the site's root; written out because the portal's process does not serve it."""
    return f"/partners/{partnership.pk}/"


def partners_of(client: Organisation) -> models.QuerySet[Organisation]:
    """The partners that a client works with, by name."""
    return Organisation.objects.filter(partnerships__organisation=client).order_by("name")
