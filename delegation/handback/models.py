"""What is kept of bringing a task home."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.agreement.models import AccessGrant
from delegation.handback import engine
from delegation.handoff.engine import Line, differences
from delegation.handoff.models import Handoff, ProcedureVersion
from delegation.handoff.models.handoffs import HomeReason
from delegation.moves import Moving
from inventory.models import Run
from inventory.models.owned import Owned


class ReturnQuerySet(models.QuerySet["Return"]):
    """Returns that are ..."""

    def visible_to(self, person: Person) -> "ReturnQuerySet":
        return self.filter(handoff__in=Handoff.objects.visible_to(person).values("pk"))

    def whole(self) -> "ReturnQuerySet":
        return self.select_related(
            "handoff__task__holder", "handoff__task__backup", "handoff__task__system", "handoff__partner",
            "handoff__agreement", "handoff__accountable", "handoff__organisation", "handoff__partner_lead", "asked_by",
        )  # fmt: skip


class Return(Owned, Moving):
    """The way home of one handoff: why, with what notice, and what comes with it."""

    class Kind(models.TextChoices):
        RECALL = "recall", "Recall"
        HAND_BACK = "hand_back", "Hand back"

    class Status(models.TextChoices):
        PACKING = "packing", "Packing"
        SIGNED = "signed", "Signed by the holder"
        DONE = "done", "Done"

    Reason = HomeReason

    MOVES: ClassVar = {
        Status.PACKING: frozenset({Status.SIGNED, Status.DONE}),
        Status.SIGNED: frozenset({Status.DONE}),
        Status.DONE: frozenset(),
    }

    handoff = models.OneToOneField(Handoff, on_delete=models.PROTECT, related_name="way_home")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PACKING)
    reason_code = models.CharField(max_length=10, choices=HomeReason)
    reason = models.TextField()
    notice_ends_on = models.DateField()
    package = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    access_revoked_at = models.DateTimeField(null=True)
    procedure_reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    forced_reason = models.TextField(blank=True)

    objects = ReturnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.handoff}"

    @classmethod
    @transaction.atomic
    def start(
        cls,
        *,
        handoff: Handoff,
        kind: str,
        reason_code: str,
        reason: str,
        notice_days: int,
        by: Person | None,
        at: datetime,
    ) -> "Return":
        """Put a handoff on its way home and begin its package; ``by=None`` is the clock."""
        ends_on, deadline_at = engine.notice_end(at=at, notice_days=notice_days)
        handoff.move(
            to=Handoff.State.RETURNING, by=by, why=reason, ball="client", ball_since_at=at, deadline_at=deadline_at,
            suspended_from="", resume_agreed_by=None,
        )  # fmt: skip
        way_home = cls.objects.create(
            organisation_id=handoff.organisation_id, handoff=handoff, partner_id=handoff.partner_id, kind=kind,
            reason_code=reason_code, reason=reason, notice_ends_on=ends_on, asked_by=by, asked_at=at, package=package_of(handoff),
        )  # fmt: skip
        way_home.begin(by=by, why=reason)
        return way_home

    @property
    def lines(self) -> tuple[Line, ...]:
        """What must be in place before it is signed (T10)."""
        return engine.homecoming(
            {
                "open_runs": open_runs(self.handoff).count(),
                "access": self.access_revoked_at is not None,
                "procedure": self.procedure_reviewed_at is not None,
            }
        )


def open_runs(handoff: Handoff) -> models.QuerySet[Run]:
    """Runs of the task that are open at the partner."""
    return Run.objects.filter(task=handoff.task_id, at_partner=True, result=Run.Result.OPEN)


def package_of(handoff: Handoff) -> dict[str, Any]:
    """What comes home with the task: how the procedure changed, open runs, access to revoke, who must learn it again."""
    first = handoff.packets.exclude(frozen_at=None).order_by("number").first()
    newest = ProcedureVersion.objects.filter(procedure__task=handoff.task_id).order_by("-number").first()
    accesses = access_of(handoff).select_related("system")
    task = handoff.task
    return {
        "changes": differences(first.steps if first else [], newest.steps) if newest else [],
        "open_runs": open_runs(handoff).count(),
        "access": [str(access) for access in accesses],
        "refresh": [str(person) for person in (task.holder, task.backup) if person is not None],
    }


def access_of(handoff: Handoff) -> models.QuerySet[AccessGrant]:
    """The partner's standing access to the task's system."""
    grants = AccessGrant.objects.standing().filter(
        organisation=handoff.organisation_id, partner=handoff.partner_id
    )
    return grants.filter(system=handoff.task.system_id) if handoff.task.system_id else grants.none()
