"""`manage.py chores_in FILE`: the recurring tasks a ticket export suggests. No database is touched."""

import argparse
import gzip
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.engine.chores import Chore, mine
from inventory.engine.reading import FORMATS, MAX_BYTES, Reading, Refusal, Unreadable, read
from inventory.engine.reading.cells import shown
from inventory.engine.rhythm import in_words

GZIP = b"\x1f\x8b"
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|\d[\d,.]*")
COLUMNS_SHOWN = 8
REFUSALS_SHOWN = 5  # lines named for each reason


class Command(BaseCommand):
    """Prints the chores of an export, most hours first.

    Exit codes: 0 when the file was read, 1 when it or every line of it cannot be, 2 when the question makes no sense. Standard error
    counts the lines that became no ticket, with their reasons.
    """

    help = (
        "Find the recurring tasks in a ticket export (a CSV or workbook, which may be gzipped). What pops up is not "
        "counted on to a month from fewer than 28 days."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Name the file, its format, the days asked about and the shape of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=("auto", *FORMATS), default="auto")
        parser.add_argument("--since", help="first day of opening, inclusive: YYYY-MM-DD")
        parser.add_argument("--until", help="day before which tickets were opened, exclusive: YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *_: Any, **options: Any) -> None:
        """Read, mine, print."""
        since, until = _day("--since", options["since"]), _day("--until", options["until"])
        if since and until and until <= since:
            raise CommandError(f"--until ({until}) must be later than --since ({since}).", returncode=2)
        try:
            reading = read(_content(options["file"]), format=options["format"], forgiving=True)
        except Unreadable as problem:
            raise CommandError(str(problem)) from problem
        self._report(reading)
        if not reading.tickets:
            raise CommandError(
                "No line of the file became a ticket, so no chore was sought. Nothing was kept."
            )
        chores = mine(reading.tickets, since=since, until=until)
        if not chores:
            self.stderr.write(f"No chore was found. {_why_none(reading)}")
        if options["json"]:
            self.stdout.write(json.dumps([as_json(chore) for chore in chores], ensure_ascii=False, indent=1))
            return
        for chore in chores:
            self.stdout.write(_line(chore))

    def _report(self, reading: Reading) -> None:
        for note in reading.notes:
            self.stderr.write(note)
        for alike in _by_reason(reading.refused):
            lines = ", ".join(str(refusal.line) for refusal in alike[:REFUSALS_SHOWN])
            more = ", …" if len(alike) > REFUSALS_SHOWN else ""
            self.stderr.write(f"Not read: {len(alike)} (line {lines}{more}): {alike[0].reason}")


def _by_reason(refused: Iterable[Refusal]) -> list[list[Refusal]]:
    """Refusals that differ only in what they quote and count, the most frequent reason first."""
    reasons: dict[str, list[Refusal]] = defaultdict(list)
    for refusal in refused:
        reasons[QUOTED.sub("…", refusal.reason)].append(refusal)
    return sorted(reasons.values(), key=len, reverse=True)


def as_json(chore: Chore) -> dict[str, Any]:
    """A chore as the command prints it."""
    return {
        "key": chore.key,
        "title": chore.title,
        "tickets": len(chore.tickets),
        "rhythm": chore.rhythm,
        "rule": chore.rule.text if chore.rule else None,
        "confidence": round(chore.confidence, 3),
        "hours_per_month_low": round(chore.hours.low, 2),
        "hours_per_month_likely": round(chore.hours.likely, 2),
        "hours_per_month_high": round(chore.hours.high, 2),
        "off_hours_share": round(chore.off_hours_share, 3),
        "examples": list(chore.evidence.examples),
    }


def _line(chore: Chore) -> str:
    rhythm = in_words(chore.rule) if chore.rule else chore.rhythm
    return f"{chore.hours.likely:8.1f} h a month  {len(chore.tickets):6} tickets  {rhythm}  {chore.title}"


def _why_none(reading: Reading) -> str:
    if reading.mapping.keys() & {"category", "title"}:
        return "A chore takes five tickets of one kind, and no kind has as many in the days asked for."
    unused = ", ".join(f"“{shown(name)}”" for name in reading.ignored[:COLUMNS_SHOWN]) or "no other column"
    return (
        f"Nothing in the file says what a ticket is about: Relay looked at {unused}. "
        "Name a column “category” (and one “subcategory”) or “title”."
    )


def _day(option: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"{option} must be a day written like 2024-03-31, and “{shown(str(text))}” is not a day.",
            returncode=2,
        ) from None


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if content.startswith(GZIP):
            with gzip.open(path) as packed:
                content = packed.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CommandError(
            f"The file {path} cannot be opened: {problem.strerror or 'it is damaged'}."
        ) from problem
    except (EOFError, zlib.error) as problem:
        raise CommandError(
            f"The file {path} is packed, but damaged. Pack it again or unpack it first."
        ) from problem
    return content
