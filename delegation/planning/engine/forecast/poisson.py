"""Poisson regression with a prior on every effect: ridge IRLS in NumPy."""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.forecast.series import Floats

STEPS = 8
LIMIT = 12.0  # exp(±12) times the mean: no effect is larger, and nothing overflows
LEAST = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients β on the log scale, their covariance, the dispersion φ (variance over mean) and the
    effective number of coefficients ``used``.
    """

    coefficients: Floats
    covariance: Floats
    dispersion: float
    used: float

    def mean(self, X: Floats) -> Floats:
        """Expected volumes exp(Xβ), shape ``(rows,)``."""
        return np.asarray(np.exp(np.clip(X @ self.coefficients, -700.0, 700.0)))

    def spread(self, X: Floats) -> Floats:
        """Standard deviation of Xβ from the uncertainty of β, shape ``(rows,)``."""
        return np.asarray(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", X, self.covariance, X), 0.0)))


def fit(X: Floats, y: Floats, *, weights: Floats, widths: Floats, steps: int = STEPS) -> Fit:
    """The β that maximises the weighted quasi-Poisson likelihood with priors β_j ~ N(0, widths_j²).

    Iteratively reweighted least squares (McCullagh and Nelder 1989, section 2.5):
    β ← (XᵀWX + φΛ)⁻¹ XᵀWz with W = weights·μ, z = Xβ + (y − μ)/μ, Λ = diag(1/widths²) and Pearson's
    φ = Σ weights·(y − μ)²/μ ÷ (Σ weights − used). Volumes are taken as multiples of their mean, so that the
    answer scales with them. The first column of ``X`` must be ones. Raises ``ValueError`` without any volume.
    """
    scale = float(weights @ y / weights.sum())
    if scale <= 0.0:
        raise ValueError("There is no volume to explain.")
    share, precision = y / scale, np.diag(1.0 / widths**2)
    beta, mu, used = np.zeros(X.shape[1]), np.ones(len(y)), 1.0
    for _ in range(steps):
        phi = _dispersion(share, mu, weights, used)
        information = (X.T * (weights * mu)) @ X
        inverse = np.linalg.inv(information + phi * precision + LEAST * np.eye(len(beta)))
        beta = inverse @ (X.T @ (weights * (mu * np.log(mu) + share - mu)))
        mu = np.exp(np.clip(X @ beta, -LIMIT, LIMIT))
        used = float(np.einsum("ij,ji->", inverse, information))
    phi = _dispersion(share, mu, weights, used)
    beta[0] += np.log(scale)
    return Fit(beta, np.asarray(phi * inverse), phi * scale, used)


def _dispersion(share: Floats, mu: Floats, weights: Floats, used: float) -> float:
    pearson = float(weights @ ((share - mu) ** 2 / mu))
    return max(pearson / max(float(weights.sum()) - used, 1.0), LEAST)
