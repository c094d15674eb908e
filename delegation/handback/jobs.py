"""What the clock does at the end of an agreement: warn in time, then bring every task home (T12)."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from delegation.agreement.engine import warn_days
from delegation.agreement.models import Agreement
from delegation.handback.models import Return
from delegation.handoff.actions.moving import go, tell_client, tell_partner
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import page_of, portal_page_of
from delegation.moves import Stale
from delegation.notices.word import tell

log = logging.getLogger("relay.handback")

State = Handoff.State
WARN_FROM = timedelta(days=91)
LONGEST_NOTICE = timedelta(days=366)


@shared_task
def warn_of_ends(*, at: datetime | None = None) -> int:
    """Warn both sides 90, 60, 30 and 7 days before an agreement ends, once each; gives how many were told."""
    now = at or timezone.now()
    near = Q(
        agreement__ends_on__gte=now.date() - timedelta(days=1),
        agreement__ends_on__lte=(now + WARN_FROM).date(),
    )
    rows = Handoff.objects.live().filter(near).whole().select_related("partner_lead")
    return sum(_warn(handoff, at=now) for handoff in rows.order_by("pk"))


@shared_task
def bring_home(*, at: datetime | None = None) -> int:
    """Put every live handoff on its way home once its agreement ends less notice; gives how many moved.

    One transaction each: a handoff that somebody moves at the same moment is met again at the next tick.
    """
    now = at or timezone.now()
    rows = Handoff.objects.live().exclude(status=State.RETURNING).exclude(agreement=None)
    # No notice is longer than a year: what ends later than that is not read.
    soon = rows.filter(
        Q(agreement__status=Agreement.Status.ENDED) | Q(agreement__ends_on__lte=(now + LONGEST_NOTICE).date())
    )
    moved = 0
    for handoff in soon.whole().select_related("partner_lead").order_by("pk"):
        if handoff.agreement is not None and _is_due(handoff.agreement, on=_today(handoff, now)):
            moved += _bring(handoff, at=now)
    return moved


def _is_due(agreement: Agreement, *, on: date) -> bool:
    return agreement.status == Agreement.Status.ENDED or on >= agreement.ends_on - timedelta(
        days=agreement.notice_days
    )


def _bring(handoff: Handoff, *, at: datetime) -> bool:
    why = f"Agreement {handoff.agreement} ends."
    try:
        with transaction.atomic():
            if handoff.status in {State.PREPARING, State.OFFERED}:
                go(handoff, to=State.WITHDRAWN, by=None, why=why)
            else:
                _start(handoff, why=why, at=at)
            tell_client(
                handoff,
                by=None,
                must_act=True,
                subject=f"Comes home, the agreement ends: {handoff.task}",
                body=why,
            )
    except Stale:
        log.info("handoff %s moved meanwhile; the next tick looks again", handoff.pk)
        return False
    return True


def _start(handoff: Handoff, *, why: str, at: datetime) -> None:
    agreement = handoff.agreement
    left = max(0, (agreement.ends_on - at.date()).days) if agreement else 0
    Return.start(
        handoff=handoff,
        kind=Return.Kind.RECALL,
        reason_code=Return.Reason.END,
        reason=why,
        notice_days=left,
        by=None,
        at=at,
    )
    tell_partner(
        handoff, by=None, must_act=True, subject=f"{handoff.organisation}: the agreement ends, work goes home"
    )


def _warn(handoff: Handoff, *, at: datetime) -> int:
    agreement = handoff.agreement
    days = warn_days(agreement.ends_on, on=_today(handoff, at)) if agreement else None
    if agreement is None or days is None:
        return 0
    told = 0
    people = {handoff.accountable, handoff.task.holder or handoff.accountable}
    if handoff.partner_lead and handoff.status not in Handoff.UNSEEN:
        people.add(handoff.partner_lead)
    for person in people:
        name = f"work for {handoff.organisation}" if person.is_partner else str(handoff.task)
        address = portal_page_of(handoff) if person.is_partner else page_of(handoff)
        key = f"ends:{handoff.pk}:{agreement.ends_on:%Y%m%d}:{days}:{person.pk}"
        subject = f"The agreement ends on {agreement.ends_on:%-d %B %Y}: {name}"
        told += (
            tell(person, subject=subject, kind="ends", about=handoff, address=address, key=key, at=at)
            is not None
        )
    return told


def _today(handoff: Handoff, at: datetime) -> date:
    return at.astimezone(ZoneInfo(handoff.organisation.time_zone)).date()
