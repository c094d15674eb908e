"""Many tasks at once: look-up tables over one byte per answer, the same numbers as one task alone.

Tasks are rows and criteria columns, in the rubric's order, of a uint8 matrix made by ``values.encode``.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from delegation.scoring.engine.advice import ON_RUNG, WORDS, Advice, Band, Qualifier, is_unclear
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.index import CLOSE
from delegation.scoring.engine.rubric import Rubric, Rung
from delegation.scoring.engine.stability import stability
from delegation.scoring.engine.values import STEPS, TOP_CODE, Codes, Floats, value_tables
from delegation.scoring.engine.walls import caps_on, ceiling_of

CHUNK = 8192
LEAST_CHUNK = 1024
"""Rows at a time: fewer in small tables, so that what lies between stays small beside them."""

ADVISED: tuple[tuple[Advice, Qualifier], ...] = tuple(WORDS)
"""What a number in ``ScoreTable.advised`` stands for."""

Mask = NDArray[np.bool_]
Small = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What facts and gates say of each task, shape (tasks,); None where it is so of no task.

    ``eliminable``, ``automatable`` and ``reworked`` are the rules of ``advice`` about facts, ``walled`` is a wall
    in force or a gate that is shut.
    """

    eliminable: Mask | None = None
    walled: Mask | None = None
    automatable: Mask | None = None
    reworked: Mask | None = None


@dataclass(frozen=True, kw_only=True)
class ScoreTable:
    """Scores of many tasks, each array of shape (tasks,).

    ``index`` is 0 to 100, ``stability`` 0 to 1, ``rungs`` numbers of ``Rung``, ``advised`` positions in
    ``ADVISED``, ``unrated`` how many criteria nobody rated.
    """

    index: Floats
    stability: Floats
    rungs: Small
    advised: Small
    unrated: Small
    rubric: Rubric

    def bands(self) -> list[Band]:
        """The band of each task."""
        near = self.index >= self.rubric.surge_at - CLOSE
        top = (self.index >= self.rubric.delegate_at - CLOSE) & (self.stability >= self.rubric.robust_at)
        return [Band("CBA"[number]) for number in (near.astype(int) + (near & top)).tolist()]


def score_table(
    codes: Codes, rubric: Rubric = DEFAULT, *, strictest: Codes | None = None, marks: Marks | None = None
) -> ScoreTable:
    """Index, stability, rung and advice of many tasks; ``codes`` and ``strictest`` of shape (tasks, criteria).

    ``strictest`` holds the most restrictive rating where gates and caps should look at it, and is not rated
    elsewhere. Raises ValueError when the number of columns is not the number of criteria.
    """
    index = index_table(codes, rubric)
    share = stability(codes, rubric)
    held = codes if strictest is None else np.where(strictest > TOP_CODE, codes, strictest)
    rungs = _rungs(index, share, held, rubric)
    return ScoreTable(
        index=index,
        stability=share,
        rungs=rungs,
        advised=_advised(rungs, marks or Marks(), _would_be_clear(codes, index, rubric)),
        unrated=np.count_nonzero(codes > TOP_CODE, axis=1).astype(np.uint8),
        rubric=rubric,
    )


def index_table(codes: Codes, rubric: Rubric = DEFAULT) -> Floats:
    """The index, 0 to 100, of each row of codes: shape (tasks, criteria) in, (tasks,) float64 out.

    Added up criterion by criterion, never by a matrix product, so that a row gives the same bits whatever rows
    stand beside it. Raises ValueError when the number of columns is not the number of criteria.
    """
    if codes.ndim != 2 or codes.shape[1] != len(rubric.criteria):
        raise ValueError(f"The table needs {len(rubric.criteria)} columns, one for each criterion.")
    points = _points(rubric)
    index = np.zeros(len(codes))
    chunk = min(CHUNK, max(LEAST_CHUNK, len(codes) // 2))
    for start in range(0, len(codes), chunk):
        part = index[start : start + chunk]
        for table, column in zip(points, codes[start : start + chunk].T, strict=True):
            part += table.take(column, mode="clip")
    return index


@lru_cache(maxsize=32)
def _points(rubric: Rubric) -> Floats:
    """The points of every code of every criterion: shape (criteria, 256)."""
    return 100.0 * np.array(rubric.weights)[:, None] * value_tables(rubric)


@lru_cache(maxsize=32)
def _ceilings(rubric: Rubric) -> tuple[tuple[int, Small], ...]:
    """The position of each criterion that can cap, with the best rung each of its codes leaves open.

    Asked of the very function that caps one task, so that the two paths cannot differ.
    """
    levels = [code / STEPS if code <= TOP_CODE else None for code in range(256)]
    tops = (
        np.array([ceiling_of(caps_on(key, level, rubric)) for level in levels], dtype=np.uint8)
        for key in rubric.keys
    )
    return tuple((place, top) for place, top in enumerate(tops) if top.min() < Rung.DELEGATE)


def _rungs(index: Floats, share: Floats, held: Codes, rubric: Rubric) -> Small:
    """``advice.rung_of`` for every row."""
    near = index >= rubric.surge_at - CLOSE
    robust = (index >= rubric.delegate_at - CLOSE) & (share >= rubric.robust_at)
    rungs = np.where(robust, np.uint8(Rung.DELEGATE), np.uint8(Rung.SURGE_POOL))
    for place, tops in _ceilings(rubric):
        np.minimum(rungs, tops[held[:, place]], out=rungs)
    rungs[~near] = Rung.KEEP
    return rungs


def _would_be_clear(codes: Codes, index: Floats, rubric: Rubric) -> Mask:
    """Which rows are unclear and would reach the line if they were written down."""
    place = rubric.places.get(rubric.clarity_key)
    if place is None:
        return np.zeros(len(codes), dtype=bool)
    column, points = codes[:, place], _points(rubric)[place]
    levels = [code / STEPS for code in range(TOP_CODE + 1)]
    unclear = [is_unclear({rubric.clarity_key: level}, rubric) for level in levels]
    gain = np.where(
        np.array(unclear + [False] * (255 - TOP_CODE)), points[rubric.clear_at * STEPS] - points, -np.inf
    )
    return np.asarray(index + gain[column] >= rubric.delegate_at - CLOSE)


def _advised(rungs: Small, marks: Marks, clear: Mask) -> Small:
    """``advice.advise`` for every row: the rules from the last to the first, each painting over those after it."""
    on_rung = np.array([ADVISED.index(ON_RUNG[rung]) for rung in Rung], dtype=np.uint8)
    advised = on_rung[rungs]
    reworked = clear if marks.reworked is None else clear | marks.reworked
    for mask, advice in (
        (reworked, (Advice.STREAMLINE, Qualifier.NONE)),
        (marks.automatable, (Advice.AUTOMATE, Qualifier.NONE)),
        (marks.walled, (Advice.KEEP, Qualifier.WALLED)),
        (marks.eliminable, (Advice.ELIMINATE, Qualifier.NONE)),
    ):
        if mask is not None:
            advised[mask] = ADVISED.index(advice)
    return advised
