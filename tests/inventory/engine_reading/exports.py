"""Exports to read: as small as the test allows, or real ones from beside the project."""

import csv
import io
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data"
HEADER = (
    "number",
    "opened_at",
    "closed_at",
    "short_description",
    "category",
    "assignment_group",
    "assigned_to",
)
LINE = ("INC1", "2024-01-31 08:00", "2024-01-31 09:30", "Printer is on fire", "Hardware", "Desk", "Ada")

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def real(path: str) -> bytes:
    """The bytes of a real file; the test is skipped, loudly, where nobody put the real data."""
    if not REAL.is_dir():
        pytest.skip(f"The real data is not at {REAL}.")
    return (REAL / path).read_bytes()


def slowness() -> int:
    """How many times longer than the product a test may take: a run that is traced line by line is slower."""
    return 1 if sys.gettrace() is None else 5


def text(rows: Iterable[Sequence[str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """Rows as a delimited text."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue()


def servicenow(*lines: Sequence[str]) -> bytes:
    """A ServiceNow export of these lines, or of the one that is always right."""
    return text([HEADER, *(lines or [LINE])]).encode()


def line(
    number: str = "INC1", opened: str = "2024-01-31 08:00", closed: str = "", title: str = ""
) -> tuple[str, ...]:
    """One line of a ServiceNow export; say only what the test is about."""
    return (number, opened, closed, title, "Hardware", "Desk", "Ada")


def rows_xml(rows: Iterable[Sequence[str]]) -> str:
    """Rows of text cells as the XML of a sheet."""
    return "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{_letter(place)}{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for place, cell in enumerate(row)
        )
        + "</row>"
        for at, row in enumerate(rows, 1)
    )


def workbook(*sheets: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with these sheets, each given as the XML of its rows, and ``more`` parts beside them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        listed = "".join(
            f'<sheet name="Page {n}" sheetId="{n}" r:id="rId{n}"/>' for n, _ in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        for n, sheet in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _SHEET.format(sheet))
        for name, part in (more or {}).items():
            archive.writestr(name, part)
    return packed.getvalue()


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _letter(place: int) -> str:
    return chr(ord("A") + place)
