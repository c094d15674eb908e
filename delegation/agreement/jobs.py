"""What the clock does about agreements and accesses: they expire and end on their day."""

import logging
from datetime import date, datetime, timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from delegation.agreement.models import AccessGrant, Agreement
from delegation.moves import Moving, Stale

log = logging.getLogger("relay.agreement")

Status = Agreement.Status
EXPIRING_DAYS = 90


@shared_task
def age(*, at: datetime | None = None) -> int:
    """Call agreements expiring 90 days before their end, ended after it, and revoke accesses whose day has passed.

    Gives how many moved; safe to repeat.
    """
    today = (at or timezone.now()).date()
    soon = today + timedelta(days=EXPIRING_DAYS)
    running = Agreement.objects.filter(status__in=[Status.IN_FORCE, Status.EXPIRING])
    moved = sum(_move(agreement, to=Status.ENDED) for agreement in running.filter(ends_on__lt=today))
    near = Agreement.objects.filter(status=Status.IN_FORCE, ends_on__lte=soon)
    moved += sum(_move(agreement, to=Status.EXPIRING) for agreement in near)
    return moved + sum(_move(access, to=AccessGrant.Status.REVOKED) for access in _expired(on=today))


def _expired(*, on: date) -> list[AccessGrant]:
    return list(AccessGrant.objects.standing().filter(expires_on__lt=on))


def _move(row: Moving, *, to: str) -> bool:
    try:
        with transaction.atomic():
            row.move(to=to, by=None, why="Its day has come.")
    except Stale:
        log.info("%s moved meanwhile; the next tick looks again", row)
        return False
    return True
