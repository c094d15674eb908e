"""The client recalls, or the partner hands back (T9)."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.handback.models import Return
from delegation.handback.permissions import may_set_notice
from delegation.handoff.actions.moving import go, take, tell_client, tell_partner, tell_seats
from delegation.handoff.models import Handoff
from delegation.handoff.permissions import may_hand_back, may_recall

State = Handoff.State


@transaction.atomic
def recall(
    *,
    handoff: Handoff,
    why: str,
    by: Person,
    reason_code: str = Return.Reason.DEMAND,
    notice_days: int | None = None,
) -> Return | None:
    """Take a task home from wherever it stands at this moment, whatever page it was asked from (T9).

    Before the partner has accepted it is withdrawn, and None is given. Raises ``Refused`` without a reason, where
    nothing is offered yet, or for less notice than agreed unless security asks.
    """
    take(handoff)
    require(may_recall(by, handoff))
    days = _notice(handoff, notice_days, why=why, by=by)
    if handoff.status == State.OFFERED:
        go(handoff, to=State.WITHDRAWN, by=by, why=why)
        tell_partner(handoff, by=by, subject=f"{handoff.organisation} withdrew an offer")
        return None
    way_home = Return.start(
        handoff=handoff,
        kind=Return.Kind.RECALL,
        reason_code=reason_code,
        reason=why,
        notice_days=days,
        by=by,
        at=timezone.now(),
    )
    tell_client(handoff, by=by, subject=f"On its way home: {handoff.task}", body=why)
    tell_partner(
        handoff,
        by=by,
        must_act=True,
        subject=f"{handoff.organisation} recalls a task",
        body="Finish what is open.",
    )
    return way_home


@transaction.atomic
def hand_back(
    *,
    handoff: Handoff,
    why: str,
    by: Person,
    reason_code: str = Return.Reason.CAPACITY,
    notice_days: int | None = None,
) -> Return:
    """Give the work home, with the reason and the agreed notice (T9). Suspending stops it at once."""
    take(handoff)
    require(may_hand_back(by, handoff))
    days = _notice(handoff, notice_days, why=why, by=by)
    way_home = Return.start(
        handoff=handoff, kind=Return.Kind.HAND_BACK, reason_code=reason_code, reason=why, notice_days=days, by=by,
        at=timezone.now(),
    )  # fmt: skip
    tell_client(
        handoff, by=by, must_act=True, subject=f"{handoff.partner} hands back: {handoff.task}", body=why
    )
    tell_seats(
        handoff, Role.MANAGER, by=by, subject=f"{handoff.partner} hands back: {handoff.task}",
        body=f"Revoke the access that it no longer needs. {why}",
    )  # fmt: skip
    return way_home


def _notice(handoff: Handoff, notice_days: int | None, *, why: str, by: Person) -> int:
    if not why.strip():
        raise Refused("Say why it comes home.")
    agreed = handoff.agreement.notice_days if handoff.agreement else 0
    days = agreed if notice_days is None else notice_days
    if handoff.status != State.OFFERED:
        require(may_set_notice(by, notice_days=days, agreed_days=agreed))
    return days
