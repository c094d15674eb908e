"""What the clock does about handoffs: nothing stays past its deadline without somebody being told."""

from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import Ball, page_of, portal_page_of
from delegation.notices.word import tell

# A reminder at the deadline, and two days later word to everybody who can help.
ESCALATE_AFTER = timedelta(days=2)
AT_ONCE = 500


@shared_task
def remind_stuck(*, at: datetime | None = None) -> int:
    """Remind whose move it is of every handoff past its deadline, and escalate two days later; gives how many were told.

    Once each per deadline, however often it runs. Raises nothing for a handoff that moved meanwhile.
    """
    now = at or timezone.now()
    told = 0
    stuck = Handoff.objects.stuck(at=now).whole().select_related("partner_lead").order_by("deadline_at", "pk")
    for handoff in stuck[:AT_ONCE]:
        told += _remind(handoff, at=now)
        if handoff.deadline_at is not None and handoff.deadline_at + ESCALATE_AFTER <= now:
            told += _escalate(handoff, at=now)
    return told


def _remind(handoff: Handoff, *, at: datetime) -> int:
    partners_move = handoff.ball == Ball.PARTNER and handoff.status not in Handoff.UNSEEN
    if partners_move:
        people = [handoff.partner_lead] if handoff.partner_lead else _seated(handoff.partner_id, Role.LEAD)
    else:
        people = list({handoff.accountable, handoff.task.holder or handoff.accountable})
    return _tell(people, handoff, kind="stuck", words="Past its day", at=at)


def _escalate(handoff: Handoff, *, at: datetime) -> int:
    people = _seated(handoff.organisation_id, Role.MANAGER)
    if handoff.status not in Handoff.UNSEEN:
        people += _seated(handoff.partner_id, Role.LEAD)
    return _tell(people, handoff, kind="escalated", words="Two days past its day", at=at)


def _tell(people: list[Person], handoff: Handoff, *, kind: str, words: str, at: datetime) -> int:
    told = 0
    for person in people:
        subject = (
            f"{words}: work for {handoff.organisation}" if person.is_partner else f"{words}: {handoff.task}"
        )
        address = portal_page_of(handoff) if person.is_partner else page_of(handoff)
        key = f"{kind}:{handoff.pk}:{handoff.deadline_at:%Y%m%d%H%M}:{person.pk}"
        notice = tell(
            person, subject=subject, kind=kind, about=handoff, address=address, must_act=True, key=key, at=at
        )
        told += notice is not None
    return told


def _seated(organisation_id: Any, role: str) -> list[Person]:
    return list(
        Person.objects.filter(organisation=organisation_id, role=role, ended_at=None).select_related("user")
    )
