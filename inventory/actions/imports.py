"""Bring somebody else's export, look at it, write it or drop it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import Refused, require
from delegation.moves import same_version
from inventory import jobs
from inventory.engine import reading
from inventory.models import Import
from inventory.permissions import may_import

LINES_SHOWN = 200


@transaction.atomic
def bring(
    *,
    file_name: str,
    content: bytes,
    by: Person | None,
    organisation: Organisation,
    format: str = "auto",  # noqa: A002 - the word of the screen
) -> Import:
    """Keep a file and say what writing it would do; no ticket is written. ``by=None`` is the command line.

    Raises ``Unreadable`` with a sentence for a file that cannot be read, and ``Refused``.
    """
    if by is not None:
        require(may_import(by))
    row = Import(
        organisation=organisation, file_name=file_name[-200:], file_hash=hashlib.sha256(content).hexdigest(),
        content=content, choices={"format": format}, brought_by=by,
    )  # fmt: skip
    look(row)
    row.save(force_insert=True)
    row.begin(by=by)
    return row


@transaction.atomic
def choose(
    *,
    row: Import,
    by: Person,
    version: int,
    mapping: Mapping[str, str],
    date_order: str,
    format: str,  # noqa: A002 - the word of the screen
) -> None:
    """Correct how the file is read, and look again; what it would write follows."""
    same_version(row, version)
    require(may_import(by))
    _require_unwritten(row)
    row.choices = {
        "format": format,
        "mapping": {name: column for name, column in mapping.items() if column},
        "date_order": date_order,
    }
    look(row)
    fields = {
        name: getattr(row, name)
        for name in ("choices", "found", "source", "created", "updated", "unchanged", "skipped")
    }
    row.change("read anew", by=by, **fields)


@transaction.atomic
def run(*, row: Import, by: Person | None, version: int | None = None) -> None:
    """Write it: the one act that changes tickets. A worker does it; the page shows how far it is."""
    same_version(row, version)
    if by is not None:
        require(may_import(by))
    if row.found.get("needs_mapping"):
        raise Refused("Relay does not know yet which column is which. Say so above, then import.")
    row.move(
        to=Import.Status.RUNNING,
        by=by,
        lines_total=row.found.get("tickets", 0),
        lines_done=0,
        progressed_at=timezone.now(),
    )
    jobs.write_import.delay_on_commit(import_id=str(row.pk))


def drop(*, row: Import, by: Person, version: int) -> None:
    """Leave it; the file is forgotten and nothing was written."""
    same_version(row, version)
    require(may_import(by))
    row.move(to=Import.Status.DROPPED, by=by, content=b"")


def look(row: Import) -> None:
    """Read the file and keep what was found on the row: columns, samples, counts, and a reason for each skipped line."""
    try:
        read = jobs.read_import(row)
    except reading.Unmapped as unmapped:
        row.source = unmapped.reading.format
        row.found = {**_columns(unmapped.reading), "needs_mapping": unmapped.sentence, "tickets": 0}
        row.created = row.updated = row.unchanged = row.skipped = 0
        return
    plan = jobs.dry_run(row.organisation, read)
    row.source = read.format
    row.created, row.updated, row.unchanged, row.skipped = (
        plan.create,
        plan.update,
        plan.unchanged,
        plan.skipped,
    )
    skipped = [line for line in plan.lines if line.verdict == "skipped"][:LINES_SHOWN]
    others = [line for line in plan.lines if line.verdict != "skipped"][:20]
    row.found = {
        **_columns(read),
        "tickets": len(read.tickets),
        "lines": [list(line) for line in [*skipped, *others]],
    }


def _columns(read: reading.Reading) -> dict[str, Any]:
    return {
        "format": read.format, "delimiter": read.delimiter, "encoding": read.encoding, "date_order": read.date_order,
        "order_certain": read.order_certain, "notes": list(read.notes), "ignored": list(read.ignored),
        "columns": [[column.name, list(column.samples), round(100 * column.fill)] for column in read.columns],
        "mapping": {name: [chosen.column, chosen.given] for name, chosen in read.mapping.items()},
    }  # fmt: skip


def _require_unwritten(row: Import) -> None:
    if row.status != Import.Status.BROUGHT:
        raise Refused("This import is no longer waiting. Bring the file again to read it in another way.")
