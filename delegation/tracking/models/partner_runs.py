"""One run at a partner: picked up, worked on, submitted, done."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from delegation.accounts.models import Organisation, Person, Role
from delegation.handoff.models import Competence, Handoff, Packet
from delegation.handoff.models.handoffs import Ball
from delegation.moves import Moving
from inventory.models import Run
from inventory.models.owned import Owned


class PartnerRunQuerySet(models.QuerySet["PartnerRun"]):
    """Partner runs that are ..."""

    def visible_to(self, person: Person) -> "PartnerRunQuerySet":
        """All of one's own client's; at a partner its own, for a technician those of handoffs he is named for."""
        if not person.is_partner:
            return self.filter(organisation=person.organisation_id)
        seen = self.filter(partner=person.organisation_id)
        if person.role == Role.TECHNICIAN:
            return seen.filter(handoff__competences__technician=person)
        return seen

    def open(self) -> "PartnerRunQuerySet":
        # Whatever ends gets its moment with its status; saying both lets the queue's index be used.
        return self.exclude(status__in=PartnerRun.ENDS).filter(ended_at=None)

    def held_by(self, person: Person) -> "PartnerRunQuerySet":
        """In this technician's hands now."""
        return self.filter(technician=person, status__in=PartnerRun.HELD)

    def offered_to(self, person: Person, *, on: date) -> "PartnerRunQuerySet":
        """Waiting for somebody to pick them up, where this person is released."""
        released = Competence.objects.released(on=on).filter(technician=person).values("handoff")
        return self.filter(status=PartnerRun.Status.REQUESTED, handoff__in=released)

    def whole(self) -> "PartnerRunQuerySet":
        return self.select_related("packet", "handoff__agreement", "technician", "organisation", "partner")


class PartnerRun(Owned, Moving):
    """One run of a handed-off task at the partner; the run itself stands in the catalogue."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Offered"
        ACCEPTED = "accepted", "Picked up"
        IN_PROGRESS = "in_progress", "In progress"
        WAITING = "waiting", "Waiting"
        SUBMITTED = "submitted", "Submitted"
        REWORK = "rework", "Rework"
        DONE = "done", "Done"
        SENT_HOME = "sent_home", "Sent home"
        CANCELLED = "cancelled", "Cancelled"
        MISSED = "missed", "Missed"

    ENDS: ClassVar = (Status.DONE, Status.SENT_HOME, Status.CANCELLED, Status.MISSED)
    # In somebody's hands at the partner.
    HELD: ClassVar = (Status.ACCEPTED, Status.IN_PROGRESS, Status.WAITING, Status.REWORK)

    MOVES: ClassVar = {
        Status.REQUESTED: frozenset({Status.ACCEPTED, Status.SENT_HOME, Status.CANCELLED, Status.MISSED}),
        Status.ACCEPTED: frozenset(
            {Status.REQUESTED, Status.IN_PROGRESS, Status.SENT_HOME, Status.CANCELLED, Status.MISSED}
        ),
        Status.IN_PROGRESS: frozenset(
            {
                Status.REQUESTED,
                Status.WAITING,
                Status.SUBMITTED,
                Status.SENT_HOME,
                Status.CANCELLED,
                Status.MISSED,
            }
        ),
        Status.WAITING: frozenset({Status.IN_PROGRESS, Status.SENT_HOME, Status.CANCELLED, Status.MISSED}),
        Status.SUBMITTED: frozenset({Status.DONE, Status.REWORK}),
        Status.REWORK: frozenset({Status.IN_PROGRESS, Status.SENT_HOME, Status.CANCELLED, Status.MISSED}),
        Status.DONE: frozenset(),
        Status.SENT_HOME: frozenset(),
        Status.CANCELLED: frozenset(),
        Status.MISSED: frozenset(),
    }

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="partner_run")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="partner_runs")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="partner_runs")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.REQUESTED)
    ball = models.CharField(max_length=12, choices=Ball, default=Ball.PARTNER)
    # When the rule or the order says; and the end of the task's window after it, which is what was planned.
    starts_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    # Derived from the clock's intervals, kept beside them so that lists can be ordered by it.
    due_at = models.DateTimeField()
    technician = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="partner_runs")
    picked_up_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    waiting_for = models.CharField(max_length=300, blank=True)
    outcome_note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rework_count = models.PositiveSmallIntegerField(default=0)

    objects = PartnerRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["partner", "due_at", "id"], condition=Q(ended_at=None), name="partner_run_queue"
            ),
            models.Index(fields=["partner", "-due_at", "id"], name="partner_run_latest"),
            models.Index(fields=["organisation", "-due_at", "id"], name="partner_run_of_client"),
            models.Index(fields=["handoff", "-due_at"], name="partner_run_of_handoff"),
        ]

    def __str__(self) -> str:
        return str(self.packet)

    @property
    def has_ended(self) -> bool:
        return self.status in self.ENDS

    @property
    def client_page(self) -> str:
        """The client's page, from the site's root; written out because a process may serve one side only."""
        return f"/runs/{self.pk}/"

    @property
    def portal_page(self) -> str:
        """The partner's page of the same run."""
        return f"/portal/runs/{self.pk}/"


class CheckQuerySet(models.QuerySet["Check"]):
    """Checks that are ..."""

    def visible_to(self, person: Person) -> "CheckQuerySet":
        return self.filter(partner_run__in=PartnerRun.objects.visible_to(person).values("pk"))

    def unfilled(self) -> "CheckQuerySet":
        """Not ticked, or an acceptance check without what shows it."""
        return self.filter(Q(done_at=None) | Q(is_acceptance=True, evidence=""))


class Check(Owned):
    """One step or acceptance check of a run, ticked with what shows it."""

    partner_run = models.ForeignKey(PartnerRun, on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    is_acceptance = models.BooleanField(default=False)
    text = models.CharField(max_length=400)
    detail = models.JSONField(default=dict)
    evidence = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("partner_run", "position", name="check_position_is_unique")]

    def __str__(self) -> str:
        return self.text
