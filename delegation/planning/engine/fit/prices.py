"""Prices that make a relaxed problem tight: subgradient steps, scaled as Adam scales them, on a cosine schedule.

Kingma and Ba, "Adam", 2015, for the scaling (0.8 and 0.98 instead of 0.9 and 0.999: few, informative steps).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.linear import Floats

MEAN_MEMORY = 0.8
SQUARE_MEMORY = 0.98
Dual = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True)
class Descent:
    """How far to go: ``steps`` evaluations, from ``first`` to ``last`` (in units of price) per coordinate ``scale``."""

    steps: int
    first: float
    last: float


def descend(
    dual: Dual, start: Floats, *, lower: Floats, upper: Floats, scale: Floats, how: Descent
) -> tuple[float, Floats]:
    """The lowest value of ``dual`` met and the prices where it stood; ``dual`` gives its value and a subgradient.

    Every evaluation of a Lagrangean dual is a valid bound, so the lowest met is the best bound.
    """
    prices = np.clip(start, lower, upper)
    mean, square = np.zeros_like(prices), np.zeros_like(prices)
    best, at = np.inf, prices
    for step in range(how.steps):
        value, slope = dual(prices)
        if value < best:
            best, at = value, prices
        mean = MEAN_MEMORY * mean + (1 - MEAN_MEMORY) * slope
        square = SQUARE_MEMORY * square + (1 - SQUARE_MEMORY) * slope * slope
        direction = mean / (1 - MEAN_MEMORY ** (step + 1))
        size = np.sqrt(square / (1 - SQUARE_MEMORY ** (step + 1))) + 1e-12
        length = how.last + (how.first - how.last) * 0.5 * (1 + np.cos(np.pi * step / how.steps))
        prices = np.clip(prices - length * scale * direction / size, lower, upper)
    return best, at
