"""Tell somebody something: a row now, a mail soon."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.dispatch import receiver
from django.utils import timezone

from delegation.accounts.letters import link_owed
from delegation.accounts.models import Person
from delegation.notices import jobs
from delegation.notices.models import Notice


def tell(
    to: Person,
    *,
    subject: str,
    body: str = "",
    kind: str = "word",
    about: models.Model | None = None,
    address: str = "",
    must_act: bool = False,
    by_mail: bool | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> Notice | None:
    """Owe ``to`` a message, in the caller's transaction.

    ``must_act`` sends a mail of its own at once; everything else waits for the morning digest, unless ``by_mail``
    says otherwise. ``address`` is
    the page it is about, from the site's root. A ``key`` that was used before owes nothing new and gives None;
    so does a person whose seat has ended.
    """
    now, at_once = at or timezone.now(), must_act if by_mail is None else by_mail
    if to.ended_at is not None or (to.expires_on is not None and to.expires_on < now.date()):
        return None
    notice = Notice(
        organisation_id=to.organisation_id,
        to=to,
        kind=kind,
        key=key,
        must_act=must_act,
        subject=subject[:240],
        body=body,
        address=address,
        by_mail=at_once,
        next_try_at=now,
        created_at=now,
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
    )
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return None
    if at_once:
        nudge()
    return notice


@receiver(link_owed)
def owe_link(*, about: Any, to: str, subject: str, sentence: str, link: str, **_sent: Any) -> None:
    """Owe an address a letter, in the transaction of what it is about; its secret is not kept here."""
    Notice.objects.create(
        organisation_id=about.organisation_id, to_address=to, kind="link", subject=subject[:240], body=sentence, address=link,
        by_mail=True, about_type=about._meta.label_lower, about_id=str(about.pk),
    )  # fmt: skip
    nudge()


def nudge() -> None:
    """Ask a worker to look at the outbox after commit, once. A queue that is down only makes it later."""
    here = set(connection.savepoint_ids)
    if not any(act is jobs.ask_for_relay and points <= here for points, act, *_ in connection.run_on_commit):
        transaction.on_commit(jobs.ask_for_relay, robust=True)
