"""What chance alone would do: the tails that evidence is measured against."""

from math import exp, lgamma, log, sqrt

OCCUPANCY_Z = 3.5  # standard deviations; blind throws reach it in fewer than one stream of a thousand


def beyond_chance(covered: int, *, periods: int, tickets: int) -> bool:
    """Whether more periods are covered than as many tickets, thrown at them blindly, would cover (occupancy)."""
    rate = tickets / periods
    expected = periods * (1 - exp(-rate))
    spread = sqrt(max(0.0, periods * exp(-rate) * (1 - (1 + rate) * exp(-rate))))
    return covered - expected > OCCUPANCY_Z * spread


def log_hypergeometric(hits: int, *, n: int, marked: int, size: int) -> float:
    """The logarithm of the chance of at least ``hits`` marked among ``n`` drawn of ``size`` (hypergeometric).

    >>> round(exp(log_hypergeometric(5, n=5, marked=5, size=25)) * 53130, 6)
    1.0
    """
    terms = [
        _log_choose(marked, k) + _log_choose(size - marked, n - k) - _log_choose(size, n)
        for k in range(hits, min(n, marked) + 1)
        if n - k <= size - marked
    ]
    top = max(terms)
    return top + log(sum(exp(term - top) for term in terms))


def binomial(hits: int, n: int, share: float) -> float:
    """The chance of at least ``hits`` of ``n`` where each has a chance of ``share``, in logarithms: n is large."""
    if not 0 < share < 1:
        return 1.0
    return sum(exp(_log_choose(n, k) + k * log(share) + (n - k) * log(1 - share)) for k in range(hits, n + 1))


def poisson(count: int, rate: float) -> float:
    """The chance of at least ``count`` where ``rate`` are expected (Poisson)."""
    term, below = exp(-rate), 0.0
    for k in range(count):
        below += term
        term *= rate / (k + 1)
    return 1 - below


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
