"""How a list holds up when weights, or ratings, are not certain: for the list under review, not for every task.

Source: stochastic multicriteria acceptability analysis, SMAA-2, Lahdelma and Salminen, Operations Research
49:444–454 (2001). Within a draw, ties go to the task listed first.
"""

import numpy as np

from delegation.scoring.engine.values import Floats


def rank_acceptability(scores: Floats) -> Floats:
    """The share of draws in which each task takes each place: shape (draws, tasks) in, (tasks, places) out.

    Higher scores come first. Every row and every column sums to 1.
    """
    draws, tasks = scores.shape
    ordered = np.argsort(-scores, axis=1, kind="stable")
    cells = ordered * tasks + np.arange(tasks)
    return np.asarray(np.bincount(cells.ravel(), minlength=tasks * tasks).reshape(tasks, tasks) / draws)


def top_shares(scores: Floats, count: int) -> Floats:
    """The share of draws in which each task is among the first ``count``: (draws, tasks) in, (tasks,) out."""
    draws, tasks = scores.shape
    first = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    return np.asarray(np.bincount(first.ravel(), minlength=tasks) / draws)


def pairwise_wins(scores: Floats) -> Floats:
    """The share of draws in which the task of a row scores at least as much as the task of a column.

    Shape (draws, tasks) in, (tasks, tasks) out; the diagonal is 1.
    """
    return np.stack([(scores[:, [task]] >= scores).mean(axis=0) for task in range(scores.shape[1])])


def central_weights(scores: Floats, weights: Floats) -> Floats:
    """The mean of the weight settings under which each task comes first: shape (tasks, criteria).

    ``scores`` are (draws, tasks), ``weights`` (draws, criteria). A row of NaN where a task never comes first.
    """
    first = np.argmax(scores, axis=1)
    tasks = scores.shape[1]
    sums = np.zeros((tasks, weights.shape[1]))
    np.add.at(sums, first, weights)
    times = np.bincount(first, minlength=tasks)[:, None]
    return np.divide(sums, times, out=np.full_like(sums, np.nan), where=times > 0)


def uniform_weights(criteria: int, *, draws: int, seed: int) -> Floats:
    """Weight settings spread evenly over all there are, shape (draws, criteria): nothing is known of the weights."""
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), size=draws)
