"""Load against capacity: available, committed, planned and actual minutes in a week, and what they are made of.

``available`` turns working weeks, holidays and leave into rows; dues, forecasts and plan lines arrive as rows
from elsewhere; ``grid`` adds rows up into cells that name them; ``overloads`` finds the weeks that do not fit.
``weekly``, ``group_load`` and ``raised`` prepare the same figures for the solver.
"""

from delegation.planning.engine.load.capacity import Absence, Seat, available
from delegation.planning.engine.load.demand import Swell, group_load, raised, weekly, whole_minutes
from delegation.planning.engine.load.grid import Cell, Measure, Row, grid, monday, total
from delegation.planning.engine.load.overload import Overload, overloads

__all__ = [
    "Absence",
    "Cell",
    "Measure",
    "Overload",
    "Row",
    "Seat",
    "Swell",
    "available",
    "grid",
    "group_load",
    "monday",
    "overloads",
    "raised",
    "total",
    "weekly",
    "whole_minutes",
]
