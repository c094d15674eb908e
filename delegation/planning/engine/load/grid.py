"""Rows of minutes, added up into cells that name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

Edge = Literal["person", "team", "skill", "week"]
EVERY_EDGE: tuple[Edge, ...] = ("person", "team", "skill", "week")
WHERE: tuple[Edge, ...] = ("person", "team", "skill")


class Measure(StrEnum):
    """The four numbers of a cell. A row counts towards exactly one of them."""

    AVAILABLE = "available"  # hours of work less holidays and leave
    COMMITTED = "committed"  # owed already: runs due in-house, initiative work, transfers under way
    PLANNED = "planned"  # what a forecast or a plan adds; what a plan routes to a partner is negative
    ACTUAL = "actual"  # what was worked


@dataclass(frozen=True, slots=True)
class Row:
    """One reason why a cell holds what it holds.

    ``ref`` is what a screen opens ("run:81", "leave:7"); ``minutes`` are whole and may be negative (leave,
    work routed away). ``person``, ``team`` and ``skill`` may be blank where nobody is named yet.
    ``purpose`` is run, grow or transform, and blank for available rows.
    """

    measure: Measure
    on: date
    minutes: int
    ref: str
    person: str = ""
    team: str = ""
    skill: str = ""
    purpose: str = ""

    @property
    def week(self) -> str:
        """The Monday of the row's week, as an ISO date."""
        return monday(self.on).isoformat()


@dataclass(frozen=True)
class Cell:
    """What one key of the grid adds up to. ``key`` follows the edges asked for; ``rows`` open the numbers."""

    key: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def minutes(self) -> dict[Measure, int]:
        """Minutes per measure; all four are present."""
        sums = dict.fromkeys(Measure, 0)
        for row in self.rows:
            sums[row.measure] += row.minutes
        return sums

    @property
    def available(self) -> int:
        """Minutes of work there are, less holidays and leave."""
        return self.minutes[Measure.AVAILABLE]

    @property
    def committed(self) -> int:
        """Minutes owed already."""
        return self.minutes[Measure.COMMITTED]

    @property
    def planned(self) -> int:
        """Minutes a forecast or a plan adds (or takes away)."""
        return self.minutes[Measure.PLANNED]

    @property
    def actual(self) -> int:
        """Minutes worked."""
        return self.minutes[Measure.ACTUAL]

    @property
    def load(self) -> int:
        """Minutes that are expected to be done here: committed and planned."""
        return self.committed + self.planned

    @property
    def spare(self) -> int:
        """Minutes left over; negative when the load does not fit."""
        return self.available - self.load

    def opened(self, measure: Measure) -> tuple[Row, ...]:
        """The rows behind one number; their minutes add up to it."""
        return tuple(row for row in self.rows if row.measure is measure)

    def purposes(self, *measures: Measure) -> dict[str, int]:
        """Minutes per purpose (run, grow, transform, blank) of the measures given; they add up to those measures."""
        sums: dict[str, int] = {}
        for row in self.rows:
            if row.measure in measures:
                sums[row.purpose] = sums.get(row.purpose, 0) + row.minutes
        return dict(sorted(sums.items()))


def grid(rows: Iterable[Row], *, by: Sequence[Edge] = EVERY_EDGE) -> list[Cell]:
    """One cell per key of the edges ``by``, in order of the keys; every row is in exactly one cell.

    >>> day = date(2026, 3, 4)
    >>> [cell] = grid([Row(Measure.AVAILABLE, day, 480, "a"), Row(Measure.COMMITTED, day, 500, "b")], by=["week"])
    >>> cell.key, cell.spare
    (('2026-03-02',), -20)
    """
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, edge) for edge in by), []).append(row)
    return [Cell(key, tuple(sorted(found[key], key=_in_order))) for key in sorted(found)]


def total(cells: Iterable[Cell]) -> Cell:
    """All cells as one, with a blank key."""
    return Cell((), tuple(row for cell in cells for row in cell.rows))


def monday(on: date) -> date:
    """The Monday of the week that ``on`` lies in."""
    return on - timedelta(days=on.weekday())


def _in_order(row: Row) -> tuple[date, Measure, str, int, str]:
    return row.on, row.measure, row.ref, row.minutes, row.person + row.team + row.skill + row.purpose
