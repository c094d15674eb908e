"""The bound: with prices on hours and money the plan falls apart into tasks, and no plan can beat their sum.

Relaxing partner hours, in-house hours and the budget, the dual value is
``Σ tasks' best lane + Σ U max(0, ω − μ) + Σ μ (C − load) + Σ λ A + β B`` with ``0 ≤ μ ≤ π``. Every evaluation is a
valid upper bound; ``prices.descend`` seeks the lowest.
"""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.batch import batches, keep_blocks, pieces
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import (
    Blocks,
    Lanes,
    Moves,
    Prices,
    beside,
    best_of_task,
    follow,
    policy,
    worths,
)
from delegation.planning.engine.fit.linear import Floats, Ints
from delegation.planning.engine.fit.parts import Bools, Start
from delegation.planning.engine.fit.prices import Descent, descend

SAMPLE_FROM = 5000
SAMPLE_SHARE = 0.1
FIRST_STEP = 20.0
LAST_STEP = 0.4
WARM_STEP = 4.0
SAMPLE_STEPS = 50
NEAR_STEPS = 40
NEAR_SHARE = 0.3
BETA_SCALE = 0.01


@dataclass(frozen=True)
class Bound:
    """A proven upper bound in €, and the prices that prove it."""

    value: float
    prices: Prices


def bound(given: Instance, *, steps: int = 150, start: Prices | None = None, seed: int = 0) -> Bound:
    """The lowest bound met in ``steps`` evaluations.

    Large questions first learn prices on a tenth of the tasks, then on those that come near to going out at these
    prices; only evaluations of the whole question count as a bound.
    """
    keep_blocks()
    if start is not None:
        return _descend(given, start, Descent(steps, WARM_STEP, LAST_STEP))
    if len(given.tasks.names) < SAMPLE_FROM:
        return _descend(given, _guess(given), Descent(steps, FIRST_STEP, LAST_STEP))
    tenth = _tenth(given, seed)
    learnt = _descend(tenth, _guess(tenth), Descent(SAMPLE_STEPS, FIRST_STEP, LAST_STEP)).prices
    near = given.part(_near(given, learnt), share=1.0)
    learnt = _descend(near, learnt, Descent(NEAR_STEPS, WARM_STEP, LAST_STEP)).prices
    return _descend(given, learnt, Descent(steps, LAST_STEP, LAST_STEP / 2))


def evaluate(given: Instance, prices: Prices) -> tuple[float, Prices]:
    """The dual value at ``prices`` and its slope in each of them."""
    mu, lam = prices.mu, prices.lam
    groups, terms = given.groups, given.terms
    wish = groups.wanted_hours * (groups.worth_per_hour > mu)
    value = (
        (wish * (groups.worth_per_hour - mu)).sum()
        + (mu * given.spare_hours).sum()
        + (lam * given.partners.hours).sum()
    )
    slope_mu, slope_lam = given.spare_hours - wish, given.partners.hours.copy()
    budget = terms.budget_euros if np.isfinite(terms.budget_euros) else 0.0
    slope_beta = budget
    value += prices.beta * budget
    lanes, pays = best_lanes(given, prices)
    value += float(lanes.worth.sum())
    for columns in pieces(lanes.pair.size):
        part = lanes.taken(columns)
        used = usage(given, part, routed=part.open & pays[:, columns])
        slope_mu += used.freed_hours
        slope_lam -= used.partner_hours
        slope_beta -= used.euros
    return float(value), Prices(slope_mu, slope_lam, slope_beta)


def best_lanes(
    given: Instance, prices: Prices, *, among: Ints | None = None, blocks: Blocks | None = None
) -> tuple[Lanes, Bools]:
    """The best lane of every task worth one, and when an hour routed pays (weeks × lanes).

    ``among`` are the rows of pairs to look at (whole tasks, ascending); ``blocks`` holds a column for each.
    """
    pair, moves, pays, done = list[Ints](), list[Moves](), list[Bools](), 0
    for batch in given.batches if among is None else batches(given, among):
        at = worths(batch, prices)
        places = slice(done, done := done + batch.rows.size)
        closed = None if blocks is None else Blocks(blocks.first[:, places], blocks.again[:, places])
        best = policy(batch, at, closed).moves
        leads = best_of_task(batch, best.total)
        pair.append(batch.rows[leads])
        moves.append(best.taken(leads))
        pays.append(at.unit.take(leads, axis=1) > 0.0)
    return follow(given, np.concatenate(pair), beside(moves)), np.concatenate(pays, axis=1)


@dataclass(frozen=True)
class Usage:
    """What lanes use: partner hours (partners × weeks), € of budget; and in-house hours freed, net (groups × weeks)."""

    partner_hours: Floats
    freed_hours: Floats
    euros: float


def usage(given: Instance, lanes: Lanes, routed: Floats | Bools) -> Usage:
    """The hours and money of ``lanes`` when the share ``routed`` (weeks × lanes, 0 to 1) of the volume goes out."""
    pairs, tasks, terms = given.pairs, given.tasks, given.terms
    task, partner = pairs.task[lanes.pair], pairs.partner[lanes.pair]
    hours = tasks.hours.T[:, task] * routed
    transfers = lanes.first + terms.refresh_share * lanes.again
    teaching = pairs.teach_hours[lanes.pair] * transfers
    at_partner = pairs.effort_ratio[lanes.pair] * hours + teaching
    freed = given.gain[lanes.pair] * hours - tasks.standing_hours[task] * lanes.open
    freed -= tasks.teach_hours[task] * (transfers + terms.recall_share * lanes.close)
    money = (given.fee_per_hour[lanes.pair] * hours).sum() + (
        given.partners.rate_per_hour[partner] * teaching
    ).sum()
    return Usage(
        _by_week(at_partner, partner, len(given.partners.names)),
        _by_week(freed, tasks.group[task], len(given.groups.names)),
        float(money),
    )


def _by_week(amounts: Floats, owner: Ints, owners: int) -> Floats:
    """Sum weeks × lanes into owners × weeks."""
    weeks = amounts.shape[0]
    places = (owner * weeks + np.arange(weeks)[:, None]).ravel()
    sums = np.bincount(places, weights=amounts.ravel(), minlength=owners * weeks)
    return np.asarray(sums, dtype=np.float64).reshape(owners, weeks)


def _descend(given: Instance, start: Prices, how: Descent) -> Bound:
    def dual(flat: Floats) -> tuple[float, Floats]:
        value, slope = evaluate(given, Prices.unpacked(flat, given))
        return value, slope.packed()

    flat = start.packed()
    upper, scale = np.full(flat.size, np.inf), np.ones(flat.size)
    upper[: given.groups.capacity_hours.size] = given.terms.overtime_per_hour
    scale[-1] = BETA_SCALE
    upper[-1] = np.inf if np.isfinite(given.terms.budget_euros) else 0.0
    value, best = descend(dual, flat, lower=np.zeros(flat.size), upper=upper, scale=scale, how=how)
    return Bound(value, Prices.unpacked(best, given))


def _guess(given: Instance) -> Prices:
    """Prices to start from: overtime where a group is overloaded, its initiatives' worth elsewhere; partners free."""
    mu = np.where(
        given.spare_hours < 0.0,
        given.terms.overtime_per_hour,
        given.groups.worth_per_hour * (given.spare_hours < given.groups.wanted_hours),
    )
    return Prices(mu * 0.8, np.zeros_like(given.partners.hours), 0.0)


def _tenth(given: Instance, seed: int) -> Instance:
    count = len(given.tasks.names)
    size = max(1, int(count * SAMPLE_SHARE))
    picked = np.random.default_rng(seed).choice(count, size, replace=False)
    return given.part(np.sort(picked), share=size / count)


def _near(given: Instance, prices: Prices) -> Ints:
    """The tasks whose best opening is worth most at ``prices``, and every task whose handoff stands already."""
    worth = np.full(len(given.tasks.names), -np.inf)
    for batch in given.batches:
        opening = policy(batch, worths(batch, prices)).opening.max(axis=0)
        opening[given.pairs.start[batch.rows] != Start.NEW] = np.inf
        np.maximum.at(worth, batch.task, opening)
    cut = np.quantile(worth, 1.0 - NEAR_SHARE)
    return np.flatnonzero((worth >= cut) & (worth > -np.inf))
