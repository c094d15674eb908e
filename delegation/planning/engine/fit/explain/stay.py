"""Why not: what keeps a task in-house, and what would change that."""

from dataclasses import dataclass, replace

import numpy as np

from delegation.planning.engine.fit.batch import Batch
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Prices, openings, policy, worths
from delegation.planning.engine.fit.linear import Ints
from delegation.planning.engine.fit.plan import Fit

HALVINGS = 30


@dataclass(frozen=True)
class WhyNot:
    """Why a task stays: € missing, and what would close the gap: a lower rate, or fewer hours of hand-over."""

    task: str
    missing: float
    rate_needed: float | None
    teaching_less: float | None
    sentence: str


def why_not(fit: Fit, task: str, *, gate: str = "") -> WhyNot:
    """Why a task that is not in the plan stays in-house. ``gate`` is the reason that alone keeps it, if any."""
    given, prices = fit.given, fit.proof.prices
    rows = np.flatnonzero(given.pairs.task == given.tasks.names.index(task))
    if gate or not rows.size:
        return WhyNot(task, 0.0, None, None, f"{task} stays: {gate or 'no partner may take it'}.")
    batch = Batch(given, rows)
    opening = policy(batch, worths(batch, prices)).opening
    week, best = (int(place) for place in np.unravel_index(int(opening.argmax()), opening.shape))
    missing = -float(opening[week, best])
    if missing <= 0.0:
        return WhyNot(task, 0.0, None, None, f"{task} would pay, but the hours went to tasks that pay more.")
    rate, less = _break_even(given, prices, int(rows[best]), missing, week)
    wishes = [f"a rate of €{rate:.0f} an hour or less"] if rate is not None else []
    wishes += [f"{less:.0f} hours less hand-over"] if less is not None else []
    needs = (
        f"it needs {' or '.join(wishes)}."
        if wishes
        else "no rate or shorter hand-over alone would change that."
    )
    return WhyNot(task, missing, rate, less, f"{task} stays: out, it would lose €{missing:.0f}; {needs}")


def _break_even(
    given: Instance, prices: Prices, pair: int, missing: float, week: int
) -> tuple[float | None, float | None]:
    """The highest rate, and the in-house hand-over hours to save, at which the lane would just pay; None where neither would."""
    rows, firm = np.array([pair]), int(given.pairs.partner[pair])
    low, high = 0.0, float(given.partners.rate_per_hour[firm])
    rate: float | None = None
    if _best_at(given, prices, rows, low) >= 0.0:
        for _ in range(HALVINGS):
            rate = (low + high) / 2
            low, high = (rate, high) if _best_at(given, prices, rows, rate) >= 0.0 else (low, rate)
    task = given.pairs.task[pair]
    hour = float(prices.mu[given.tasks.group[task], week])
    less = missing / hour if hour > 0.0 else np.inf
    return rate, less if less <= given.tasks.teach_hours[task] else None


def _best_at(given: Instance, prices: Prices, rows: Ints, rate: float) -> float:
    """What the best opening of one pair would be worth if its partner charged ``rate``."""
    rates = given.partners.rate_per_hour.copy()
    rates[given.pairs.partner[rows]] = rate
    cheaper = replace(given, partners=replace(given.partners, rate_per_hour=rates))
    return float(openings(cheaper, prices, rows).max())
