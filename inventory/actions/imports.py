"""Bring somebody else's export, look at it, write it or drop it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import Refused, require
from delegation.moves import same_version
from inventory import jobs
from inventory.models import KEPT, Import, SourceTicket
from inventory.permissions import may_import, may_undo, may_write

# Reading so much takes about a second; what is larger is read by a worker while the page waits.
READ_AT_ONCE = 3 * 1000 * 1000


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
        content=content, choices={"format": format}, brought_by=by, progressed_at=timezone.now(),
    )  # fmt: skip
    at_once = by is None or len(content) <= READ_AT_ONCE
    if at_once:
        jobs.look(row)
    row.save(force_insert=True)
    row.begin(by=by)
    if not at_once:
        jobs.look_at_import.delay_on_commit(import_id=str(row.pk))
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
        "mapping": dict(mapping),
        "date_order": date_order,
    }
    if len(row.content) <= READ_AT_ONCE:
        jobs.look(row)
    else:
        row.found, row.progressed_at = {}, timezone.now()
        jobs.look_at_import.delay_on_commit(import_id=str(row.pk))
    row.change("read anew", by=by, **{name: getattr(row, name) for name in (*jobs.FOUND, "progressed_at")})


@transaction.atomic
def run(*, row: Import, by: Person | None, version: int | None = None) -> None:
    """Write it: the one act that changes tickets. A worker does it; the page shows how far it is."""
    same_version(row, version)
    if by is not None:
        require(may_import(by))
    require(may_write(row))
    row.start(by=by)
    jobs.write_import.delay_on_commit(import_id=str(row.pk))


def drop(*, row: Import, by: Person, version: int) -> None:
    """Leave it; the file is forgotten and nothing was written."""
    same_version(row, version)
    require(may_import(by))
    row.move(to=Import.Status.DROPPED, by=by, content=b"")


@transaction.atomic
def undo(*, row: Import, by: Person, version: int, at: datetime) -> None:
    """Take the tickets that it brought out again and put back those that it changed.

    What a later import changed stays as that one left it; so do tasks that were made of chores.
    """
    same_version(row, version)
    require(may_undo(by, row, at=at))
    changed = list(row.tickets.filter(before__isnull=False))
    for ticket in changed:
        ticket.put_back()
    SourceTicket.objects.bulk_update(changed, [*KEPT, "before"], batch_size=500)
    gone, _ = SourceTicket.objects.filter(brought_in=row).delete()
    why = f"{gone} tickets went, {len(changed)} were put back."
    row.move(to=Import.Status.UNDONE, by=by, why=why, progressed_at=at, chores_found_at=None)
    jobs.find_chores.delay_on_commit(organisation_id=str(row.organisation_id))


def _require_unwritten(row: Import) -> None:
    if row.status != Import.Status.BROUGHT:
        raise Refused("This import is no longer waiting. Bring the file again to read it in another way.")
