"""The client orders one run, or calls one off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.handoff.models import Handoff
from delegation.moves import same_version
from delegation.tracking.jobs import create_run, end_run
from delegation.tracking.jobs.telling import tell_partner
from delegation.tracking.models import PartnerRun
from delegation.tracking.permissions import may_cancel, may_order
from inventory.models import Run

FURTHEST = timedelta(days=366)


@transaction.atomic
def order(*, handoff: Handoff, at: datetime, by: Person) -> PartnerRun:
    """Ask for one run at a moment, whatever the rhythm says: "run it on Thursday at 22:00".

    Raises ``Refused`` while the tap is closed, for a moment that has passed or lies over a year away, and where
    there is a run of the task for that moment already.
    """
    require(may_order(by, handoff))
    now = timezone.now()
    if at < now - timedelta(minutes=5):
        raise Refused("That moment has passed. Choose one to come.")
    if at > now + FURTHEST:
        raise Refused("That is more than a year away. Choose a moment within a year.")
    run = create_run(handoff, due_at=at, source=Run.Source.ORDER, by=by, at=now)
    if run is None:
        raise Refused("There is a run of this task for that moment already. Choose another moment.")
    tell_partner(run, by=by, must_act=True, words="a run was ordered")
    return run


@transaction.atomic
def cancel(*, run: PartnerRun, why: str, by: Person, version: int | None = None) -> None:
    """Call one run off, with a reason; whoever has it is told at once."""
    same_version(run, version)
    require(may_cancel(by, run))
    if not why.strip():
        raise Refused("Say why, so that the partner knows what became of it.")
    end_run(run, to=PartnerRun.Status.CANCELLED, by=by, at=timezone.now(), why=why)
    tell_partner(run, by=by, must_act=True, words="a run was cancelled")
