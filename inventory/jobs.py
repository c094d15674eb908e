"""What machines do for the catalogue: write an import, look for chores."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Organisation
from inventory.engine import chores as mining
from inventory.engine import reading
from inventory.engine.tickets import Ticket
from inventory.models import Chore, Import, SourceTicket
from inventory.models.derived import working_calendar

log = logging.getLogger("relay.inventory")

BATCH = 1000
STALLED = timedelta(minutes=2)
KEPT = (
    "fingerprint",
    "opened_at",
    "closed_at",
    "title",
    "category",
    "subcategory",
    "group",
    "person",
    "brought_in_id",
)


@shared_task(acks_late=True, time_limit=1800, soft_time_limit=1790)
def write_import(*, import_id: str) -> None:
    """Write the tickets of a running import, batch by batch; asking again goes on where it stood."""
    row = (
        Import.objects.select_related("organisation")
        .filter(pk=import_id, status=Import.Status.RUNNING)
        .first()
    )
    if row is None:
        return
    try:
        read = read_import(row)
        for done in _write(row, read.tickets):
            Import.objects.filter(pk=row.pk).update(lines_done=done, progressed_at=timezone.now())
    except reading.Unreadable as unreadable:
        row.move(to=Import.Status.FAILED, by=None, trouble=unreadable.sentence[:400])
        return
    with transaction.atomic():
        row.move(to=Import.Status.DONE, by=None, content=b"")
        find_chores.delay_on_commit(organisation_id=str(row.organisation_id))


@shared_task
def resume_imports() -> int:
    """Go on with imports whose worker died; gives how many."""
    stalled = Import.objects.filter(status=Import.Status.RUNNING, progressed_at__lt=timezone.now() - STALLED)
    pks = [str(pk) for pk in stalled.values_list("pk", flat=True)[:20]]
    for pk in pks:
        write_import(import_id=pk)
    return len(pks)


@shared_task(acks_late=True, time_limit=600, soft_time_limit=590)
def find_chores(*, organisation_id: str) -> int:
    """Look for chores in all tickets of an organisation; gives how many are proposed. What was decided stays decided."""
    organisation = Organisation.objects.get(pk=organisation_id)
    tickets = list(tickets_of(organisation))
    years = sorted({ticket.opened_at.year for ticket in tickets})
    found = mining.mine(tickets, calendar=working_calendar(organisation, years=years)) if tickets else ()
    decided = set(
        Chore.objects.filter(organisation=organisation)
        .exclude(status=Chore.Status.PROPOSED)
        .values_list("key", flat=True)
    )
    rows = [_chore(organisation, chore) for chore in found if chore.key[:300] not in decided]
    with transaction.atomic():
        Chore.objects.filter(organisation=organisation, status=Chore.Status.PROPOSED).exclude(
            key__in=[row.key for row in rows]
        ).delete()
        fields = [field.name for field in Chore._meta.concrete_fields if field.name not in _LEFT_ALONE]
        Chore.objects.bulk_create(
            rows,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["organisation", "key"],
            update_fields=fields,
        )
    return len(rows)


_LEFT_ALONE = frozenset({"id", "organisation", "key", "status", "version", "moved_at", "task"})


def read_import(row: Import) -> reading.Reading:
    """Read the file of an import with the choices a person made. Raises ``Unreadable`` with its sentence."""
    choices: dict[str, Any] = row.choices
    return reading.read(
        bytes(row.content), format=choices.get("format", "auto"), mapping=choices.get("mapping") or None,
        date_order=choices.get("date_order") or None,
    )  # fmt: skip


def dry_run(organisation: Organisation, read: reading.Reading) -> reading.ImportPlan:
    """What writing these tickets would do; nothing is written."""
    held = dict(
        SourceTicket.objects.filter(organisation=organisation, source=read.format).values_list(
            "external_id", "fingerprint"
        )
    )
    return reading.plan_import(read.tickets, held, refused=read.refused)


def tickets_of(organisation: Organisation) -> Iterator[Ticket]:
    """An organisation's tickets as the engine reads them, on the desk's own clock."""
    zone = ZoneInfo(organisation.time_zone)
    rows = SourceTicket.objects.filter(organisation=organisation).order_by("opened_at", "id")
    for row in rows.iterator(chunk_size=5000):
        yield Ticket(
            external_id=row.external_id, opened_at=_local(row.opened_at, zone), line=0,
            closed_at=_local(row.closed_at, zone) if row.closed_at else None, title=row.title, category=row.category,
            subcategory=row.subcategory, group=row.group, person=row.person,
        )  # fmt: skip


def _write(row: Import, tickets: Sequence[Ticket]) -> Iterator[int]:
    """Upsert by source and external id; each batch is a transaction, so a death loses no finished one."""
    zone, source = ZoneInfo(row.organisation.time_zone), str(row.source)
    for start in range(0, len(tickets), BATCH):
        batch = [_ticket(row, source, ticket, zone) for ticket in tickets[start : start + BATCH]]
        SourceTicket.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["organisation", "source", "external_id"],
            update_fields=KEPT,
        )
        yield min(start + BATCH, len(tickets))


def _ticket(row: Import, source: str, ticket: Ticket, zone: ZoneInfo) -> SourceTicket:
    return SourceTicket(
        organisation_id=row.organisation_id, source=source, external_id=ticket.external_id[:120],
        fingerprint=reading.fingerprint(ticket), opened_at=ticket.opened_at.replace(tzinfo=zone),
        closed_at=ticket.closed_at.replace(tzinfo=zone) if ticket.closed_at else None, title=ticket.title[:300],
        category=ticket.category[:120], subcategory=ticket.subcategory[:120], group=ticket.group[:120],
        person=ticket.person[:120], brought_in_id=row.pk,
    )  # fmt: skip


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _chore(organisation: Organisation, chore: mining.Chore) -> Chore:
    shown = chore.evidence
    return Chore(
        organisation=organisation, key=chore.key[:300], title=chore.title[:200], tickets=len(chore.tickets),
        rhythm=chore.rhythm, rule=chore.rule.text if chore.rule else "", confidence=round(chore.confidence, 3),
        hours_low=round(chore.hours.low, 2), hours_likely=round(chore.hours.likely, 2),
        hours_high=round(chore.hours.high, 2), off_hours_share=round(chore.off_hours_share, 3),
        evidence={
            "first": shown.first.isoformat(), "last": shown.last.isoformat(), "by_week": shown.by_week,
            "by_weekday": shown.by_weekday, "by_hour": shown.by_hour, "examples": shown.examples,
            "median_minutes": shown.median_minutes, "people": shown.people, "groups": shown.groups,
            "per_month": round(chore.per_month, 2), "starts_on": chore.starts_on.isoformat() if chore.starts_on else "",
            "interruptions_per_month": round(chore.distraction.interruptions_per_month, 1),
        },
    )  # fmt: skip
