"""The morning digest: one mail a day to whoever has something new, none to the others."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from delegation.accounts.models import Person
from delegation.notices.models import Notice

MORNING = time(7, 30)
LINES = 20
FOLDED_AFTER = timedelta(hours=24)


def owe_digests(*, at: datetime) -> int:
    """Owe a digest to everybody whose local morning has come, once a local day; gives how many were owed now."""
    # What the mail server did not take for a day is said in one mail, not in a storm of them.
    late = Notice.objects.owed().filter(created_at__lt=at - FOLDED_AFTER, to__isnull=False)
    late.exclude(kind="digest").update(by_mail=False)
    waiting = Notice.objects.filter(by_mail=False, digest=None, read_at=None, created_at__lte=at)
    people = (
        Person.objects.active(on=at.date())
        .filter(pk__in=waiting.values("to"))
        .select_related("user", "organisation")
    )
    return sum(
        _owe(person, at) for person in people if at.astimezone(ZoneInfo(person.time_zone)).time() >= MORNING
    )


def _owe(person: Person, at: datetime) -> bool:
    today = at.astimezone(ZoneInfo(person.time_zone)).date()
    lines = list(
        Notice.objects.filter(
            to=person, by_mail=False, digest=None, read_at=None, created_at__lte=at
        ).order_by("-created_at")
    )
    try:
        with transaction.atomic():
            digest = Notice.objects.create(
                organisation_id=person.organisation_id, to=person, kind="digest", key=f"digest:{person.pk}:{today}",
                subject=_subject(lines), body=_body(lines), address="/notices/", by_mail=True, next_try_at=at, created_at=at,
                read_at=at,
            )  # fmt: skip
            Notice.objects.filter(pk__in=[line.pk for line in lines]).update(digest=digest)
    except IntegrityError:
        return False  # today's has been owed already; what came since waits for tomorrow
    return True


def _subject(lines: list[Notice]) -> str:
    return lines[0].subject if len(lines) == 1 else f"{len(lines)} things to know: {lines[0].subject}"[:240]


def _body(lines: list[Notice]) -> str:
    shown = [f"· {line.subject}" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append(f"and {len(lines) - LINES} more.")
    return "\n".join(shown)
