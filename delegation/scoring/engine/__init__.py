"""The arithmetic of a score: pure functions on arrays and mappings.

One task with its reasons: ``explain``. A table of many: ``score_table``. Everything in between has a module named for
what it answers: ``values``, ``index``, ``walls``, ``advice``, ``flips``, ``stability``, ``sentence``.
"""

from delegation.scoring.engine.advice import WORDS, Advice, Band, Facts, Qualifier
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.explanation import Explanation, RatedTask, explain
from delegation.scoring.engine.rubric import Block, Criterion, Rubric, Rung, as_mapping, from_mapping
from delegation.scoring.engine.sentence import Part
from delegation.scoring.engine.walls import PartnerFit

__all__ = [
    "DEFAULT",
    "WORDS",
    "Advice",
    "Band",
    "Block",
    "Criterion",
    "Explanation",
    "Facts",
    "Part",
    "PartnerFit",
    "Qualifier",
    "RatedTask",
    "Rubric",
    "Rung",
    "as_mapping",
    "explain",
    "from_mapping",
]
