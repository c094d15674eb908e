"""The relay: what is owed is sent, at least once, under the same name each time."""

import logging
import time
from datetime import datetime, timedelta

from celery import shared_task
from django.core.mail import get_connection
from django.db.models import Q
from django.utils import timezone

from delegation.notices.digest import owe_digests
from delegation.notices.models import Notice
from delegation.notices.post import QUIET, Away, deliver

log = logging.getLogger("relay.notices")

AT_ONCE = 100
# A round ends before Celery would end it; the clock soon asks for the next one.
ROUND_SECONDS = 45


@shared_task
def relay() -> int:
    """Send what is waiting; gives how many were sent. Asking again changes nothing."""
    now, until = timezone.now(), time.monotonic() + ROUND_SECONDS
    if Notice.objects.found_away(since=now - QUIET, until=now).exists():
        return 0
    waiting = Notice.objects.waiting(at=now).order_by("next_try_at").values_list("pk", flat=True)
    door, sent = get_connection(), 0
    try:
        for pk in waiting[:AT_ONCE]:
            if time.monotonic() > until:
                break
            sent += deliver(notice_id=str(pk), door=door)
    except Away as away:
        log.warning("the mail server takes nothing: %s", away)
    finally:
        door.close()
    return sent


@shared_task
def digests(*, at: str = "") -> int:
    """Owe the morning's digests and send them; gives how many were owed."""
    owed = owe_digests(at=datetime.fromisoformat(at) if at else timezone.now())
    if owed:
        ask_for_relay()
    return owed


@shared_task
def forget_old() -> int:
    """Forget read notices and letters of a year ago; gives how many rows went."""
    before = timezone.now() - timedelta(days=365)
    old = Notice.objects.filter(Q(to=None) | Q(read_at__isnull=False), created_at__lt=before)
    return old.delete()[0]


def ask_for_relay() -> None:
    """Nudge a worker; when the queue does not answer, the clock's next tick will do."""
    try:
        relay.apply_async(expires=60)
    except Exception as error:  # noqa: BLE001 - whatever a broken queue raises, the promise stands in the database
        log.warning("the queue did not take a nudge: %s", type(error).__name__)
