"""How sure the advice is: the share of weight settings under which a task still reaches a line.

Weights are drawn from a Dirichlet distribution around the agreed ones, ``w ~ Dirichlet(α₀·w̄)``; with α₀ = 60 a
weight of 12 % spreads by 4.2 points. A level nobody rated is drawn uniformly. Source: the class acceptability of
SMAA-TRI, Tervonen et al., EJOR 192:236–242 (2009). The standard error at 1,000 draws is at most 1.6 points.

Draws and values are rounded to binary grids so coarse (2⁻²⁶ and 2⁻²⁴) that every sum of products is exact in
float64. The order of addition, and with it chunk size, threads and processor, then cannot change a bit.
"""

from functools import lru_cache

import numpy as np

from delegation.scoring.engine.rubric import TOP, Rubric
from delegation.scoring.engine.values import STEPS, TOP_CODE, Codes, Floats, value_tables

_WEIGHT_GRID = 2.0**26
_VALUE_GRID = 2.0**24
_SLACK = 2.0**-20
"""A share of the index, a ten-thousandth of a point: what rounding to the grids may take away."""

_BATCH = 8192
CHUNK = 32
"""Tasks at a time: their sums stay in the cache, and the matrix product too small to wake other threads."""


def weight_draws(rubric: Rubric, *, draws: int, seed: int, concentration: float | None = None) -> Floats:
    """Weight settings around the rubric's own: shape (draws, criteria), rows that sum to 1 up to 2⁻²².

    Raises ValueError for no draws, or a concentration below 1.
    """
    spread = rubric.concentration if concentration is None else concentration
    if draws < 1 or not spread >= 1:
        raise ValueError("Weight settings need at least one draw and a concentration of at least 1.")
    chance = np.random.default_rng(seed)
    raw = chance.standard_gamma(spread * np.array(rubric.weights), size=(draws, len(rubric.weights)))
    settings: Floats = np.rint(raw / raw.sum(axis=1, keepdims=True) * _WEIGHT_GRID) / _WEIGHT_GRID
    return settings


def stability(codes: Codes, rubric: Rubric, *, line: float | None = None, chunk: int = CHUNK) -> Floats:
    """``P(D ≥ line)`` for each task: codes of shape (tasks, criteria) in, shape (tasks,) out, 0 to 1.

    The line is ``delegate_at`` unless another is given, in points. The rubric's seed and draws make the answer a
    property of the task and the rubric alone: it does not depend on the other tasks or on the chunk.
    """
    settings, tables = _prepared(rubric)
    bar = (rubric.delegate_at if line is None else line) / 100 - _SLACK
    shares = np.empty(len(codes))
    for start in range(0, len(codes), _BATCH):
        known = _known(codes[start : start + _BATCH], tables)
        for first in range(0, len(known), chunk):
            reached = known[first : first + chunk] @ settings[: known.shape[1]] >= bar
            shares[start + first : start + first + chunk] = np.count_nonzero(reached, axis=1)
    return shares / rubric.draws


def _known(codes: Codes, tables: Floats) -> Floats:
    """The values of a batch, and beside them, where there are gaps, 1 for every answer that is not rated."""
    known = np.column_stack([table[column] for table, column in zip(tables, codes.T, strict=True)])
    unrated = codes > TOP_CODE
    if not unrated.any():
        return known
    known[unrated] = 0.0
    return np.hstack([known, unrated])


@lru_cache(maxsize=16)
def _prepared(rubric: Rubric) -> tuple[Floats, Floats]:
    """Weight settings over weight settings times a drawn level's value, (2·criteria, draws); values by code.

    The lower half stands in for what is not rated: one level per draw and criterion, the same for every task.
    """
    weights = weight_draws(rubric, draws=rubric.draws, seed=rubric.seed)
    tables = np.rint(value_tables(rubric) * _VALUE_GRID) / _VALUE_GRID
    drawn = np.random.default_rng([rubric.seed, 1]).integers(0, TOP + 1, size=weights.shape)
    worth = tables[np.arange(weights.shape[1]), drawn * STEPS]
    stand_in = np.rint(weights * worth * _WEIGHT_GRID) / _WEIGHT_GRID
    return np.ascontiguousarray(np.vstack([weights.T, stand_in.T])), tables
