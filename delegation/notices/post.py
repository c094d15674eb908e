"""The post: one letter at a time, and what a mail server's answer means for it."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.notices.links import whole_link
from delegation.notices.models import LONGEST_PAUSE, Notice

log = logging.getLogger("relay.notices")

HELD = timedelta(minutes=2)
# A mail server that took nothing is left alone for a while, or each new notice would cost a worker its patience.
QUIET = timedelta(seconds=20)
ATTEMPTS = 12
PATIENCE = timedelta(days=3)


class Away(Exception):  # noqa: N818 - the mail server is, nothing here is broken
    """The mail server takes nothing from anybody now: it is down, silent, or does not let us in."""


def deliver(*, notice_id: str, door: BaseEmailBackend | None = None) -> bool:
    """Send one notice, or leave it for later; gives whether it went out now. Raises ``Away``.

    ``sending_at`` is committed before the mail leaves, so that a death in between can be counted. The mail is
    then sent again under the same Message-ID: at least once, never lost. No transaction is open meanwhile.
    """
    if not _claim(notice_id):
        return False
    notice = Notice.objects.select_related("to__user", "organisation").get(pk=notice_id)
    if not _is_wanted(notice):
        Notice.objects.filter(pk=notice.pk).update(by_mail=False)
        return False
    try:
        if door is not None:
            door.open()  # once for a whole round
        letter(notice, door).send()
    except Exception as error:
        _put_off(notice, error)
        if is_away(error):
            raise Away(type(error).__name__) from error
        return False
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), last_error="")
    return True


def letter(notice: Notice, door: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail of a notice: its subject, and a link to where the rest is read after signing in.

    A mailbox is not ours: what people wrote stays behind the door. A digest's words are the subjects it gathers.
    A letter to an address says who invites, and its link is the way in.
    """
    if notice.to is None:
        to, body = (
            notice.to_address,
            f"{notice.body}\n\n{whole_link(notice)}\n\nThe link works once, for 72 hours.",
        )
    else:
        words = notice.body if notice.kind == "digest" else "Sign in to read it and to answer:"
        to, body = notice.to.user.email, f"{words}\n\n{notice.organisation.door}{notice.address}\n"
    host = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    headers = {"Message-ID": f"<{notice.pk}@{host}>"}
    subject = " ".join(notice.subject.split())
    return EmailMessage(subject, body, None, [to], headers=headers, connection=door)


def is_away(error: Exception) -> bool:
    """Whether the trouble is with the mail server as a whole, not with this letter."""
    code = answer_of(error)
    if code == 421 or isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        return True
    return isinstance(error, OSError) and not isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError
    )


def answer_of(error: Exception) -> int | None:
    """The number that the mail server answered with, where it answered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _is_wanted(notice: Notice) -> bool:
    """Whether it still is of use: to somebody with a seat, or with a link that still leads somewhere."""
    if notice.to is None:
        return whole_link(notice) is not None
    return Person.objects.active(on=timezone.localdate()).filter(pk=notice.to.pk).exists()


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
    return bool(
        Notice.objects.filter(pk=notice.pk, next_try_at=notice.next_try_at, sent_at=None).update(
            sending_at=now, next_try_at=now + HELD, attempts=notice.attempts + 1
        )
    )


def _put_off(notice: Notice, error: Exception) -> None:
    """Try again after a pause that grows; what is refused for good is given up, and somebody is told."""
    now, code = timezone.now(), answer_of(error)
    away = is_away(error)
    is_refused = code is not None and code >= 500
    is_tired = notice.attempts >= ATTEMPTS and now - notice.created_at >= PATIENCE
    if not away and (is_refused or is_tired):
        _give_up(notice, error, at=now)
        return
    pause = min(LONGEST_PAUSE, timedelta(seconds=3 * 2 ** min(notice.attempts, 10)))
    pause = max(pause, QUIET) if away else pause
    said = f"{'away: ' if away else ''}{type(error).__name__} {code or ''}".strip()
    Notice.objects.filter(pk=notice.pk).update(last_error=said, next_try_at=now + pause)


@transaction.atomic
def _give_up(notice: Notice, error: Exception, *, at: datetime) -> None:
    """The notice stays on the person's own page; whoever keeps the seats learns that the mailbox takes nothing."""
    from delegation.notices.word import tell  # noqa: PLC0415 - word asks for the relay, which sends this

    answer = answer_of(error) or type(error).__name__
    log.error("gave up a mail after %s attempts: %s (%s)", notice.attempts, notice.pk, answer)
    Notice.objects.filter(pk=notice.pk).update(dead_at=at, last_error=str(answer))
    read = f"What Relay has to say to {notice.to} is read after signing in."
    instead = read if notice.to else "Look at the address and invite again."
    keepers = Person.objects.active(on=at.date()).filter(
        organisation=notice.organisation_id, role__in=[Role.ADMIN, Role.LEAD]
    )
    others = keepers.exclude(pk=notice.to.pk) if notice.to else keepers
    for keeper in others.select_related("organisation"):
        tell(
            keeper, kind="undeliverable", about=notice.to, address=reverse("accounts:people"), at=at,
            key=f"undeliverable:{notice.to_id or notice.pk}:{at.date()}:{keeper.pk}",
            subject=f"Mail to {notice.to or notice.to_address} is refused",
            body=f"The mail server answered {answer}. {instead}",
        )  # fmt: skip
