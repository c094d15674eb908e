"""The standing arrangement for one task."""

from datetime import date, datetime
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, Role
from delegation.agreement.models import Agreement, ScopeItem
from delegation.moves import Moving
from inventory.models import Task
from inventory.models.owned import Owned


class Ball(models.TextChoices):
    """Whose move it is."""

    CLIENT = "client", "Client"
    PARTNER = "partner", "Partner"
    THIRD_PARTY = "third_party", "Third party"
    NOBODY = "nobody", "Nobody"


class HomeReason(models.TextChoices):
    """Why a task comes home."""

    DEMAND = "demand", "Demand has gone"
    QUALITY = "quality", "It was not done well"
    ACCESS = "access", "Access is missing"
    SKILL = "skill", "The skill is missing"
    CAPACITY = "capacity", "No hours left"
    RISK = "risk", "It is not safe"
    END = "end", "The agreement ends"


class HandoffQuerySet(models.QuerySet["Handoff"]):
    """Handoffs that are ..."""

    def visible_to(self, person: Person) -> "HandoffQuerySet":
        """All of one's own client's; at a partner, those that were offered to it and not withdrawn again."""
        if person.is_partner:
            seen = self.filter(partner=person.organisation_id).exclude(status__in=Handoff.UNSEEN)
            return seen.filter(competences__technician=person) if person.role == Role.TECHNICIAN else seen
        return self.filter(organisation=person.organisation_id)

    def given_back_by(self, lead: Person) -> "HandoffQuerySet":
        """Offers that a lead's firm gave back with its words and waits for.

        The packet is out of its sight again, so what is shown of them is the client and the firm's own words: ``note``.
        """
        if lead.role != Role.LEAD:
            return self.none()
        return self.filter(partner=lead.organisation_id, status=Handoff.State.PREPARING).exclude(note="")

    def live(self) -> "HandoffQuerySet":
        return self.exclude(status__in=Handoff.ENDS)

    def stuck(self, *, at: datetime) -> "HandoffQuerySet":
        """Live and past their deadline."""
        return self.live().filter(deadline_at__lt=at)

    def with_packet_title(self) -> "HandoffQuerySet":
        """With ``packet_title``: what the newest frozen packet calls it, the only name a partner may read."""
        packets = apps.get_model("delegation", "Packet")._default_manager
        newest = packets.filter(handoff=models.OuterRef("pk"), frozen_at__isnull=False).order_by("-number")
        return self.annotate(packet_title=models.Subquery(newest.values("title")[:1]))

    def whole(self) -> "HandoffQuerySet":
        return self.select_related(
            "task__holder",
            "task__system",
            "partner",
            "agreement",
            "scope_item__amendment",
            "accountable",
            "organisation",
        )


def _place() -> models.Case:
    """0 back to us, 1 waiting, 2 running, 3 done."""
    return models.Case(
        models.When(status="returning", then=models.Value(0)),
        models.When(status__in=["preparing", "offered"], then=models.Value(1)),
        models.When(status__in=["returned", "declined", "withdrawn"], then=models.Value(3)),
        default=models.Value(2),
    )


class Handoff(Owned, Moving):
    """The standing arrangement for one task with one partner: a relationship, and a tap that opens and closes."""

    class State(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        OFFERED = "offered", "Offered"
        IN_TRANSFER = "in_transfer", "In transfer"
        STANDBY = "standby", "Standby"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        RETURNING = "returning", "Returning"
        RETURNED = "returned", "Returned"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ENDS: ClassVar = (State.RETURNED, State.DECLINED, State.WITHDRAWN)
    UNSEEN: ClassVar = (State.PREPARING, State.WITHDRAWN)

    # The arrows T1 to T12; a returned task is handed off again by a new handoff that continues this one (T11).
    MOVES: ClassVar = {
        State.PREPARING: frozenset({State.OFFERED, State.WITHDRAWN}),
        State.OFFERED: frozenset({State.PREPARING, State.IN_TRANSFER, State.DECLINED, State.WITHDRAWN}),
        State.IN_TRANSFER: frozenset({State.STANDBY, State.SUSPENDED, State.RETURNING}),
        State.STANDBY: frozenset({State.ACTIVE, State.SUSPENDED, State.RETURNING}),
        State.ACTIVE: frozenset({State.STANDBY, State.SUSPENDED, State.RETURNING}),
        State.SUSPENDED: frozenset({State.IN_TRANSFER, State.STANDBY, State.ACTIVE, State.RETURNING}),
        State.RETURNING: frozenset({State.RETURNED}),
        State.RETURNED: frozenset(),
        State.DECLINED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="handoffs")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handoffs_as_partner")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    scope_item = models.ForeignKey(
        ScopeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continued_by")
    status = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    # Where it stands in the list, kept by the database itself so that the list can be read off an index.
    place = models.GeneratedField(
        expression=_place(), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    suspended_from = models.CharField(max_length=12, choices=State, blank=True)
    ball = models.CharField(max_length=12, choices=Ball, default=Ball.CLIENT)
    ball_since_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True)
    accountable = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    partner_lead = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    estimate_minutes = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    resume_agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = HandoffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "task",
                condition=~Q(status__in=["returned", "declined", "withdrawn"]),
                name="one_live_handoff_per_task",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["returned", "declined", "withdrawn"]) | Q(deadline_at__isnull=False),
                name="live_handoff_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(status="suspended") | ~Q(suspended_from=""),
                name="suspended_handoff_knows_where_it_was",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "deadline_at", "id"], name="handoff_of_client"),
            models.Index(fields=["organisation", "place", "-moved_at", "id"], name="handoff_list"),
            models.Index(fields=["partner", "-created_at", "id"], name="handoff_portal_list"),
            models.Index(fields=["partner", "status", "deadline_at", "id"], name="handoff_of_partner"),
        ]

    def __str__(self) -> str:
        return str(self.task)


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """Waivers that are ..."""

    def unexpired(self, *, on: date) -> "WaiverQuerySet":
        return self.filter(expires_on__gte=on)


class Waiver(Owned):
    """A named exception: who let it pass, why, and until when."""

    class Kind(models.TextChoices):
        WALL = "wall", "The task is walled off"
        DATA = "data", "The data are restricted"
        TECHNICIANS = "technicians", "Fewer than two released technicians"

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="waivers")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    # Who signs for data signs for one wording of the packet; another wording takes another signature.
    content_hash = models.CharField(max_length=64, blank=True)

    objects = WaiverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


def page_of(handoff: Handoff) -> str:
    """The client's page, from the site's root; written out because a process may serve one side only."""
    return f"/handoffs/{handoff.pk}/"


def portal_page_of(handoff: Handoff) -> str:
    """The partner's page of the same handoff."""
    return f"/portal/handoffs/{handoff.pk}/"
