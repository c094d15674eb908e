"""Where a series goes that no calendar explains: the mean of three plain methods."""

import numpy as np

from delegation.planning.engine.forecast.candidate import Candidate
from delegation.planning.engine.forecast.series import Floats

ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
DAMPED = ((0.03, 0.8), (0.03, 0.97), (0.1, 0.8), (0.1, 0.9), (0.1, 0.97), (0.25, 0.8), (0.25, 0.9))
# Level, slope and damping of every path tried; without a slope the damping does not matter.
GRID = np.array([(a, a * b, phi) for a in ALPHAS for b, phi in ((0.0, 0.9), *DAMPED)])


def combined(y: Floats, *, ahead: int) -> Candidate:
    """The mean of simple smoothing, Theta and damped trend for the next periods, none below zero.

    The "Comb" of the M competitions (Makridakis, Spiliotis and Assimakopoulos 2020) with Theta as simple
    smoothing plus half the slope (Hyndman and Billah 2003). Parameters minimise squared one-step errors on a grid.
    """
    told, level, slope = _paths(y)
    wrong = ((y[:, None] - told) ** 2).sum(axis=0)
    simple = int(np.argmin(np.where(GRID[:, 1] == 0.0, wrong, np.inf)))
    damped = int(np.argmin(wrong))
    steps = np.arange(1, ahead + 1)
    alpha, phi = GRID[simple, 0], GRID[damped, 2]
    drift = 0.5 * _slope(y) * (steps - 1 + (1.0 - (1.0 - alpha) ** len(y)) / alpha)
    trend = level[damped] + slope[damped] * phi * (1.0 - phi**steps) / (1.0 - phi)
    mean = np.maximum((2.0 * level[simple] + drift + trend) / 3.0, 0.0)
    return Candidate(
        mean, np.maximum((2.0 * told[:, simple] + told[:, damped]) / 3.0, 0.0), float(alpha), used=1.0
    )


def _paths(y: Floats) -> tuple[Floats, Floats, Floats]:
    """What every row of the grid said of each period just before it, and its last level and slope."""
    alpha, beta, phi = GRID.T
    level, slope = np.full(len(GRID), y[: min(len(y), 4)].mean()), np.zeros(len(GRID))
    told = np.empty((len(y), len(GRID)))
    for t, seen in enumerate(y):
        carried = phi * slope
        told[t] = level + carried
        error = seen - told[t]
        level = told[t] + alpha * error
        slope = carried + beta * error
    return told, level, slope


def _slope(y: Floats) -> float:
    if len(y) < 3:
        return 0.0
    time = np.arange(len(y)) - (len(y) - 1) / 2.0
    return float(time @ y / (time @ time))
