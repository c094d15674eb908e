"""What the clock does about agreements and accesses: they expire and end on their day."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Organisation
from delegation.agreement.models import AccessGrant, Agreement
from delegation.moves import Moving, Stale

log = logging.getLogger("relay.agreement")

Status = Agreement.Status
EXPIRING_DAYS = 90


@shared_task
def age(*, at: datetime | None = None) -> int:
    """Call agreements expiring 90 days before their end, ended after it, and revoke accesses whose day has passed.

    A day lasts until the client's own midnight. Gives how many moved; safe to repeat.
    """
    now = at or timezone.now()
    clients = Organisation.objects.filter(kind=Organisation.Kind.CLIENT)
    return sum(_age(client, today=now.astimezone(ZoneInfo(client.time_zone)).date()) for client in clients)


def _age(client: Organisation, *, today: date) -> int:
    own = Agreement.objects.filter(organisation=client)
    running = own.filter(status__in=[Status.IN_FORCE, Status.EXPIRING])
    moved = sum(_move(agreement, to=Status.ENDED) for agreement in running.filter(ends_on__lt=today))
    near = own.filter(status=Status.IN_FORCE, ends_on__lte=today + timedelta(days=EXPIRING_DAYS))
    moved += sum(_move(agreement, to=Status.EXPIRING) for agreement in near)
    over = AccessGrant.objects.standing().filter(organisation=client, expires_on__lt=today)
    return moved + sum(_move(access, to=AccessGrant.Status.REVOKED) for access in over)


def _move(row: Moving, *, to: str) -> bool:
    try:
        with transaction.atomic():
            row.move(to=to, by=None, why="Its day has come.")
    except Stale:
        log.info("%s moved meanwhile; the next tick looks again", row)
        return False
    return True
