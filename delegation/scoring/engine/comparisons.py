"""Weights from comparing criteria in pairs: the analytic hierarchy process. For weights only, never for tasks.

Source: Saaty, J. Mathematical Psychology 15:234–281 (1977) and EJOR 48:9–26 (1990). Scoring tasks this way reverses
ranks (Belton and Gear, Omega 11:228–230, 1983), so there is no function for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from delegation.scoring.engine.values import Floats

RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""Saaty's random index (1977, 1980): the mean consistency index of random reciprocal matrices of each size."""

CONSISTENT_UP_TO = 0.10


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Weights as shares, and how consistent the judgements are.

    ``eigenvalue`` is λmax, ``index`` is ``CI = (λmax − n)/(n − 1)``, ``ratio`` is ``CR = CI/RI``. ``review`` names
    the two positions whose judgement departs furthest from what the weights say.
    """

    weights: tuple[float, ...]
    eigenvalue: float
    index: float
    ratio: float
    review: tuple[int, int]

    @property
    def consistent(self) -> bool:
        """Whether the weights may be used: a ratio of at most 0.10, Saaty's mark."""
        return self.ratio <= CONSISTENT_UP_TO


def compared(judgements: Sequence[Sequence[float]]) -> Comparison:
    """The weights of 2 to 10 criteria from a matrix of judgements: row i is ``a_ij`` times as important as j.

    The weights are the principal eigenvector. Raises ValueError when the matrix is not square, positive and
    reciprocal, or larger than the random index reaches: then compare inside blocks.
    """
    matrix = _checked(judgements)
    count = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    eigenvalue = float(values[first].real)
    weights = np.abs(vectors[:, first].real)
    weights /= weights.sum()
    index = max(0.0, (eigenvalue - count) / (count - 1))
    apart = np.abs(np.log(matrix * weights[None, :] / weights[:, None]))
    row, column = divmod(int(np.argmax(apart)), count)
    return Comparison(
        weights=tuple(float(weight) for weight in weights),
        eigenvalue=eigenvalue,
        index=index,
        ratio=index / RANDOM_INDEX[count] if count > 2 else 0.0,
        review=(min(row, column), max(row, column)),
    )


def within_blocks(blocks: Comparison, inside: Sequence[Comparison]) -> tuple[float, ...]:
    """Weights as shares of all criteria, block after block: a block's weight times the weight inside it.

    Raises ValueError when there is not one comparison for each block.
    """
    return tuple(
        block * weight
        for block, comparison in zip(blocks.weights, inside, strict=True)
        for weight in comparison.weights
    )


def _checked(judgements: Sequence[Sequence[float]]) -> Floats:
    count = len(judgements)
    if not 2 <= count <= max(RANDOM_INDEX) or any(len(row) != count for row in judgements):
        raise ValueError(
            f"Compare 2 to {max(RANDOM_INDEX)} criteria, each with each; inside a block if there are more."
        )
    matrix = np.array(judgements, dtype=np.float64)
    if not (np.isfinite(matrix).all() and (matrix > 0).all()):
        raise ValueError("A judgement is a number above 0.")
    if not np.allclose(matrix * matrix.T, 1.0, rtol=1e-6, atol=0):
        raise ValueError(
            "Judgements must mirror each other: twice as important one way is half as important the other."
        )
    return matrix
