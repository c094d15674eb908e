"""The relay: what is owed is sent, at least once, under the same name each time."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from delegation.notices.digest import owe_digests
from delegation.notices.models import Notice

log = logging.getLogger("relay.notices")

AT_ONCE = 100
ATTEMPTS = 12
TRANSIENT = (OSError, TimeoutError)


@shared_task
def relay() -> int:
    """Send what is waiting; gives how many were sent. Asking again changes nothing."""
    waiting = Notice.objects.waiting(at=timezone.now()).order_by("next_try_at").values_list("pk", flat=True)
    return sum(deliver(notice_id=str(pk)) for pk in waiting[:AT_ONCE])


@shared_task
def digests(*, at: str = "") -> int:
    """Owe the morning's digests and send them; gives how many were owed."""
    owed = owe_digests(at=datetime.fromisoformat(at) if at else timezone.now())
    if owed:
        ask_for_relay()
    return owed


@shared_task
def forget_old() -> int:
    """Forget read notices of a year ago; gives how many rows went."""
    before = timezone.now() - timedelta(days=365)
    old = Notice.objects.filter(created_at__lt=before).exclude(read_at=None)
    return old.delete()[0]


def ask_for_relay() -> None:
    """Nudge a worker; when the queue does not answer, the clock's next tick will do."""
    try:
        relay.apply_async(expires=60)
    except Exception as error:  # noqa: BLE001 - whatever a broken queue raises, the promise stands in the database
        log.warning("the queue did not take a nudge: %s", type(error).__name__)


def deliver(*, notice_id: str) -> bool:
    """Send one notice, or leave it for later; gives whether it went out now.

    ``sending_at`` is committed before the mail leaves, so that a death in between can be counted. The mail is
    then sent again under the same Message-ID: at least once, never lost.
    """
    if not _claim(notice_id):
        return False
    notice = Notice.objects.select_related("to__user", "organisation").get(pk=notice_id)
    try:
        _mail(notice).send()
    except Exception as error:  # noqa: BLE001 - any refusal by a mail server is tried again, then given up
        _later(notice, error)
        return False
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), last_error="")
    return True


@transaction.atomic
def _claim(notice_id: str) -> bool:
    """Take the notice for the next two minutes; exactly one of many workers gets it."""
    now = timezone.now()
    rows = Notice.objects.waiting(at=now).filter(pk=notice_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    notice = rows.first()
    if notice is None:
        return False
    held = now + timedelta(seconds=120)
    return bool(
        Notice.objects.filter(pk=notice.pk, next_try_at=notice.next_try_at, sent_at=None).update(
            sending_at=now, next_try_at=held, attempts=notice.attempts + 1
        )
    )


def _later(notice: Notice, error: Exception) -> None:
    now = timezone.now()
    fate: dict[str, object] = {"next_try_at": now + timedelta(seconds=min(300, 3 * 2**notice.attempts))}
    if notice.attempts >= ATTEMPTS and not isinstance(error, TRANSIENT):
        fate = {"dead_at": now}
        log.error("gave up a mail after %s attempts: %s", notice.attempts, notice.pk)
    Notice.objects.filter(pk=notice.pk).update(last_error=type(error).__name__, **fate)


def _mail(notice: Notice) -> EmailMessage:
    link = f"{notice.organisation.door}{notice.address}"
    body = f"{notice.body}\n\n{link}\n".lstrip()
    host = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    headers = {"Message-ID": f"<{notice.pk}@{host}>"}
    subject = " ".join(notice.subject.split())
    return EmailMessage(subject, body, None, [notice.to.user.email], headers=headers)
