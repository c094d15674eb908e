"""Which desk wrote the export, and which of its columns feeds which of our fields."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from statistics import mean

from inventory.engine.reading.cells import LONGEST_NOTHING, said, shown
from inventory.engine.reading.outcome import FIELDS, NEEDED, Chosen, Column, Reading, Unmapped, Unreadable
from inventory.engine.reading.table import Row, Table
from inventory.engine.reading.vocabulary import KNOWN, NAMES, plain

MAX_COLUMNS = 5000
MAX_LINES = 500_000
_SAMPLES = 3
_AT_ONCE = 1000  # lines surveyed together: most columns repeat a few values, and each is looked at once
_ENOUGH = 3  # headings of one desk before we believe it is that desk
_PROSE = 5  # words in a cell, on average: names, states and dates have fewer
_WORD = re.compile(r"[^\W\d_]{2,}")


def unique(headings: Sequence[str]) -> list[str]:
    """Column names that can be told apart, in the file's order.

    >>> unique(["Sprint", "Sprint", ""])
    ['Sprint', 'Sprint (2)', 'Column 3']
    """
    seen: dict[str, int] = {}
    names = []
    for place, heading in enumerate(headings, 1):
        wish = heading or f"Column {place}"
        name, count = wish, seen.get(wish, 0)
        while name in seen:
            count += 1
            name = f"{wish} ({count})"
        seen[wish] = max(count, 1)
        seen.setdefault(name, 1)
        names.append(name)
    return names


def under(table: Table) -> tuple[list[str], Iterator[Row]]:
    """The column names as written, which stand in the first row that says anything, and the rows under them.

    Raises ``Unreadable`` when there is no header that can be read, or one too wide.
    """
    rows = iter(table)
    for _, cells in rows:
        if isinstance(cells, str):
            raise Unreadable(f"The row of column names cannot be read. {cells}")
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(
                f"The file has {len(cells):,} columns and Relay reads at most {MAX_COLUMNS:,}. Nothing was kept. "
                "Leave columns out of the export."
            )
        if any(map(said, cells)):
            return cells, rows
    raise Unreadable(
        "The file is empty. Nothing was kept. Check the filter of the export and bring it again."
    )


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns with samples and fill rates, from one walk over all rows.

    Raises ``Unreadable`` when there is no header, one too wide, nothing under it or too much.
    """
    headings, rows = under(table)
    survey = [_Survey() for _ in headings]
    lines = 0
    telling = (cells for _, cells in rows if isinstance(cells, str) or any(cells))
    while some := list(islice(telling, _AT_ONCE)):
        lines += len(some)
        if lines > MAX_LINES:
            raise Unreadable(
                f"The file has more than {MAX_LINES:,} tickets. Nothing was kept. Export a shorter period, and bring the "
                "parts one after another."
            )
        told = (cells for cells in some if isinstance(cells, list))
        for met, column in zip(survey, zip_longest(*told, fillvalue=""), strict=False):
            met.see(column)
    if not lines:
        raise Unreadable(
            "The file has a row of column names and no tickets under it. Nothing was kept. Check the filter of the "
            "export and bring it again."
        )
    return _columns(headings, survey, lines)


def desk_of(columns: Iterable[Column]) -> str:
    """The desk whose column names these are: "servicenow", "jira", "glpi", or "csv" when none is clear."""
    names = {plain(column.heading) for column in columns}
    found = {desk: len(names & KNOWN[desk]) for desk in ("servicenow", "jira", "glpi")}
    best = max(found, key=lambda desk: found[desk])
    return best if found[best] >= _ENOUGH else "csv"


def mapping_of(columns: Sequence[Column], desk: str, given: Mapping[str, str]) -> dict[str, Chosen]:
    """For each of our fields the column that feeds it: the ``given`` one, else the best guess, else none.

    A field given as "" stays empty. A column serves one guess at most and never one beside a given field; columns that say
    something go before empty ones. Where no heading is a title's, the column that reads most like sentences is.
    """
    chosen = {ours: Chosen(name, given=True) for ours, name in given.items() if name}
    taken = set(given.values())
    for ours in FIELDS:
        free = [column for column in columns if column.name not in taken]
        if ours not in given:
            guess = _guess(NAMES[desk].get(ours, ()), free) or _guess(NAMES["csv"][ours], free)
            if guess is not None:
                chosen[ours] = Chosen(guess, given=False)
                taken.add(guess)
    if "title" not in chosen.keys() | given.keys():
        chosen |= _prose([column for column in columns if column.name not in taken])
    return {ours: chosen[ours] for ours in FIELDS if ours in chosen}


def require_mapping(
    reading: Reading, given: Mapping[str, str], *, needed: Mapping[str, str] = NEEDED
) -> None:
    """Raise ``Unmapped`` when a given column is not in the file or a ``needed`` field (with its words) has none."""
    stranger = next((name for name in given.values() if name and name not in reading.header), None)
    if stranger is not None:
        raise Unmapped(
            f'The file has no column named "{shown(stranger)}". Nothing was kept. Choose another column for it.',
            reading,
        )
    missing = [words for ours, words in needed.items() if ours not in reading.mapping]
    if missing:
        raise Unmapped(
            f"No column of the file says {' or '.join(missing)}. Nothing was kept. Choose the column, or export the "
            "list again with it.",
            reading,
        )


def heading_notes(columns: Sequence[Column]) -> tuple[str, ...]:
    """A sentence about column names that repeat, if any does."""
    repeated = sorted({column.heading for column in columns if column.repeated and column.heading})
    if not repeated:
        return ()
    named = ", ".join(f'"{shown(heading)}"' for heading in repeated[:5])
    more = f" and {len(repeated) - 5} more" if len(repeated) > 5 else ""
    return (f"Some column names repeat and were numbered: {named}{more}.",)


@dataclass(slots=True)
class _Survey:
    """What one column was seen to hold."""

    filled: int = 0
    samples: list[str] = field(default_factory=list)

    def see(self, cells: Iterable[str]) -> None:
        for cell, times in Counter(cells).items():
            if _says(cell):
                self.filled += times
                if len(self.samples) < _SAMPLES and cell not in self.samples:
                    self.samples.append(cell)


def _says(cell: str) -> bool:
    """Whether a cell says something; what is longer than any stand-in for nothing does."""
    return (len(cell) > LONGEST_NOTHING and not cell.isspace()) or bool(said(cell))


def _columns(headings: list[str], survey: list[_Survey], lines: int) -> tuple[Column, ...]:
    clean = [shown(heading, most=120) for heading in headings]
    times = Counter(clean)
    return tuple(
        Column(
            name=name,
            heading=heading,
            repeated=times[heading] > 1,
            samples=tuple(shown(cell, most=80) for cell in met.samples),
            fill=met.filled / lines,
        )
        for name, heading, met in zip(unique(clean), clean, survey, strict=True)
    )


def prose_of(cells: Sequence[str]) -> float:
    """How many words the cells have on average, if as many as a sentence; else 0."""
    words = mean(len(_WORD.findall(cell)) for cell in cells)
    return words if words >= _PROSE else 0.0


def _prose(columns: Iterable[Column]) -> dict[str, Chosen]:
    """The title, fed by the column whose samples have the most words, if they have as many as a sentence."""
    words = {column.name: prose_of(column.samples) for column in columns if column.samples}
    most = max(words, key=lambda name: words[name], default=None)
    return {"title": Chosen(most, given=False)} if most is not None and words[most] else {}


def _guess(names: Sequence[str], columns: Sequence[Column]) -> str | None:
    """The first of ``names`` that a column bears, columns that say something first."""
    for candidates in ([column for column in columns if column.fill], columns):
        by_name = {plain(column.heading): column.name for column in reversed(candidates)}
        for name in names:
            if name in by_name:
                return by_name[name]
    return None
