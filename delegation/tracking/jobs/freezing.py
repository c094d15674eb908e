"""A suspended handoff freezes its runs: nobody's minutes count until it goes on."""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from delegation.handoff.models import Handoff
from delegation.tracking.models import ClockInterval, PartnerRun, turn_clock

Side = ClockInterval.Side
Status = PartnerRun.Status

FROZEN = "The hand-off is suspended"


@shared_task
def follow_suspensions(*, at: datetime | None = None) -> int:
    """Close the clocks of suspended handoffs, and turn them on again after; gives how many turned.

    A clock is closed from the moment of the suspension, however late this comes.
    """
    now = at or timezone.now()
    runs = PartnerRun.objects.open().select_related("handoff__agreement", "organisation")
    suspended = runs.filter(handoff__status=Handoff.State.SUSPENDED).exclude(_lasts(reason=FROZEN))
    resumed = runs.exclude(handoff__status=Handoff.State.SUSPENDED).filter(_lasts(reason=FROZEN))
    turned = 0
    for run in suspended.order_by("pk"):
        turned += _turn(run, side=Side.CLOSED, reason=FROZEN, at=now)
    for run in resumed.order_by("pk"):
        turned += _turn(run, side=_side_of(run), reason=run.waiting_for, at=now)
    return turned


def _lasts(**fields: Any) -> Exists:
    return Exists(ClockInterval.objects.filter(partner_run=OuterRef("pk"), to_at=None, **fields))


@transaction.atomic
def _turn(run: PartnerRun, *, side: str, reason: str, at: datetime) -> int:
    moment = min(at, run.handoff.moved_at)
    newest = run.intervals.filter(from_at__lte=at).order_by("-from_at").first()
    if newest is not None and newest.from_at > moment:
        # Somebody acted between the suspension and this tick; what they did stands.
        moment = at
    turn_clock(run, side=side, at=moment, reason=reason)
    run.change("clock closed" if side == Side.CLOSED else "clock goes on", by=None, why=reason)
    return 1


def _side_of(run: PartnerRun) -> str:
    if run.status == Status.SUBMITTED:
        return Side.CLIENT
    return run.ball if run.status == Status.WAITING else Side.PARTNER
