"""From how often job holders said they do something to how often it pops up a month."""

from collections.abc import Sequence
from math import exp, log

# O*NET's seven answers, as runs in a mean month: yearly or less, more than yearly, more than monthly, more than
# weekly, daily, several times daily, hourly or more. Readings of ours: O*NET names the classes, not their rates.
PER_MONTH = (1 / 12, 1 / 3, 2.0, 8.7, 21.7, 65.0, 174.0)


def popups_per_month(shares: Sequence[float]) -> float:
    """The geometric mean of the classes, weighted by the shares of the seven answers; any total of shares will do.

    The geometric mean, because a few who answer "hourly" would otherwise drown all others.

    >>> round(popups_per_month((0, 0, 100, 0, 0, 0, 0)), 2)
    2.0
    """
    total = sum(shares)
    if len(shares) != len(PER_MONTH) or total <= 0:
        raise ValueError("Seven shares are needed, and one of them above nothing.")
    return exp(sum(share * log(rate) for share, rate in zip(shares, PER_MONTH, strict=True)) / total)


def popups_of(statement: dict[str, str]) -> float:
    """Runs a month of one O*NET statement: from the whole distribution where there is one, else from the modal class."""
    shares = [float(statement[f"ft{answer}"] or 0) for answer in range(1, 8)]
    if any(shares):
        return popups_per_month(shares)
    return PER_MONTH[int(statement["frequency"]) - 1]
