"""Weights that past decisions suggest. Always a proposal: shown, argued over and published by people.

Below 50 decisions nothing is learned, for then the elicited weights alone predict better. To 100, a logistic model
held near the elicited weights; above, a linear programme without a prior. Sources: Jacquet-Lagrèze and Siskos, EJOR
10:151–164 (1982), and Zopounidis and Doumpos, Computational Economics 14:197–218 (1999), for the linear programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize  # type: ignore[import-untyped]  # SciPy ships no types

from delegation.scoring.engine.rubric import Rubric
from delegation.scoring.engine.values import Floats

LEARN_FROM = 50
PROGRAMME_ABOVE = 100

_SHARPNESS = 20.0
"""Logits per unit of value: five points of index stand for odds of e to 1."""

_PRIOR = 0.05
_MARGIN = 0.02

Approved = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Weights in points of 100 by criterion, and the line in points, that fit past decisions better.

    ``agreed_before`` and ``agreed_after`` are the shares of decisions that today's and the suggested weights and
    lines would have foretold; ``changed`` are the positions of the decisions they tell apart.
    """

    weights: dict[str, float]
    line: float
    agreed_before: float
    agreed_after: float
    changed: tuple[int, ...]


def suggest(values: Floats, approved: Sequence[bool] | Approved, rubric: Rubric) -> Suggestion | None:
    """What past decisions suggest; None below 50 of them, or when all of them were decided alike.

    ``values`` are 0 to 1, shape (decisions, criteria); ``approved`` says of each whether the task was let go.
    Raises ValueError when the two do not belong together.
    """
    taken = np.asarray(approved, dtype=bool)
    if values.ndim != 2 or values.shape != (len(taken), len(rubric.criteria)):
        raise ValueError("Every decision needs the values of all criteria.")
    if len(taken) < LEARN_FROM or taken.all() or not taken.any():
        return None
    learn = by_programme if len(taken) > PROGRAMME_ABOVE else by_logit
    weights, line = learn(values, taken, np.array(rubric.weights), rubric.delegate_at / 100)
    before = values @ np.array(rubric.weights) >= rubric.delegate_at / 100 - 1e-11
    after = values @ weights >= line - 1e-11
    return Suggestion(
        weights={key: 100 * float(weight) for key, weight in zip(rubric.keys, weights, strict=True)},
        line=100 * line,
        agreed_before=float((before == taken).mean()),
        agreed_after=float((after == taken).mean()),
        changed=tuple(int(place) for place in np.flatnonzero(before != after)),
    )


def by_logit(values: Floats, approved: Approved, prior: Floats, line: float) -> tuple[Floats, float]:
    """Weights as shares and a line as a share: a logistic fit that may not be negative, held near the prior.

    Minimises ``Σ log(1 + e^(−y·(β·v − t))) + λ·(‖β − β̄‖² + (t − t̄)²)`` over ``β ≥ 0`` with ``y = ±1``, where β̄
    and t̄ are the elicited weights and line times a sharpness.
    """
    start = _SHARPNESS * np.append(prior, line)
    side = np.where(approved, 1.0, -1.0)
    rows = side[:, None] * np.column_stack([values, -np.ones(len(values))])

    def loss(point: Floats) -> tuple[float, Floats]:
        margins, pull = rows @ point, point - start
        slope = -rows.T @ (0.5 - 0.5 * np.tanh(margins / 2)) + 2 * _PRIOR * pull
        return float(np.logaddexp(0, -margins).sum() + _PRIOR * pull @ pull), slope

    bounds = [(0.0, None)] * len(prior) + [(None, None)]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    total = float(found[:-1].sum())
    return (found[:-1] / total, float(found[-1]) / total) if total > 0 else (prior, line)


def by_programme(values: Floats, approved: Approved, _prior: Floats, _line: float) -> tuple[Floats, float]:
    """Weights as shares and a line as a share: the linear programme that leaves the least error.

    Minimises the sum of the slacks by which approved tasks fall short of the line plus a margin, and declined ones
    pass the line minus it; the weights are not negative and sum to 1.
    """
    decisions, criteria = values.shape
    side = np.where(approved, 1.0, -1.0)
    rows = np.hstack([-side[:, None] * values, side[:, None], -np.eye(decisions)])
    goal = np.concatenate([np.zeros(criteria + 1), np.ones(decisions)])
    whole = np.concatenate([np.ones(criteria), np.zeros(decisions + 1)])[None, :]
    solved = linprog(
        goal, A_ub=rows, b_ub=np.full(decisions, -_MARGIN), A_eq=whole, b_eq=[1.0], method="highs"
    )
    return np.asarray(solved.x[:criteria]), float(solved.x[criteria])
