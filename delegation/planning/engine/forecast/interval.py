"""How far off a forecast may be: 80 % of what comes should lie between two volumes."""

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.forecast.series import Floats

Z = 1.2815515655446004  # the 90 % point of the normal distribution
COUNTED_DISPERSION = 1.2  # what is believed of counts before any is seen: a little wilder than Poisson
MEASURED_DISPERSION = 0.0025  # and of measurements: a coefficient of variation of 5 %
BELIEF = {True: 2.0, False: 0.5}  # how many periods that belief weighs


def dispersion(
    y: Floats, told: Floats, *, weights: Floats, speed: float, used: float, counts: bool
) -> tuple[float, float]:
    """φ, the variance over the mean, from the errors of ``told`` (all shape ``(n,)``), and its degrees of freedom.

    Errors are measured against what was told, but at least a quarter of the mean, so that one leap from almost
    nothing does not count for all the rest. ``used`` is how many of the periods the fit itself used up. What was
    told before much was known erred more for that alone, and is forgiven that.
    """
    usual = max(float(y.mean()), 1e-12)
    errors = (y - told) ** 2 / np.maximum(told, 0.25 * usual) / level_error(np.arange(len(y)), speed)
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    freedom = max(effective - used, effective / 3.0)
    believed = COUNTED_DISPERSION if counts else MEASURED_DISPERSION * usual
    seen = float(weights @ errors / weights.sum()) * effective
    return (seen + BELIEF[counts] * believed) / (freedom + BELIEF[counts]), freedom + BELIEF[counts]


def level_error(known: NDArray[np.int64], speed: float) -> Floats:
    """By how much not knowing the level swells a variance: 1 + 1/m with m the periods it rests on.

    After so many ``known`` periods a level that replaces ``speed`` of itself rests on min(known, (2 − speed)/speed).
    """
    return 1.0 + 1.0 / np.minimum(np.maximum(known, 1), (2.0 - speed) / speed)


def bounds(mean: Floats, variance: Floats, *, freedom: float, counts: bool) -> tuple[Floats, Floats]:
    """The 10 % and 90 % points of gamma volumes with these means and variances, never the wrong side of the mean.

    Gamma is Poisson and negative binomial without their steps, which half an event on either side gives back to
    ``counts``; quantiles by Wilson and Hilferty (1931). Few degrees of freedom widen the points as Student's t
    does: z·(1 + (z² + 1)/(4·freedom)).
    """
    z = Z * (1.0 + (Z**2 + 1.0) / (4.0 * freedom))
    safe = np.maximum(mean, 1e-12)
    odd = variance / (9.0 * safe**2)  # 1/(9k) for a gamma of shape k = mean²/variance
    low, high = (safe * np.maximum(1.0 - odd + side * np.sqrt(odd), 0.0) ** 3 for side in (-z, z))
    half = 0.5 if counts else 0.0
    return np.minimum(np.maximum(low - half, 0.0), mean), np.maximum(high + half, mean)
