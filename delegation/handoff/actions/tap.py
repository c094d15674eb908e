"""The tap: open it and runs are due at the partner, close it and they stay home (T5, T6)."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.handoff import engine
from delegation.handoff.actions.moving import everything, go, tell_partner
from delegation.handoff.models import Handoff, openable_of
from delegation.handoff.permissions import may_close, may_open, may_review
from delegation.moves import same_version

State = Handoff.State


@transaction.atomic
def open_tap(*, handoff: Handoff, by: Person, why: str = "", version: int | None = None) -> None:
    """Let runs be due at the partner (T5); ``by`` is who opens it, or who accepted the plan that does."""
    same_version(handoff, version)
    require(may_open(by, handoff))
    require(everything(openable_of(handoff, on=timezone.localdate())))
    go(handoff, to=State.ACTIVE, by=by, why=why, opened_at=timezone.now())
    tell_partner(
        handoff,
        by=by,
        subject=f"{handoff.organisation} opened the tap",
        body="Runs are due at you from now on.",
    )


@transaction.atomic
def close_tap(*, handoff: Handoff, by: Person, why: str = "", version: int | None = None) -> None:
    """Let no further runs be due at the partner (T6); open ones are finished or given home."""
    same_version(handoff, version)
    require(may_close(by, handoff, at=timezone.now()))
    go(handoff, to=State.STANDBY, by=by, why=why)
    tell_partner(
        handoff,
        by=by,
        subject=f"{handoff.organisation} closed the tap",
        body="Finish what is open, or give it home.",
    )


@transaction.atomic
def review(*, handoff: Handoff, by: Person, note: str = "", version: int | None = None) -> None:
    """Say that it may go on as it is, and set the next day to look at it."""
    same_version(handoff, version)
    require(may_review(by, handoff))
    handoff.change(
        "reviewed it", by=by, why=note, deadline_at=engine.deadline(handoff.status, at=timezone.now())
    )
