"""Several raters: one level out of many, where to talk, and how far the raters agree.

Sources: Krippendorff, Computing Krippendorff's alpha-reliability (2011); Shrout and Fleiss, Psychological Bulletin
86:420–428 (1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from statistics import median
from typing import Literal

import numpy as np

from delegation.scoring.engine.rubric import Block, Criterion
from delegation.scoring.engine.values import Floats

GOOD, TENTATIVE = 0.80, 0.667
"""Krippendorff's marks: from the first conclusions are safe, from the second they are tentative."""

APART = 2
"""Levels between two raters from which they should talk."""

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, kw_only=True)
class Together:
    """What several ratings of one criterion come to.

    ``level`` is the median, for the sum; ``strictest`` the one furthest from delegating, for gates and caps;
    ``spread`` how many levels the furthest raters are apart; ``discuss`` whether they should talk.
    """

    level: float | None
    strictest: float | None
    spread: float
    discuss: bool


def together(levels: Sequence[float], criterion: Criterion) -> Together:
    """One criterion's ratings, levels 0 to 4 of different raters, taken together; nobody's are None.

    Raters of a Hold criterion should talk when they are two levels or more apart.
    """
    if not levels:
        return Together(level=None, strictest=None, spread=0.0, discuss=False)
    spread = float(max(levels) - min(levels))
    return Together(
        level=float(median(levels)),
        strictest=float(max(levels) if criterion.sign < 0 else min(levels)),
        spread=spread,
        discuss=criterion.block is Block.HOLD and spread >= APART,
    )


def alpha(ratings: Floats, metric: Metric = "ordinal") -> float:
    """Krippendorff's α of ratings, shape (raters, tasks), NaN where a rater did not rate; 1 is full agreement.

    ``α = 1 − D_o/D_e`` from the coincidences of values within tasks. Tasks with fewer than two ratings do not
    count. NaN when nothing can be compared, or everybody always gave the same level.
    """
    columns = [column[~np.isnan(column)] for column in np.asarray(ratings, dtype=np.float64).T]
    columns = [column for column in columns if len(column) > 1]
    if not columns:
        return float("nan")
    levels = np.unique(np.concatenate(columns))
    met = np.zeros((len(levels), len(levels)))
    for column in columns:
        counts = (column[None, :] == levels[:, None]).sum(axis=1).astype(np.float64)
        met += (np.outer(counts, counts) - np.diag(counts)) / (len(column) - 1)
    margins = met.sum(axis=1)
    total = margins.sum()
    apart = _distances(levels, margins, metric)
    expected = (np.outer(margins, margins) * apart).sum() / (total - 1)
    return float(1 - (met * apart).sum() / expected) if expected > 0 else float("nan")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Shrout and Fleiss's intraclass correlations: of one rater, and of the mean of k.

    ``one_way`` is for raters that differ from task to task, ``random`` for the same raters drawn from many,
    ``fixed`` for the same raters and no others.
    """

    one_way: float
    random: float
    fixed: float
    one_way_mean: float
    random_mean: float
    fixed_mean: float


def intraclass(ratings: Floats) -> Agreement:
    """ICC(1,1), (2,1), (3,1) and (1,k), (2,k), (3,k) of complete ratings, shape (tasks, raters).

    From the mean squares of a two-way analysis of variance. Raises ValueError for fewer than two tasks or raters,
    a gap, or ratings that never differ.
    """
    rated = np.asarray(ratings, dtype=np.float64)
    if rated.ndim != 2 or min(rated.shape) < 2 or np.isnan(rated).any():
        raise ValueError("Agreement needs at least two tasks, each rated by the same two raters or more.")
    tasks, raters = rated.shape
    mean = rated.mean()
    between = raters * ((rated.mean(axis=1) - mean) ** 2).sum() / (tasks - 1)
    judges = tasks * ((rated.mean(axis=0) - mean) ** 2).sum() / (raters - 1)
    total = ((rated - mean) ** 2).sum()
    if total <= 0:
        raise ValueError("Ratings that never differ say nothing about agreement.")
    within = (total - between * (tasks - 1)) / (tasks * (raters - 1))
    left = (total - between * (tasks - 1) - judges * (raters - 1)) / ((tasks - 1) * (raters - 1))
    return Agreement(
        one_way=_ratio(between - within, between + (raters - 1) * within),
        random=_ratio(between - left, between + (raters - 1) * left + raters * (judges - left) / tasks),
        fixed=_ratio(between - left, between + (raters - 1) * left),
        one_way_mean=_ratio(between - within, between),
        random_mean=_ratio(between - left, between + (judges - left) / tasks),
        fixed_mean=_ratio(between - left, between),
    )


def discussions(ratings: Sequence[Sequence[float]], criterion: Criterion) -> tuple[int, ...]:
    """The positions of the tasks whose raters should talk, the furthest apart first; NaN is no rating."""
    taken = [together([level for level in task if not isnan(level)], criterion) for task in ratings]
    talk = [place for place, one in enumerate(taken) if one.discuss]
    return tuple(sorted(talk, key=lambda place: -taken[place].spread))


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")


def _distances(levels: Floats, margins: Floats, metric: Metric) -> Floats:
    """The squared difference between every two levels, shape (levels, levels)."""
    rows, columns = levels[:, None], levels[None, :]
    if metric == "nominal":
        return np.asarray(rows != columns, dtype=np.float64)
    if metric == "interval":
        return np.asarray((rows - columns) ** 2)
    if metric == "ratio":
        both = rows + columns
        return np.asarray(np.divide(rows - columns, both, out=np.zeros_like(both), where=both != 0) ** 2)
    apart = np.zeros((len(levels), len(levels)))
    for low, high in combinations(range(len(levels)), 2):
        between = margins[low : high + 1].sum() - (margins[low] + margins[high]) / 2
        apart[low, high] = apart[high, low] = between**2
    return apart
