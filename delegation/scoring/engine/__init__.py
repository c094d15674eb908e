"""The arithmetic of a score: pure functions on arrays and mappings.

One task with its reasons: ``explain``. A table of many: ``score_table``. Everything in between has a module named for
what it answers: ``values``, ``index``, ``walls``, ``advice``, ``flips``, ``stability``, ``sentence``.
"""

from delegation.scoring.engine.advice import WORDS, Advice, Band, Facts, Qualifier
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.explanation import Explanation, explain
from delegation.scoring.engine.ranks import dense_ranks, order, places
from delegation.scoring.engine.rated import RatedTask
from delegation.scoring.engine.rubric import Block, Criterion, Rubric, Rung, as_mapping, from_mapping
from delegation.scoring.engine.sentence import Part
from delegation.scoring.engine.table import ADVISED, Marks, ScoreTable, index_table, score_table
from delegation.scoring.engine.values import MISSING, decode, encode, level_of
from delegation.scoring.engine.walls import PartnerFit

__all__ = [
    "ADVISED",
    "DEFAULT",
    "MISSING",
    "WORDS",
    "Advice",
    "Band",
    "Block",
    "Criterion",
    "Explanation",
    "Facts",
    "Marks",
    "Part",
    "PartnerFit",
    "Qualifier",
    "RatedTask",
    "Rubric",
    "Rung",
    "ScoreTable",
    "as_mapping",
    "decode",
    "dense_ranks",
    "encode",
    "explain",
    "from_mapping",
    "index_table",
    "level_of",
    "order",
    "places",
    "score_table",
]
