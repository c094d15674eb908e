"""The weeks in which the load does not fit, as stretches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from delegation.planning.engine.load.grid import WHERE, Cell, Edge, Row, grid


@dataclass(frozen=True)
class Overload:
    """A stretch of consecutive weeks over the line, of one key.

    ``minutes`` is what lies above the line over the whole stretch, ``worst`` the week with the most of it.
    """

    key: tuple[str, ...]
    first: date
    cells: tuple[Cell, ...]
    minutes: int
    worst: date

    @property
    def weeks(self) -> int:
        """How many weeks it lasts."""
        return len(self.cells)


def overloads(
    rows: Iterable[Row], *, by: tuple[Edge, ...] = WHERE, line: int = 100, at_least: int = 1
) -> list[Overload]:
    """Stretches of at least ``at_least`` weeks with a load above ``line`` per cent of what is available.

    The worst stretch (most minutes above the line) comes first. A week without any hours is over as soon as it
    is owed a minute. ``by`` must not name the week. Shares of a minute above the line count as a whole one.
    """
    stretches: list[list[Cell]] = []
    for cell in grid(rows, by=(*by, "week")):
        if _above(cell, line) <= 0:
            continue
        if stretches and _follows(stretches[-1][-1], cell):
            stretches[-1].append(cell)
        else:
            stretches.append([cell])
    found = [_overload(cells, line) for cells in stretches if len(cells) >= at_least]
    return sorted(found, key=lambda over: (-over.minutes, over.first, over.key))


def _above(cell: Cell, line: int) -> int:
    return -((max(cell.available, 0) * line - cell.load * 100) // 100)


def _follows(before: Cell, after: Cell) -> bool:
    return before.key[:-1] == after.key[:-1] and _week(before) + timedelta(weeks=1) == _week(after)


def _week(cell: Cell) -> date:
    return date.fromisoformat(cell.key[-1])


def _overload(cells: list[Cell], line: int) -> Overload:
    worst = max(cells, key=lambda cell: _above(cell, line))
    above = sum(_above(cell, line) for cell in cells)
    return Overload(cells[0].key[:-1], _week(cells[0]), tuple(cells), above, _week(worst))
