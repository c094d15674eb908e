"""An Excel workbook of one sheet, as rows of text; formulas come as the values they last had."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import python_calamine as calamine

from inventory.engine.reading.outcome import Unreadable
from inventory.engine.reading.table import Row

MAX_UNPACKED = 200 * 1000 * 1000
MAX_ENTRIES = 2000
MAX_CELLS = 6_000_000
_CHUNK = 1 << 20
_ROW_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?row[\s/>]")
_CELL_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class WorkbookTable:
    """The rows of the one sheet, already read."""

    rows: tuple[Row, ...]
    delimiter: str = ""
    encoding: str = ""
    note: str = ""
    damaged: bool = False
    ends_open: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip archive with the parts of an Excel workbook."""
    return content.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in content


def workbook_table(content: bytes) -> WorkbookTable:
    """The rows of a workbook's only visible sheet.

    Raises ``Unreadable`` when the workbook is damaged, protected, has several sheets, or would unpack to more than
    ``MAX_UNPACKED`` bytes or ``MAX_CELLS`` cells.
    """
    try:
        checked = _checked(content)
    except _BROKEN as problem:
        raise _damaged() from problem
    try:
        with calamine.CalamineWorkbook.from_filelike(checked) as book:
            cells = book.get_sheet_by_name(_only_sheet(book)).to_python(skip_empty_area=False)
    except calamine.CalamineError as problem:
        raise _damaged() from problem
    return WorkbookTable(tuple((line, [_text(cell) for cell in row]) for line, row in enumerate(cells, 1)))


def _checked(content: bytes) -> io.BytesIO:
    """The same archive, written anew from what was looked at, so that the library cannot find anything else in it."""
    anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(anew, "w") as copy:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise _too_large()
        for entry in filter(_belongs, entries):
            part = archive.read(entry)
            if _cells(part) > MAX_CELLS:
                raise _too_large()
            copy.writestr(entry.filename, part)
    anew.seek(0)
    return anew


def _belongs(entry: zipfile.ZipInfo) -> bool:
    """Whether a part is XML of an Excel workbook; without the others the library takes the archive for nothing else."""
    name = entry.filename.lower()
    return name.startswith(("xl/", "_rels/", "[content_types]")) and name.endswith((".xml", ".rels"))


def _cells(part: bytes) -> int:
    """The cells of the rectangle that the library would lay out for one part of the archive, used or not.

    Two cells at opposite corners make 17 billion, and the library then ends the whole process. A cell without a
    reference counts as a column of its own, which is more than it can be.
    """
    rows, columns, named = 0, 1, 0
    for found in _REFERENCE.finditer(part):
        rows = max(rows, int(found[2][:12]))
        named += bool(found[1])
        if len(found[1]) > 1:
            columns = max(columns, _column(found[1][:6]))
    nameless = sum(1 for _ in _CELL_TAG.finditer(part)) - named
    tags = sum(1 for _ in _ROW_TAG.finditer(part))
    return max(rows, tags) * max(columns, 26 if named else 1, nameless)


def _column(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _only_sheet(book: calamine.CalamineWorkbook) -> str:
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is calamine.SheetVisibleEnum.Visible
        and sheet.typ is calamine.SheetTypeEnum.WorkSheet
    ]
    if len(names) == 1:
        return names[0]
    listed = ", ".join(f'"{name[:31]}"' for name in names[:5])
    raise Unreadable(
        f"The workbook has {len(names):,} sheets to choose from{f' ({listed})' if names else ''} and Relay reads one. Nothing was "
        "kept. Save the sheet with the tickets as a file of its own."
    )


def _text(cell: Any) -> str:
    """A cell as a CSV would show it: dates year first, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _too_large() -> Unreadable:
    return Unreadable(
        "The workbook unpacks to more than Relay reads at once. Nothing was kept. Save the sheet as CSV, or export a "
        "shorter period."
    )


def _damaged() -> Unreadable:
    return Unreadable(
        "The workbook is damaged or protected by a password. Nothing was kept. Open it in your spreadsheet program, save "
        "it again without a password, or save the sheet as CSV."
    )
