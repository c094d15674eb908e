"""The arithmetic of a report: facts of one moment in, finished figures out.

``figures(facts, palette)`` is the door; ``canonical``, ``read`` and ``data_hash`` keep a snapshot.
"""

from delegation.reporting.engine.charts.palette import Palette, palette
from delegation.reporting.engine.facts import (
    AheadWeek,
    Ask,
    Booked,
    Carried,
    Costs,
    Facts,
    Freed,
    HandedBack,
    Stays,
    Surge,
    Week,
)
from delegation.reporting.engine.figures import LONGEST_LIST, Figures, figures
from delegation.reporting.engine.naming import file_name
from delegation.reporting.engine.snapshot import canonical, data_hash, read

__all__ = [
    "LONGEST_LIST",
    "AheadWeek",
    "Ask",
    "Booked",
    "Carried",
    "Costs",
    "Facts",
    "Figures",
    "Freed",
    "HandedBack",
    "Palette",
    "Stays",
    "Surge",
    "Week",
    "canonical",
    "data_hash",
    "figures",
    "file_name",
    "palette",
    "read",
]
