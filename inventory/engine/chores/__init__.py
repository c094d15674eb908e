"""Finding chores: the recurring tasks that hide in somebody else's ticket export.

Tickets are grouped (``grouping``, with ``titles`` and ``likeness``), each group's rhythm is sought in the calendar
(``fit``, ``phases``) and in its weeks (``presence``), and what speaks for it is gathered (``evidence``). ``mine``
does it all.
"""

from inventory.engine.chores.again import is_again
from inventory.engine.chores.evidence import Distraction, Evidence
from inventory.engine.chores.grouping import Grouping, key_of
from inventory.engine.chores.mine import ASSUMED_EFFORT, RHYTHMS, Chore, mine
from inventory.engine.chores.titles import normalised

__all__ = [
    "ASSUMED_EFFORT",
    "RHYTHMS",
    "Chore",
    "Distraction",
    "Evidence",
    "Grouping",
    "is_again",
    "key_of",
    "mine",
    "normalised",
]
