"""How high a series stands now, given its pattern: an average of averages that forget at different speeds."""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.forecast.series import Floats

SPEEDS = np.array([0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
SHORT = 26
PRIOR_WEIGHT = 0.3
NOISE = 0.25  # variance of the square root of a Poisson count (Bartlett 1936)


@dataclass(frozen=True, eq=False)
class Level:
    """A multiple of the pattern, and how it got there.

    ``value`` is the level now; ``told`` (shape ``(n,)``) is what would have been said of each period just
    before it; ``speed`` is the share of the level that one period replaces.
    """

    value: float
    told: Floats
    speed: float


def level(y: Floats, pattern: Floats, *, usual_speed: float, counts: bool = True) -> Level:
    """The level of ``y`` over ``pattern`` (both shape ``(n,)``; pattern above zero).

    Each speed α of a fixed ladder keeps a forgetful average of √(y/pattern), weighted by the pattern, because
    on that scale the noise of counts is even and one wild week does little. The speeds are then averaged by how
    well they told each next period, and by their distance from ``usual_speed`` on the logit scale. Back from
    roots, the noise that roots hide is added again: all of it on long histories or where nothing is counted,
    at most that of Poisson counts on histories shorter than 26 periods.
    """
    root = np.sqrt(y / pattern)
    first, second = _averages(root, pattern)
    shares = _shares(root, pattern, first, usual_speed, noise=NOISE if counts else 0.0)
    hidden = second - first**2
    if counts and len(y) < SHORT:
        hidden = np.minimum(hidden, NOISE / pattern.mean())
    levels = shares @ np.maximum(first**2 + hidden, 0.0)
    told = np.concatenate([levels[:1], levels[:-1]]) * pattern
    return Level(float(levels[-1]), told, float(shares @ SPEEDS))


def _averages(root: Floats, pattern: Floats) -> tuple[Floats, Floats]:
    """Forgetful means of the roots and of their squares, shape ``(speeds, n)``."""
    keep = 1.0 - SPEEDS
    sums = np.zeros((3, len(SPEEDS)))
    path = np.empty((len(root), 3, len(SPEEDS)))
    fresh = np.stack([pattern, pattern * root, pattern * root**2], axis=1)[:, :, None]
    for t in range(len(root)):
        sums = sums * keep + fresh[t]
        path[t] = sums
    return (path[:, 1] / path[:, 0]).T, (path[:, 2] / path[:, 0]).T


def _shares(root: Floats, pattern: Floats, first: Floats, usual_speed: float, *, noise: float) -> Floats:
    odds = np.log(SPEEDS / (1.0 - SPEEDS)) - np.log(usual_speed / (1.0 - usual_speed))
    cost = PRIOR_WEIGHT * odds**2
    steps = len(root) - 1
    fading = 0.5 ** (np.arange(steps)[::-1] / max(3.0, steps / 3.0))
    wrong = ((root[1:] - first[:, :-1]) ** 2) @ (fading * pattern[1:])
    usual = max(float(wrong.min()), noise * float(fading.sum()))
    if usual > 0.0:
        cost = cost + 0.5 * fading.sum() * wrong / usual
    likely = np.exp(cost.min() - cost)
    return np.asarray(likely / likely.sum())
