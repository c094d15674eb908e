"""Why this task, why now, why this partner, why not, and what would help: numbers, and one plain sentence each.

Every answer follows from the shadow prices of the plan (``planning.md`` of the design, D1 and D5): a lane is used
in a week exactly when a senior hour is worth more than ``(φ (r (1 + β) + λ) − b o) / (1 + δ − η)``.
"""

from dataclasses import dataclass, replace

import numpy as np

from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Prices, policy, worths
from delegation.planning.engine.fit.linear import Floats, Ints
from delegation.planning.engine.fit.plan import Fit
from delegation.planning.engine.fit.polish import CENT, realised

MOST = 5
HALVINGS = 30


@dataclass(frozen=True)
class WhyTask:
    """What a lane does over the horizon: senior hours freed, in-house hours of hand-over, € at shadow prices, and

    the week (from 1) in which it has paid back, or None.
    """

    task: str
    partner: str
    freed_hours: float
    teaching_hours: float
    worth: float
    pays_back: int | None
    sentence: str


@dataclass(frozen=True)
class WhyNow:
    """The week a tap opens (from 1), what a senior hour is worth there, and € lost by opening a week later."""

    week: int
    hour_worth: float
    loss_if_later: float
    sentence: str


@dataclass(frozen=True)
class WhyPartner:
    """The next best partner of a task and € by which it is worse: by rate, by speed, and by price of its hours."""

    partner: str
    other: str | None
    difference: float
    rate: float
    speed: float
    capacity: float
    sentence: str


@dataclass(frozen=True)
class WhyNot:
    """Why a task stays: € missing, and what would close the gap: a lower rate, or fewer hours of hand-over."""

    task: str
    missing: float
    rate_needed: float | None
    teaching_less: float | None
    sentence: str


@dataclass(frozen=True)
class Help:
    """One more hour (or euro) here is worth this many €. ``week`` counts from 1; None for the budget."""

    kind: str
    name: str
    week: int | None
    worth: float
    sentence: str


def why_task(fit: Fit, lane: int) -> WhyTask:
    """Why the lane in this column of the plan is out."""
    given, lanes, plan = fit.given, fit.plan.lanes, fit.plan
    pair = lanes.pair[lane]
    task, partner = given.pairs.task[pair], given.pairs.partner[pair]
    freed = given.gain[pair] * given.tasks.hours[task] * plan.share[:, lane]
    shares = lanes.first[:, lane] + given.terms.refresh * lanes.again[:, lane]
    teaching = given.tasks.teach[task] * (shares + given.terms.recall * lanes.close[:, lane])
    spent = teaching + given.tasks.standing[task] * lanes.open[:, lane]
    ahead = np.cumsum(freed - spent)
    week = int(np.argmax(ahead > 0.0)) + 1 if ahead[-1] > 0.0 else None
    name, firm = given.tasks.names[task], given.partners.names[partner]
    sentence = (
        f"{name} at {firm} frees {freed.sum():.0f} senior hours in {given.weeks} weeks for "
        f"{teaching.sum():.0f} hours of hand-over; "
        + (f"it pays back in week {week}." if week else "it does not pay back in hours within these weeks.")
    )
    worth = float(realised(given, plan)[lane])
    return WhyTask(name, firm, float(freed.sum()), float(teaching.sum()), worth, week, sentence)


def why_now(fit: Fit, lane: int) -> WhyNow | None:
    """Why the tap of this lane opens when it does; None when it does not open in these weeks."""
    given, lanes = fit.given, fit.plan.lanes
    opens = np.flatnonzero(lanes.first[:, lane] | lanes.again[:, lane])
    if not opens.size:
        return None
    week, rows = int(opens[0]), lanes.pair[lane : lane + 1]
    opening = policy(given, worths(given, fit.proof.prices, rows), rows).opening[:, 0]
    group = given.tasks.group[given.pairs.task[rows[0]]]
    hour = float(fit.proof.prices.mu[group, week])
    loss = max(0.0, float(opening[week] - opening[week + 1 :].max(initial=0.0)))
    wanted = float(given.groups.wanted[group, week])
    sentence = (
        f"An hour of {given.groups.names[group]} is worth €{hour:.0f} in week {week + 1}, when initiatives want "
        f"{wanted:.0f} hours; opening a week later loses €{loss:.0f}."
    )
    return WhyNow(week + 1, hour, loss, sentence)


def why_partner(fit: Fit, lane: int) -> WhyPartner:
    """Why this lane is with its partner and not with the next best one."""
    given, prices, pair = fit.given, fit.proof.prices, int(fit.plan.lanes.pair[lane])
    pairs = given.pairs
    others = np.flatnonzero((pairs.task == pairs.task[pair]) & (np.arange(pairs.task.size) != pair))
    firm = given.partners.names[pairs.partner[pair]]
    if not others.size:
        return WhyPartner(firm, None, 0.0, 0.0, 0.0, 0.0, f"{firm} is the only partner who may take it.")
    total = _openings(given, prices, np.concatenate([[pair], others]))
    second = int(others[int(total[1:].argmax())])
    hours = given.tasks.hours[pairs.task[pair]] * fit.plan.share[:, lane]
    price = [given.partners.rate[pairs.partner[p]] * (1 + pairs.premium[p]) for p in (pair, second)]
    rate = float((price[1] - price[0]) * pairs.speed[pair] * hours.sum())
    speed = float((pairs.speed[second] - pairs.speed[pair]) * price[1] * hours.sum())
    lam = [prices.lam[pairs.partner[p]] * pairs.speed[p] for p in (pair, second)]
    capacity = float(((lam[1] - lam[0]) * hours).sum())
    difference, other = float(total[0] - total[1:].max()), given.partners.names[pairs.partner[second]]
    sentence = (
        f"With {other} it would be worth €{abs(difference):.0f} {'less' if difference >= 0 else 'more'}: "
        f"€{rate:.0f} by the rate, €{speed:.0f} by speed and €{capacity:.0f} by how scarce the hours are."
    )
    return WhyPartner(firm, other, difference, rate, speed, capacity, sentence)


def why_not(fit: Fit, task: str, *, gate: str = "") -> WhyNot:
    """Why a task that is not in the plan stays in-house. ``gate`` is the reason that alone keeps it, if any."""
    given, prices = fit.given, fit.proof.prices
    rows = np.flatnonzero(given.pairs.task == given.tasks.names.index(task))
    if gate or not rows.size:
        return WhyNot(task, 0.0, None, None, f"{task} stays: {gate or 'no partner may take it'}.")
    opening = policy(given, worths(given, prices, rows), rows).opening
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


def what_would_help(fit: Fit) -> list[Help]:
    """The five dearest partner weeks, the five dearest in-house weeks and the budget, as far as they have a price."""
    given, prices = fit.given, fit.plan.prices
    help_ = [
        Help("partner", name, week, worth, f"One more hour of {name} in week {week} is worth €{worth:.0f}.")
        for name, week, worth in _dearest(prices.lam, given.partners.names)
    ]
    help_ += [
        Help("group", name, week, worth, f"One more hour in {name} in week {week} is worth €{worth:.0f}.")
        for name, week, worth in _dearest(prices.mu, given.groups.names)
    ]
    if prices.beta > 0.0:
        sentence = f"€1 more budget returns €{1.0 + prices.beta:.2f}."
        help_.append(Help("budget", "budget", None, prices.beta, sentence))
    return help_


def certificate(fit: Fit) -> str:
    """How good the plan is, proven; and whether the solver had to be stopped, which costs worth but no truth."""
    stopped = (
        ""
        if fit.plan.exact
        else " The solver gave no answer in time, so nothing is sent out and no hour has a price."
    )
    return (
        f"The plan gains €{fit.gain:,.0f} over doing nothing; at most {100 * fit.gap:.1f} % better is conceivable "
        f"(found in {fit.seconds['end']:.1f} seconds, seed {fit.seed}).{stopped}"
    )


def _openings(given: Instance, prices: Prices, rows: Ints) -> Floats:
    """What the best opening of each pair is worth, losses included."""
    return np.asarray(policy(given, worths(given, prices, rows), rows).opening.max(axis=0))


def _break_even(
    given: Instance, prices: Prices, pair: int, missing: float, week: int
) -> tuple[float | None, float | None]:
    """The highest rate, and the in-house hand-over hours to save, at which the lane would just pay; None where neither would."""
    rows, firm = np.array([pair]), int(given.pairs.partner[pair])
    low, high = 0.0, float(given.partners.rate[firm])
    rate: float | None = None
    if _best_at(given, prices, rows, low) >= 0.0:
        for _ in range(HALVINGS):
            rate = (low + high) / 2
            low, high = (rate, high) if _best_at(given, prices, rows, rate) >= 0.0 else (low, rate)
    task = given.pairs.task[pair]
    hour = float(prices.mu[given.tasks.group[task], week])
    less = missing / hour if hour > 0.0 else np.inf
    return rate, less if less <= given.tasks.teach[task] else None


def _best_at(given: Instance, prices: Prices, rows: Ints, rate: float) -> float:
    """What the best opening of one pair would be worth if its partner charged ``rate``."""
    rates = given.partners.rate.copy()
    rates[given.pairs.partner[rows]] = rate
    cheaper = replace(given, partners=replace(given.partners, rate=rates))
    return float(_openings(cheaper, prices, rows).max())


def _dearest(price: Floats, names: tuple[str, ...]) -> list[tuple[str, int, float]]:
    """The greatest prices with their names and weeks (from 1)."""
    order = np.argsort(-price, axis=None, kind="stable")[:MOST]
    places = [np.unravel_index(int(flat), price.shape) for flat in order if price.flat[flat] > CENT]
    return [(names[int(row)], int(week) + 1, float(price[row, week])) for row, week in places]
