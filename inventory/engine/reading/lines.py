"""From rows to tickets: what each line says, or why it becomes none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from inventory.engine.reading.cells import said, shown
from inventory.engine.reading.headings import under
from inventory.engine.reading.moments import moment, spoken
from inventory.engine.reading.outcome import FIELDS, Refusal
from inventory.engine.reading.table import Table
from inventory.engine.tickets import Ticket

LONGEST_ID = 100
LONGEST_TITLE = 500
LONGEST_TEXT = 200
_TEXTS = FIELDS[3:]
_STARTS_FORMULA = frozenset("=@+-")
_FORMULA = re.compile(r"=|[@+-][^ ].*[(!|]")
_SPACE_IN_NUMBER = re.compile(r"(?<=[0-9]) (?=[0-9])")

_CUT_OFF = (
    "The file ends in the middle of this line, perhaps because it was cut off; the line was left out. Export the file again "
    "if tickets are missing."
)
_SAYINGS = {
    "blank": "{lines} nothing in any cell and {was} passed over.",
    "short": "{lines} fewer cells than the header; what is there was kept.",
    "formula": "{lines} a cell that a spreadsheet would run as a formula. It was kept as text and never run.",
    "unclosed": "{lines} a closing date that cannot be read; the tickets were kept without it.",
    "backwards": "{lines} a closing date before the opening date; the tickets were kept without it.",
    "long": "{lines} text longer than Relay keeps; it was shortened.",
}


class Picked(NamedTuple):
    """The cells of one line that feed our fields, in the order of ``FIELDS``; "" where no column does."""

    line: int
    cells: tuple[str, ...]


@dataclass
class Tally:
    """What was met on the way, to be said once instead of on every line."""

    met: dict[str, list[int]] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def meet(self, what: str, line: int) -> None:
        """Count a line with ``what``, once however often it is met there, and remember the first."""
        count = self.met.setdefault(what, [0, line, 0])
        if count[2] != line:
            count[0] += 1
            count[2] = line

    def notes(self) -> tuple[str, ...]:
        """One sentence for each thing met."""
        return tuple(_say(what, *self.met[what][:2]) for what in _SAYINGS if what in self.met)


# Long because it is one walk with a branch for each kind of line.
def pick(
    table: Table, places: Mapping[str, int], width: int, tally: Tally
) -> tuple[list[Picked], list[Refusal]]:
    """Walk the lines under the header and keep of each the cells at ``places`` (our field -> column, from 0)."""
    _, rows = under(table)
    picked: list[Picked] = []
    refused: list[Refusal] = []
    columns = [places.get(name, -1) for name in FIELDS]
    short: list[int] = []
    for line, cells in rows:
        if isinstance(cells, str):
            refused.append(Refusal(line, cells))
            tally.trouble.append(f"Line {line:,}: {cells}")
        elif not "".join(cells).strip():
            tally.meet("blank", line)
        elif "".join(cells[width:]).strip():
            number = shown(cells[columns[0]])
            refused.append(Refusal(line, _too_wide(len(cells), width, table.delimiter), number))
        else:
            if len(cells) < width:
                short.append(line)
            here = len(cells)
            picked.append(Picked(line, tuple(said(cells[at]) if 0 <= at < here else "" for at in columns)))
    if table.ends_open and len(picked) > 1 and short[-1:] == [picked[-1].line]:
        refused.append(Refusal(picked[-1].line, _CUT_OFF, picked.pop().cells[0]))
        tally.trouble.append(f"Line {short[-1]:,}: {_CUT_OFF}")
        short.pop()
    for line in short:
        tally.meet("short", line)
    return picked, refused


def numbered(picked: Sequence[Picked]) -> list[Picked]:
    """The same lines, each with the line it starts on for its ticket number."""
    return [Picked(row.line, (f"line {row.line}", *row.cells[1:])) for row in picked]


def tickets_of(
    picked: Sequence[Picked], *, order: str, desk: str, tally: Tally
) -> tuple[list[Ticket], list[Refusal]]:
    """The tickets that the lines say, dates read in ``order``; of lines with one number the last wins."""
    by_number: dict[str, Ticket] = {}
    refused: list[Refusal] = []
    for row in picked:
        found = _ticket(row, order, desk, tally)
        if isinstance(found, str):
            refused.append(Refusal(row.line, found, shown(row.cells[0])))
            continue
        earlier = by_number.pop(found.external_id, None)  # so that the last one also stands last
        if earlier is not None:
            refused.append(Refusal(earlier.line, _again(found), found.external_id))
        by_number[found.external_id] = found
    return list(by_number.values()), refused


def _ticket(row: Picked, order: str, desk: str, tally: Tally) -> Ticket | str:
    """The ticket, or the sentence why the line is none."""
    number, opened, closed, *texts = row.cells
    if desk == "glpi":  # GLPI writes thousands with a space: "6 032"
        number = _SPACE_IN_NUMBER.sub("", number)
    if not number:
        return "The line has no ticket number."
    if len(number) > LONGEST_ID:
        return f'The ticket number "{shown(number)}" is longer than {LONGEST_ID} characters.'
    opened_at = moment(opened, order)
    if opened_at is None:
        return _no_moment(opened, order)
    return Ticket(
        external_id=number,
        opened_at=opened_at,
        line=row.line,
        closed_at=_closed(closed, opened_at, row.line, order, tally),
        **_texts(texts, row.line, tally),
    )


def _closed(cell: str, opened_at: datetime, line: int, order: str, tally: Tally) -> datetime | None:
    """The closing moment where it can be read and believed; what cannot is counted, and costs no ticket."""
    closed_at = moment(cell, order)
    if cell and closed_at is None:
        tally.meet("unclosed", line)
    if closed_at is not None and closed_at < opened_at:
        tally.meet("backwards", line)
        return None
    return closed_at


def _texts(cells: Sequence[str], line: int, tally: Tally) -> dict[str, str]:
    texts = {}
    for name, cell in zip(_TEXTS, cells, strict=True):
        most = LONGEST_TITLE if name == "title" else LONGEST_TEXT
        if len(cell) > most:
            tally.meet("long", line)
        if cell[:1] in _STARTS_FORMULA and _FORMULA.match(cell):
            tally.meet("formula", line)
        texts[name] = cell[:most].rstrip()
    return texts


def _no_moment(cell: str, order: str) -> str:
    if not cell:
        return "The line has no opening date."
    return f'The opening date "{shown(cell)}" cannot be read as {spoken(order)}.'


def _too_wide(cells: int, width: int, delimiter: str) -> str:
    sign = {"\t": "tab"}.get(delimiter, delimiter)
    return (
        f"The line has {cells:,} cells and the header {width:,}, so its cells stand under wrong names; perhaps one holds "
        f'a "{sign}" without quotation marks.'
    )


def _again(later: Ticket) -> str:
    return f'"{shown(later.external_id)}" stands again on line {later.line:,}, and the last one is kept.'


def _say(what: str, count: int, first: int) -> str:
    lines = f"Line {first:,} has" if count == 1 else f"{count:,} lines, the first of them {first:,}, have"
    return _SAYINGS[what].format(lines=lines, was="was" if count == 1 else "were")
