"""What every arrow of a handoff does besides: the ball, the deadline, and word to the people concerned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Answer, No
from delegation.handoff import engine
from delegation.handoff.engine import Line
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import page_of, portal_page_of
from delegation.notices.word import tell


def go(handoff: Handoff, *, to: str, by: Person | None, why: str = "", **fields: Any) -> datetime:
    """Take the arrow, hand over the ball and set the next deadline; gives the moment it happened."""
    now = timezone.now()
    moved = {
        "ball": engine.ball(to),
        "ball_since_at": now,
        "deadline_at": engine.deadline(to, at=now),
        **fields,
    }
    handoff.move(to=to, by=by, why=why, **moved)
    return now


def take(handoff: Handoff) -> None:
    """Read where the handoff stands now and hold it, so that nobody moves it before this transaction ends."""
    now = ["status", "version", "suspended_from", "resume_agreed_by", "partner_lead", "opened_at"]
    handoff.refresh_from_db(fields=now, from_queryset=Handoff.objects.select_for_update())


def everything(lines: Sequence[Line]) -> Answer:
    """Yes when every line is in place; otherwise what to do first."""
    gaps = engine.missing(lines)
    if not gaps:
        return Answer(allowed=True)
    return No(f"{engine.in_place(lines)}. {gaps[0].next_step}")


def tell_client(
    handoff: Handoff, *, subject: str, body: str = "", by: Person | None, must_act: bool = False
) -> None:
    """Tell the accountable person and the holder, but not whoever did it."""
    holder = handoff.task.holder
    for person in {handoff.accountable, holder or handoff.accountable} - {by}:
        _tell(
            person,
            handoff,
            subject=subject,
            body=body,
            must_act=must_act,
            address=page_of(handoff),
        )


def tell_partner(
    handoff: Handoff, *, subject: str, body: str = "", by: Person | None, must_act: bool = False
) -> None:
    """Tell the partner's lead who accepted it; before that, every lead of the partner. The mail names no task text."""
    leads = [handoff.partner_lead] if handoff.partner_lead else leads_of(handoff)
    for person in leads:
        if person != by:
            address = portal_page_of(handoff)
            _tell(person, handoff, subject=subject, body=body, must_act=must_act, address=address)


def tell_seats(
    handoff: Handoff, *roles: str, subject: str, body: str = "", by: Person | None, must_act: bool = True
) -> None:
    """Tell everybody at the client who holds one of ``roles``, because the next act is theirs; nobody twice."""
    told = {by, handoff.accountable, handoff.task.holder}
    for role in roles:
        for person in _seated(handoff.organisation_id, role):
            if person not in told:
                address = page_of(handoff)
                _tell(person, handoff, subject=subject, body=body, must_act=must_act, address=address)


def leads_of(handoff: Handoff) -> list[Person]:
    return _seated(handoff.partner_id, Role.LEAD)


def _seated(organisation_id: Any, role: str) -> list[Person]:
    return list(
        Person.objects.filter(organisation=organisation_id, role=role, ended_at=None).select_related("user")
    )


def _tell(person: Person, handoff: Handoff, *, subject: str, body: str, must_act: bool, address: str) -> None:
    tell(
        person, subject=subject, body=body, kind="handoff", about=handoff, address=address, must_act=must_act
    )
