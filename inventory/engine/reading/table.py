"""From text to rows: delimiter, quotation marks, line numbers."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Protocol

from inventory.engine.reading.vocabulary import ALL_KNOWN, plain

# A row is the line it starts on and its cells, or instead of cells the sentence why they cannot be told apart.
Row = tuple[int, list[str] | str]

DELIMITERS = (",", ";", "\t", "|")
_END = "\udfff"  # half a character: decoding never gives it, so no file can hold it
_SAMPLE = 1 << 16
_LONGEST_LINE = 1 << 22


class Table(Protocol):
    """Rows that can be walked more than once."""

    @property
    def delimiter(self) -> str:
        """The sign between cells; "" where there is none."""

    @property
    def encoding(self) -> str:
        """The codec of the text; "" where there is none."""

    @property
    def note(self) -> str:
        """A sentence when the person should look twice; "" when not."""

    @property
    def damaged(self) -> bool:
        """Whether some bytes make no text; ``note`` says so."""

    @property
    def ends_open(self) -> bool:
        """Whether the last line has no end, as when a file was cut off."""

    def __iter__(self) -> Iterator[Row]:
        """Every row, the header first."""


@dataclass(frozen=True)
class TextTable:
    """The rows of a delimited text. Nothing is kept but the bytes; each walk decodes anew."""

    content: bytes
    encoding: str
    delimiter: str
    lines_before: int = 0
    note: str = ""
    damaged: bool = False

    @property
    def ends_open(self) -> bool:
        """Whether the last line has no end, as when a file was cut off."""
        return self.content[-8:].rstrip(b"\0\x1a")[-1:] not in {b"\n", b"\r"}

    def __iter__(self) -> Iterator[Row]:
        lines = _lines(self.content, self.encoding)
        return _rows(islice(lines, self.lines_before, None), self.delimiter, first=self.lines_before + 1)


def text_table(content: bytes, encoding: str, *, wanted: Collection[str]) -> TextTable:
    """A table over ``content``, with the delimiter that makes the best sense of its first lines.

    ``wanted`` are column names a person gave; they count as evidence like the names that desks use.
    """
    first = next(_lines(content[:_SAMPLE], encoding), "").strip().strip('"')
    if first.casefold().startswith("sep=") and first[4:] in DELIMITERS:  # what Excel writes for itself
        return TextTable(content, encoding, first[4:], lines_before=1)
    return TextTable(
        content, encoding, _delimiter(content, encoding, known=ALL_KNOWN | {plain(n) for n in wanted if n})
    )


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Lines with any of the three line ends; damage shows as a replacement character.

    A line beyond all reason comes in pieces, so that its cells need not all be held.
    """
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=None)
    return iter(partial(text.readline, _LONGEST_LINE), "")


def _rows(lines: Iterator[str], delimiter: str, *, first: int) -> Iterator[Row]:
    """Rows until the end mark; if that was swallowed, a quotation mark is still open.

    After a cell beyond the limit of ``csv`` the reader starts afresh on the next line, so one lost quotation mark
    costs the lines it swallowed and no more.
    """
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    start = first
    while True:
        try:
            cells = next(reader)
        except csv.Error:
            yield start, _too_long(start, first + reader.line_num - 1)
        else:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                yield start, _open_quote(start, first + reader.line_num - 2)
                return
            if cells:
                yield start, cells
        start = first + reader.line_num


def _too_long(start: int, end: int) -> str:
    return (
        f"A cell that starts here is longer than {csv.field_size_limit():,} characters, perhaps because a quotation mark "
        f"is missing; {_span(start, end)} left out. Repair the line or leave the column out of the export."
    )


def _open_quote(start: int, end: int) -> str:
    return (
        f"A quotation mark opened here is never closed, perhaps because the file was cut off; {_span(start, end)} "
        "left out. Export the file again or repair the line."
    )


def _span(start: int, end: int) -> str:
    return f"lines {start:,} to {end:,} were" if end > start else "this line was"


def _delimiter(content: bytes, encoding: str, *, known: Collection[str]) -> str:
    sample = list(_lines(content[:_SAMPLE], encoding))
    whole = sample[:-1] if len(content) > _SAMPLE and len(sample) > 1 else sample
    return max(DELIMITERS, key=lambda delimiter: _sense(whole, delimiter, known))


def _sense(lines: list[str], delimiter: str, known: Collection[str]) -> tuple[int, int, int]:
    """How well a delimiter fits: headings it finds that we know, rows as wide as the header, width."""
    rows = [
        cells for _, cells in islice(_rows(iter(lines), delimiter, first=1), 50) if isinstance(cells, list)
    ]
    if not rows:
        return (0, 0, 0)
    width = len(rows[0])
    if width == 1:
        return (0, 0, 1)
    return (sum(plain(cell) in known for cell in rows[0]), sum(len(row) == width for row in rows), width)
