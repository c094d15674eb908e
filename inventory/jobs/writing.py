"""Write an import, batch by batch, and go on where a dead worker stopped."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from delegation.accounts.models import Organisation
from delegation.moves import Stale
from inventory.engine import reading
from inventory.engine.tickets import Ticket
from inventory.jobs.chores import find_chores
from inventory.jobs.looking import look_at_import, read_import
from inventory.models import KEPT, Import, SourceTicket

BATCH = 1000
STALLED = timedelta(minutes=2)
FORGOTTEN = timedelta(days=30)


@shared_task(acks_late=True, time_limit=1800, soft_time_limit=1790)
def write_import(*, import_id: str) -> None:
    """Write the tickets of a running import, batch by batch; asking again goes on where it stood.

    Of two workers at one import, the one that finds its batch written already leaves the rest to the other.
    """
    row = Import.objects.select_related("organisation").running().filter(pk=import_id).first()
    if row is None:
        return
    try:
        read = read_import(row)
    except reading.Unreadable as unreadable:
        row.move(to=Import.Status.FAILED, by=None, trouble=unreadable.sentence[:400])
        return
    for start in range(row.lines_done, len(read.tickets), BATCH):
        if not _write(row, read.tickets[start : start + BATCH], start=start):
            return
    with suppress(Stale), transaction.atomic():  # another worker may have gone on with it and been faster
        row.move(to=Import.Status.DONE, by=None, content=b"", progressed_at=timezone.now())
        find_chores.delay_on_commit(organisation_id=str(row.organisation_id))


@shared_task
def resume_imports() -> int:
    """Ask again for what a death or a lost queue left undone; gives how many imports that were."""
    now, asked = timezone.now(), 0
    stalled = Import.objects.unfinished(since=now - STALLED)
    for row in stalled.defer("content", "found")[:20]:
        if stalled.filter(pk=row.pk).update(progressed_at=now):
            _ask(row)
            asked += 1
    return asked


@shared_task
def drop_forgotten(*, at: datetime | None = None) -> int:
    """Drop what nobody decided on for a month, whose files can be large; gives how many imports that were."""
    before, dropped = (at or timezone.now()) - FORGOTTEN, 0
    left = Import.objects.filter(
        status__in=(Import.Status.BROUGHT, Import.Status.FAILED), brought_at__lt=before
    )
    for row in left.defer("content", "found").order_by("pk"):
        with suppress(Stale):  # somebody decided at this moment
            row.move(to=Import.Status.DROPPED, by=None, why="Nobody decided on it for a month.", content=b"")
            dropped += 1
    return dropped


def _ask(row: Import) -> None:
    if row.status == Import.Status.BROUGHT:
        look_at_import.delay(import_id=str(row.pk))
    elif row.status == Import.Status.RUNNING:
        write_import.delay(import_id=str(row.pk))
    else:
        find_chores.delay(organisation_id=str(row.organisation_id))


@transaction.atomic
def _write(row: Import, batch: Sequence[Ticket], *, start: int) -> bool:
    """Write one batch with its counts, both or neither; says whether nobody had written it yet.

    Imports of one organisation take turns, so that each counts what it really did and none waits in a circle.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=row.organisation_id)
    ours = SourceTicket.objects.filter(organisation=row.organisation_id, source=row.source)
    held = {
        found.external_id: found for found in ours.filter(external_id__in=[one.external_id for one in batch])
    }
    plan = reading.plan_import(batch, {name: found.fingerprint for name, found in held.items()})
    here = Import.objects.running().filter(pk=row.pk, lines_done=start)
    counted = here.update(
        lines_done=start + len(batch), progressed_at=timezone.now(), created=F("created") + plan.create,
        updated=F("updated") + plan.update, unchanged=F("unchanged") + plan.unchanged,
    )  # fmt: skip
    if not counted:
        return False
    left = {line.external_id for line in plan.lines if line.verdict in {"unchanged", "skipped"}}
    SourceTicket.objects.bulk_create(
        [_ticket(row, ticket, held) for ticket in batch if ticket.external_id not in left],
        update_conflicts=True,
        unique_fields=["organisation", "source", "external_id"],
        update_fields=[*KEPT, "before"],
    )
    return True


def _ticket(row: Import, ticket: Ticket, held: Mapping[str, SourceTicket]) -> SourceTicket:
    zone = ZoneInfo(row.organisation.time_zone)
    earlier = held.get(ticket.external_id)
    return SourceTicket(
        organisation_id=row.organisation_id, source=row.source, external_id=ticket.external_id[:120],
        fingerprint=reading.fingerprint(ticket), opened_at=ticket.opened_at.replace(tzinfo=zone),
        closed_at=ticket.closed_at.replace(tzinfo=zone) if ticket.closed_at else None, title=ticket.title[:300],
        category=ticket.category[:120], subcategory=ticket.subcategory[:120], group=ticket.group[:120],
        person=ticket.person[:120], brought_in_id=row.pk,
        before=earlier.as_it_is() if earlier else None,
    )  # fmt: skip
