"""From an answer to its worth: measured amounts to levels, levels to values, and both to one byte.

A level is kept to a sixtieth (``STEPS``), which holds halves, thirds, quarters and fifths exactly and fits 0 to 4
into the codes 0 to 240 of one byte. Every code above 240 means "not rated".

Source: piece-wise linear value functions on fixed anchors, Keeney and Raiffa, Decisions with Multiple Objectives
(1976), chapter 3; Belton and Stewart, Multiple Criteria Decision Analysis (2002), chapter 5.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from delegation.scoring.engine.rubric import TOP, Criterion, Rubric

STEPS = 60
TOP_CODE = TOP * STEPS
MISSING = 255
NEUTRAL = 0.5

_CHUNK = 65_536

Codes = NDArray[np.uint8]
Floats = NDArray[np.float64]


def level_of(criterion: Criterion, measure: float) -> float:
    """The level, 0 to 4, of a measured amount in the criterion's unit, linear between its anchors.

    Raises ValueError when the criterion is not measured or the amount is not a number.
    """
    if criterion.anchors is None:
        raise ValueError(f"{criterion.label} is rated, not measured.")
    if math.isnan(measure):
        raise ValueError(f"{criterion.label}: the measured amount is not a number.")
    return _snapped(float(np.interp(measure, criterion.anchors, range(TOP + 1))))


def measure_of(criterion: Criterion, level: float) -> float | None:
    """The amount, in the criterion's unit, that a level stands for; None where nothing is measured."""
    if criterion.anchors is None:
        return None
    return float(np.interp(level, range(TOP + 1), criterion.anchors))


def value_of(criterion: Criterion, level: float | None) -> float:
    """The value, 0 to 1, of a level from 0 to 4: how much this answer argues for delegating.

    ``v = u(level)``, and ``1 − u(level)`` where the criterion argues for holding. What is not rated is neutral, ½.
    Raises ValueError for a level outside 0 to 4.
    """
    code = _code_of(criterion, level)
    return NEUTRAL if code == MISSING else float(_worth(criterion, np.float64(code / STEPS)))


def values_of(levels: Mapping[str, float | None], rubric: Rubric) -> tuple[float, ...]:
    """The value of each criterion, in the rubric's order; a key that is absent is not rated.

    Raises ValueError for a key the rubric does not have and for a level outside 0 to 4.
    """
    strangers = levels.keys() - set(rubric.keys)
    if strangers:
        raise ValueError(f"The rubric has no criterion called {', '.join(sorted(strangers))}.")
    rows = zip(value_tables(rubric), rubric.criteria, strict=True)
    return tuple(float(row[_code_of(criterion, levels.get(criterion.key))]) for row, criterion in rows)


def encode(levels: Floats) -> Codes:
    """Levels from 0 to 4, any shape, as codes of one byte; NaN becomes ``MISSING``.

    Raises ValueError for a level outside 0 to 4.
    """
    levels = np.ascontiguousarray(levels, dtype=np.float64)
    flat, codes = levels.reshape(-1), np.empty(levels.size, dtype=np.uint8)
    for start in range(0, flat.size, _CHUNK):
        part = flat[start : start + _CHUNK]
        if np.fmin.reduce(part) < 0 or np.fmax.reduce(part) > TOP:
            raise ValueError(f"A level is a number from 0 to {TOP}.")
        scaled = np.rint(part * STEPS)
        scaled[np.isnan(scaled)] = MISSING
        codes[start : start + _CHUNK] = scaled
    return codes.reshape(levels.shape)


def decode(codes: Codes) -> Floats:
    """The levels the codes stand for, NaN where not rated; the same shape, float64."""
    return np.where(codes > TOP_CODE, np.nan, codes / STEPS)


@lru_cache(maxsize=32)
def value_tables(rubric: Rubric) -> Floats:
    """The value of every code of every criterion: shape (criteria, 256), float64, read-only."""
    tables = np.full((len(rubric.criteria), 256), NEUTRAL)
    for row, criterion in zip(tables, rubric.criteria, strict=True):
        row[: TOP_CODE + 1] = _worth(criterion, np.arange(TOP_CODE + 1) / STEPS)
    tables.setflags(write=False)
    return tables


def _worth(criterion: Criterion, levels: Floats | np.float64) -> Floats:
    worth = np.interp(levels, range(TOP + 1), criterion.scale)
    return np.asarray(worth if criterion.sign > 0 else 1.0 - worth)


def _code_of(criterion: Criterion, level: float | None) -> int:
    """The code of one level. Raises ValueError for a level outside 0 to 4."""
    if level is None:
        return MISSING
    if not 0 <= level <= TOP:
        raise ValueError(f"{criterion.label}: a level is a number from 0 to {TOP}, not {level}.")
    return round(level * STEPS)


def _snapped(level: float) -> float:
    """The nearest sixtieth, so that one task alone and a table of a million read the same level."""
    return round(level * STEPS) / STEPS
