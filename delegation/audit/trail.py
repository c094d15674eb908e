"""The trail: record what happened, seal it, and check that nobody rewrote it."""

import hashlib
import json

from django.db import connection, models, transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.audit.models import AuditEvent

SEALED_AT_ONCE = 5000


def record(
    verb: str,
    *,
    about: models.Model,
    by: Person | None,
    organisation: Organisation | None = None,
    why: str = "",
    before: str = "",
    after: str = "",
    version: int | None = None,
) -> AuditEvent:
    """Write one event in the caller's transaction; ``by=None`` is the clock.

    The organisation is the one that owns ``about``, unless another is named. Raises ``RuntimeError`` outside a
    transaction, because an event without its change, or a change without its event, must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit event belongs in the transaction of its change.")
    owner = organisation.pk if organisation else getattr(about, "organisation_id", None) or about.pk
    return AuditEvent.objects.create(
        organisation_id=owner,
        by=by,
        verb=verb,
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        about_name=str(about)[:240],
        version=version,
        before=before[:2000],
        after=after[:2000],
        why=why,
        at=timezone.now(),
    )


@transaction.atomic
def seal(organisation: Organisation) -> int:
    """Chain this organisation's new events behind the sealed ones; gives how many were sealed."""
    _alone(organisation)
    last = _sealed(organisation).order_by("-seal_number").first()
    number, previous = (last.seal_number or 0, last.seal) if last else (0, "")
    waiting = AuditEvent.objects.filter(organisation=organisation, seal_number=None).order_by("id")[
        :SEALED_AT_ONCE
    ]
    events = list(waiting)
    for event in events:
        number += 1
        event.seal_number, event.previous_seal = number, previous
        event.seal = previous = _digest(event)
    # The one change an event may see: its seal. The queryset refuses every other.
    rows: models.QuerySet[AuditEvent] = models.QuerySet(AuditEvent)
    rows.bulk_update(events, ["seal_number", "previous_seal", "seal"], batch_size=500)
    return len(events)


def verify(organisation: Organisation) -> list[str]:
    """Sentences saying where the sealed trail does not hold; an empty list when it does."""
    faults, previous, expected = [], "", 1
    for event in _sealed(organisation).order_by("seal_number").iterator(chunk_size=2000):
        if event.seal_number != expected:
            faults.append(f"Event {expected} is missing.")
            expected = event.seal_number or expected
        elif event.previous_seal != previous:
            faults.append(f"Event {expected} does not follow the one before it.")
        if event.seal != _digest(event):
            faults.append(f"Event {expected} was changed after it was sealed.")
        previous, expected = event.seal, expected + 1
    return faults


def _sealed(organisation: Organisation) -> models.QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(organisation=organisation, seal_number__isnull=False)


def _alone(organisation: Organisation) -> None:
    """Let one sealer at a time work on an organisation; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(organisation.pk)])


def _digest(event: AuditEvent) -> str:
    content = [
        event.seal_number,
        event.previous_seal,
        str(event.organisation_id),
        str(event.by_id),
        event.verb,
        event.about_type,
        event.about_id,
        event.version,
        event.before,
        event.after,
        event.why,
        event.at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
