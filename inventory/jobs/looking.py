"""Read an import and say what writing it would do; no ticket is written here."""

import hashlib
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from django.utils import timezone

from delegation.accounts.models import Organisation
from inventory.engine import reading
from inventory.engine.tickets import Ticket
from inventory.models import Import, SourceTicket

LINES_SHOWN = 200
FOUND = ("choices", "found", "source", "created", "updated", "unchanged", "skipped")


@shared_task(acks_late=True, time_limit=900, soft_time_limit=890)
def look_at_import(*, import_id: str) -> None:
    """Look at a file that is too large to be read while a person waits; asking again changes nothing."""
    row = Import.objects.select_related("organisation").being_read().filter(pk=import_id).first()
    if row is None:
        return
    here = Import.objects.being_read().filter(pk=row.pk, version=row.version)
    here.update(progressed_at=timezone.now())
    try:
        look(row)
    except reading.Unreadable as unreadable:
        row.move(to=Import.Status.DROPPED, by=None, trouble=unreadable.sentence[:400], content=b"")
        return
    here.update(**{name: getattr(row, name) for name in FOUND})


def look(row: Import) -> None:
    """Keep on the row what its file says: columns, samples, counts, and a reason for each skipped line.

    A file with the columns of an earlier one is read as that one was. Raises ``Unreadable`` with its sentence.
    """
    try:
        read = _read(row)
    except reading.Unmapped as unmapped:
        _keep(row, unmapped.reading, tickets=0, needs_mapping=unmapped.sentence)
        row.created = row.updated = row.unchanged = row.skipped = 0
        return
    plan = dry_run(row.organisation, read.format, read.tickets, refused=read.refused)
    row.created, row.updated, row.unchanged, row.skipped = (
        plan.create, plan.update, plan.unchanged, plan.skipped,
    )  # fmt: skip
    skipped = [line for line in plan.lines if line.verdict == "skipped"][:LINES_SHOWN]
    others = [line for line in plan.lines if line.verdict != "skipped"][:20]
    _keep(row, read, tickets=len(read.tickets), lines=[list(line) for line in [*skipped, *others]])


def _read(row: Import) -> reading.Reading:
    """Read it as an earlier file with these columns was, unless somebody said how to read this one."""
    try:
        read = read_import(row)
    except reading.Unmapped as unmapped:
        if not _remember(row, unmapped.reading):
            raise
        return read_import(row)
    return read_import(row) if _remember(row, read) else read


def _remember(row: Import, read: reading.Reading) -> bool:
    """Take over the choices that were made for the last file with the same columns, if any were."""
    if "mapping" in row.choices or row.choices.get("format", "auto") != "auto":
        return False
    written = Import.objects.written().filter(
        organisation=row.organisation_id, found__header=header_key(read), choices__has_key="mapping"
    )
    earlier = written.order_by("-brought_at").values_list("choices", flat=True).first()
    if earlier:
        row.choices = {**earlier, "as_before": True}
    return bool(earlier)


def lines_of(row: Import) -> tuple[reading.Verdict, ...]:
    """What writing would do to every line of the file, and why. Raises ``Unreadable`` with its sentence."""
    read = read_import(row)
    return dry_run(row.organisation, read.format, read.tickets, refused=read.refused).lines


def header_key(read: reading.Reading) -> str:
    """The same for files with the same columns in the same order."""
    return hashlib.sha256("\0".join(read.header).encode()).hexdigest()[:32]


def _keep(row: Import, read: reading.Reading, **more: Any) -> None:
    row.source = read.format
    row.found = {
        "header": header_key(read), "format": read.format, "delimiter": read.delimiter, "encoding": read.encoding,
        "date_order": read.date_order, "order_certain": read.order_certain, "notes": list(read.notes),
        "trouble": list(read.trouble),
        "columns": [[column.name, list(column.samples), round(100 * column.fill)] for column in read.columns],
        "mapping": {name: [chosen.column, chosen.given] for name, chosen in read.mapping.items()},
        **more,
    }  # fmt: skip


def read_import(row: Import) -> reading.Reading:
    """Read the file of an import with the choices a person made. Raises ``Unreadable`` with its sentence."""
    choices: dict[str, Any] = row.choices
    return reading.read(
        bytes(row.content), format=choices.get("format", "auto"), mapping=choices.get("mapping") or None,
        date_order=choices.get("date_order") or None,
    )  # fmt: skip


def dry_run(
    organisation: Organisation,
    source: str,
    tickets: Iterable[Ticket],
    *,
    refused: Iterable[reading.Refusal] = (),
) -> reading.ImportPlan:
    """What writing these tickets would do; nothing is written."""
    held = SourceTicket.objects.filter(organisation=organisation, source=source)
    return reading.plan_import(tickets, dict(held.values_list("external_id", "fingerprint")), refused=refused)
