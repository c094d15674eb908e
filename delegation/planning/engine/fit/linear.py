"""A linear problem, with or without whole-number columns, in plain arrays."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INFINITY = float("inf")


@dataclass(frozen=True)
class Linear:
    """Minimise ``cost @ x`` with ``lower <= x <= upper`` and ``row_lower <= A x <= row_upper``.

    ``A`` is given column by column: column j holds ``value[start[j]:start[j+1]]`` in rows
    ``index[start[j]:start[j+1]]``. ``whole`` marks the columns that must be whole numbers.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    start: Ints
    index: Ints
    value: Floats
    whole: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The same by name, as they travel."""
        return dict(vars(self))


@dataclass(frozen=True)
class Outcome:
    """What the worker found by the time it ended or was ended.

    ``status`` is ``optimal``, ``stopped`` (out of time, or killed), ``infeasible`` or ``failed``. ``x`` is empty
    without a feasible point; ``bound`` is proven and never above the least cost. ``row_dual`` (cost per unit
    of right-hand side) is filled for problems without whole-number columns.
    """

    status: str
    value: float = INFINITY
    bound: float = -INFINITY
    x: Floats = field(default_factory=lambda: np.zeros(0))
    row_dual: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def found(self) -> bool:
        """Whether there is a feasible point."""
        return self.x.size > 0


class Rows:
    """Collects the non-zeros of a problem block by block, and sorts them into columns once."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._row: list[Ints] = []
        self._column: list[Ints] = []
        self._value: list[Floats] = []

    def add(self, row: NDArray[Any] | int, column: NDArray[Any] | int, value: NDArray[Any] | float) -> None:
        """Add entries; arguments are broadcast against each other."""
        rows, columns, values = np.broadcast_arrays(row, column, value)
        self._row.append(rows.astype(np.int64).ravel())
        self._column.append(columns.astype(np.int64).ravel())
        self._value.append(values.astype(np.float64).ravel())

    def by_column(self, columns: int) -> tuple[Ints, Ints, Floats]:
        """``start, index, value`` of all entries that are not zero; entries at the same place must be unique."""
        row, column, value = (np.concatenate(part) for part in (self._row, self._column, self._value))
        kept = value != 0.0
        row, column, value = row[kept], column[kept], value[kept]
        order = np.lexsort((row, column))
        start = np.zeros(columns + 1, dtype=np.int64)
        np.cumsum(np.bincount(column, minlength=columns), out=start[1:])
        return start, row[order], value[order]
