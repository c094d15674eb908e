"""What is kept of approval: the question, frozen, and the answers to it."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.moves import Moving
from delegation.scoring.models import Score
from inventory.models import Task
from inventory.models.owned import Owned, OwnedQuerySet

# What one may ask for instead of a disposition: what the score of each task advises.
ADVISED = "advised"


class ProposalQuerySet(OwnedQuerySet["Proposal"]):
    """Proposals that are ..."""

    def open(self) -> "ProposalQuerySet":
        return self.filter(status=Proposal.Status.OPEN)

    def awaiting(self, person: Person) -> "ProposalQuerySet":
        """Open, asked by somebody else, and not yet answered by this person."""
        return self.open().exclude(asked_by=person).exclude(decisions__by=person)

    def whole(self) -> "ProposalQuerySet":
        return self.select_related(
            "task__holder", "task__system", "task__organisation", "asked_by", "partner", "organisation"
        )

    def with_consequences(self, person: Person, *, since: datetime) -> "ProposalQuerySet":
        """With the holder's hours a month, and how much this person has approved ``since`` a moment.

        ``holder_hours``, ``sitting_approved`` and ``sitting_hours``.
        """
        held = Task.objects.live().filter(holder=models.OuterRef("task__holder")).order_by().values("holder")
        given = (
            Decision.objects.filter(by=person, verdict=Decision.Verdict.APPROVE, at__gte=since)
            .order_by()
            .values("by")
        )
        return self.annotate(
            holder_hours=models.Subquery(held.annotate(sum=Sum("hours_per_month")).values("sum")),
            sitting_approved=Coalesce(models.Subquery(given.annotate(sum=Count("pk")).values("sum")), 0),
            sitting_hours=models.Subquery(
                given.annotate(sum=Sum("proposal__task__hours_per_month")).values("sum")
            ),
        )


class Proposal(Owned, Moving):
    """A question put to an approver: shall we let this task go? It shows the task and score as they were."""

    class Disposition(models.TextChoices):
        KEEP = "keep", "Keep"
        ELIMINATE = "eliminate", "Eliminate"
        STREAMLINE = "streamline", "Streamline"
        AUTOMATE = "automate", "Automate"
        DELEGATE = "delegate", "Delegate"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Withdrawn"

    MOVES: ClassVar = {
        Status.OPEN: frozenset({Status.APPROVED, Status.DECLINED, Status.RETURNED, Status.WITHDRAWN}),
        Status.APPROVED: frozenset(),
        Status.DECLINED: frozenset(),
        Status.RETURNED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="proposals")
    disposition = models.CharField(max_length=10, choices=Disposition)
    reason = models.TextField(blank=True)
    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen = models.JSONField()
    frozen_hash = models.CharField(max_length=64)
    needs_two = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("task", condition=Q(status="open"), name="one_open_proposal_per_task"),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-asked_at", "id"], name="proposal_queue"),
            models.Index(fields=["organisation", "-asked_at", "id"], name="proposal_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_disposition_display()}: {self.task}"


class Decision(Owned):
    """One person's answer to a proposal, with its reason."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "Approve"
        RETURN = "return", "Return"
        DECLINE = "decline", "Decline"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(null=True, blank=True)
    reopen_if = models.CharField(max_length=200, blank=True)

    objects = OwnedQuerySet["Decision"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("proposal", "by", name="one_decision_per_person"),
            models.CheckConstraint(
                condition=Q(verdict="approve") | ~Q(reason=""), name="saying_no_takes_a_reason"
            ),
        ]


def facts_of(task: Task) -> dict[str, Any]:
    """What a proposal freezes: the task and its current score in plain words and numbers."""
    score = Score.objects.current(task)
    return {
        "title": task.title,
        "holder": str(task.holder or ""),
        "system": str(task.system or ""),
        "purpose": task.purpose,
        "objective": task.objective,
        "when": task.rhythm_words,
        "effort_minutes": [task.effort_low, task.effort_likely, task.effort_high],
        "hours_per_month": f"{float(task.hours_per_month):.2f}",
        "data_class": task.data_class,
        "regulations": task.regulations,
        "wall": task.wall,
        "index": round(score.index, 1) if score else None,
        "band": score.band if score else "",
        "advice": score.advice if score else "",
        "qualifier": score.qualifier if score else "",
        "gates": score.gates if score else "",
        "strategic": score.strategic if score else None,
        "sensitivity": score.sensitivity if score else None,
        "urgency": score.urgency if score else None,
    }
