"""The contract with a partner and what it covers."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, Role
from delegation.moves import Moving
from inventory.models.owned import Owned


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements that are ..."""

    def visible_to(self, person: Person) -> "AgreementQuerySet":
        """One's own side's: all of them at a client; at a partner, its lead's, once they left the draft."""
        if person.is_partner:
            seen = self.filter(partner=person.organisation_id).exclude(status=Agreement.Status.DRAFT)
            return seen if person.role == Role.LEAD else seen.none()
        return self.filter(organisation=person.organisation_id)

    def in_force(self, *, on: date) -> "AgreementQuerySet":
        running = [Agreement.Status.IN_FORCE, Agreement.Status.EXPIRING]
        return self.filter(status__in=running, starts_on__lte=on, ends_on__gte=on)


class Agreement(Owned, Moving):
    """The contract with a partner: period, price, hours, and what happens when they run out."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_FORCE = "in_force", "In force"
        EXPIRING = "expiring", "Expiring"
        ENDED = "ended", "Ended"

    class OverUse(models.TextChoices):
        BLOCK = "block", "Stop at the limit"
        WARN = "warn", "Warn and go on"
        ALLOW = "allow", "Go on"

    class Coverage(models.TextChoices):
        OFFICE = "office", "Working hours"
        EXTENDED = "extended", "06:00 to 22:00"
        ALWAYS = "always", "Day and night"

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.IN_FORCE, Status.ENDED}),
        Status.IN_FORCE: frozenset({Status.EXPIRING, Status.ENDED}),
        Status.EXPIRING: frozenset({Status.IN_FORCE, Status.ENDED}),
        Status.ENDED: frozenset(),
    }

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_as_partner")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=30)
    minimum_hold_days = models.PositiveSmallIntegerField(default=14)
    rate_per_hour = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    minutes_per_month = models.PositiveIntegerField()
    over_use = models.CharField(max_length=6, choices=OverUse, default=OverUse.BLOCK)
    coverage = models.CharField(max_length=10, choices=Coverage, default=Coverage.OFFICE)
    response_minutes = models.PositiveIntegerField(default=240)
    internal_note = models.TextField(blank=True)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="agreement_number_is_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(organisation=F("partner")), name="agreement_is_between_two"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def hours_per_month(self) -> str:
        return f"{self.minutes_per_month / 60:,g} h"


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Amendments that are ..."""

    def visible_to(self, person: Person) -> "AmendmentQuerySet":
        """One's own side's; at a partner, its lead's, once they left the draft."""
        if not person.is_partner:
            return self.filter(organisation=person.organisation_id)
        if person.role != Role.LEAD:
            return self.none()
        return self.filter(agreement__partner=person.organisation_id).exclude(status=Amendment.Status.DRAFT)


class Amendment(Owned, Moving):
    """A change to what an agreement covers."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Proposed"
        SIGNED = "signed", "Signed"
        REJECTED = "rejected", "Rejected"

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.PROPOSED}),
        Status.PROPOSED: frozenset({Status.SIGNED, Status.REJECTED}),
        Status.SIGNED: frozenset(),
        Status.REJECTED: frozenset({Status.DRAFT}),
    }

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=160)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_by_client = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by_partner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "agreement", condition=Q(status="draft"), name="one_amendment_draft_per_agreement"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ScopeItemQuerySet(models.QuerySet["ScopeItem"]):
    """Scope items that are ..."""

    def agreed(self) -> "ScopeItemQuerySet":
        """Covered today: in the agreement from the start, or by a signed amendment."""
        return self.filter(Q(amendment=None) | Q(amendment__status=Amendment.Status.SIGNED))


class ScopeItem(Owned):
    """One thing the agreement covers, or would cover once its amendment is signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scope_items")
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="scope_items"
    )
    category = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    minutes_per_month_limit = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopeItemQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.category}: {self.description}"

    @property
    def hours_per_month_limit(self) -> str:
        return f"{self.minutes_per_month_limit / 60:,g} h" if self.minutes_per_month_limit else ""


def page_of(agreement: Agreement) -> str:
    """The client's page, from the site's root; written out because the portal's process does not serve it."""
    return f"/agreements/{agreement.pk}/"


def portal_page_of(agreement: Agreement) -> str:
    """The partner's page of the same agreement."""
    return f"/portal/agreements/{agreement.pk}/"
