"""`manage.py import_tickets FILE --organisation SLUG`: the same import as on the page, from the command line."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from delegation.accounts.models import Organisation
from inventory import actions, jobs
from inventory.engine import reading
from inventory.models import Import


class Command(BaseCommand):
    """Reads an export, says what writing it would do, and writes it unless told not to."""

    help = "Import a ticket export into an organisation's catalogue."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Name the file, the organisation, the format, and whether to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=("auto", *reading.FORMATS), default="auto")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--accept-damage", action="store_true", help="write what can be read of a damaged file"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Look, then write."""
        organisation = Organisation.objects.filter(
            slug=options["organisation"], kind=Organisation.Kind.CLIENT
        ).first()
        if organisation is None:
            raise CommandError(f"There is no client organisation called {options['organisation']}.")
        path: Path = options["file"]
        try:
            reading.check_size(path.stat().st_size)
            content = path.read_bytes()
            row = self._bring(path.name, content, organisation, options)
        except reading.Unreadable as unreadable:
            raise CommandError(unreadable.sentence) from unreadable
        except OSError as problem:
            raise CommandError(f"The file {path} cannot be opened: {problem.strerror}.") from problem
        self._say(row, dry=options["dry_run"], as_json=options["json"])

    def _bring(
        self, name: str, content: bytes, organisation: Organisation, options: dict[str, Any]
    ) -> Import:
        with transaction.atomic():
            row = actions.bring(
                file_name=name, content=content, by=None, organisation=organisation, format=options["format"]
            )
            if options["dry_run"] or row.found.get("needs_mapping"):
                transaction.set_rollback(True)
                return row
            if row.found["trouble"] and not options["accept_damage"]:
                raise CommandError(_damaged(row.found["trouble"]))
            row.start(by=None)
        jobs.write_import(import_id=str(row.pk))
        row.refresh_from_db()
        return row

    def _say(self, row: Import, *, dry: bool, as_json: bool) -> None:
        if row.found.get("needs_mapping"):
            raise CommandError(row.found["needs_mapping"])
        if row.status == Import.Status.FAILED:
            raise CommandError(row.trouble)
        counts = {
            "create": row.created, "update": row.updated, "unchanged": row.unchanged, "skipped": row.skipped,
        }  # fmt: skip
        lines = [
            {"line": line, "id": name, "verdict": verdict, "reason": reason}
            for line, name, verdict, reason in (jobs.lines_of(row) if dry else row.found["lines"])
            if dry or verdict == "skipped"
        ]
        if as_json:
            written = row.status == Import.Status.DONE
            said = {
                "format": row.source,
                "written": written,
                "notes": row.found["notes"],
                "trouble": row.found.get("trouble", []),
                "lines": lines,
            }
            self.stdout.write(json.dumps({**counts, **said}, ensure_ascii=False))
            return
        self.stdout.write(" · ".join(f"{count} {word}" for word, count in counts.items()))
        for note in row.found["notes"]:
            self.stdout.write(note)
        for line in (line for line in lines if line["verdict"] == "skipped"):
            self.stdout.write(f"Line {line['line']}: {line['reason']}")


def _damaged(trouble: list[str]) -> str:
    """Why a file is not written, in one sentence with the first of what is wrong with it."""
    more = f", and {len(trouble) - 1} more" if len(trouble) > 1 else ""
    return (
        f"The file is damaged and nothing was written ({trouble[0].rstrip('.')}{more}); "
        "export it again, or give --accept-damage to write what can be read."
    )
