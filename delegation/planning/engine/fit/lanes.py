"""Lanes: when a handoff's tap is open. The best lane of every pair at given prices, by dynamic programming.

A pair is home and untaught, open, or home and taught. Going backwards through the weeks, with R the worth of
a week open and KT the price of a transfer (``planning.md`` of the design, D2)::

    R(t)  = hours(t) · max(0, unit price) − μ(t) · standing
    D(t)  = max(R(t) + D(t+1), H1(t) − ρ K μ(t))
    H1(t) = max(H1(t+1), R(t) + … + R(t+L−1) + D(t+L) − h KT(t))
    H0(t) = max(H0(t+1), R(t) + … + R(t+L−1) + D(t+L) − KT(t))

Arrays are weeks × pairs, so that a step touches one row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.instance import Bools, Instance, Start
from delegation.planning.engine.fit.linear import Floats, Ints

NEVER = -1e15


@dataclass(frozen=True)
class Prices:
    """What an in-house hour (``mu``, groups × weeks), a partner hour (``lam``, partners × weeks) and the budget cost."""

    mu: Floats
    lam: Floats
    beta: float

    @staticmethod
    def unpacked(flat: Floats, given: Instance) -> "Prices":
        """From one vector, as the descent moves them."""
        cut, end = given.groups.capacity.size, given.groups.capacity.size + given.partners.hours.size
        mu = flat[:cut].reshape(given.groups.capacity.shape)
        return Prices(mu, flat[cut:end].reshape(given.partners.hours.shape), float(flat[end]))

    def packed(self) -> Floats:
        """As one vector."""
        return np.concatenate([self.mu.ravel(), self.lam.ravel(), [self.beta]])


@dataclass(frozen=True)
class Blocks:
    """Weeks (weeks × pairs) in which a tap may not open for the first time, or not again."""

    first: Bools
    again: Bools


@dataclass(frozen=True)
class Lanes:
    """Chosen lanes, one per column: the pair's row, and by week whether it is open, opens first or again, or closes."""

    pair: Ints
    open: Bools
    first: Bools
    again: Bools
    close: Bools
    worth: Floats

    def taken(self, columns: Ints | Bools) -> "Lanes":
        """Some of the lanes."""
        return Lanes(
            self.pair[columns],
            self.open[:, columns],
            self.first[:, columns],
            self.again[:, columns],
            self.close[:, columns],
            self.worth[columns],
        )


def joined(parts: Sequence[Lanes]) -> Lanes:
    """All lanes of all parts, side by side."""
    return Lanes(
        np.concatenate([part.pair for part in parts]),
        np.concatenate([part.open for part in parts], axis=1),
        np.concatenate([part.first for part in parts], axis=1),
        np.concatenate([part.again for part in parts], axis=1),
        np.concatenate([part.close for part in parts], axis=1),
        np.concatenate([part.worth for part in parts]),
    )


@dataclass(frozen=True)
class Worths:
    """Per pair and week (weeks × pairs): € of an hour routed, of a week open, of a transfer and of a recall."""

    unit: Floats
    week: Floats
    transfer: Floats
    recall: Floats


def worths(given: Instance, prices: Prices, rows: Ints) -> Worths:
    """What a lane earns and costs at ``prices``, for the pairs in ``rows``."""
    pairs, tasks = given.pairs, given.tasks
    task, partner = pairs.task[rows], pairs.partner[rows]
    mu, lam = prices.mu.T[:, tasks.group[task]], prices.lam.T[:, partner]
    unit = given.gain[rows] * mu
    unit += given.relief[rows] - given.fee[rows] * (1.0 + prices.beta)
    unit -= pairs.speed[rows] * lam
    week = np.maximum(unit, 0.0)
    week *= tasks.hours.T[:, task]
    week -= tasks.standing[task] * mu
    rate = given.partners.rate[partner] * (1.0 + prices.beta)
    transfer = tasks.teach[task] * mu + pairs.teach[rows] * (lam + rate)
    recall = (given.terms.recall * tasks.teach[task]) * mu
    return Worths(unit, week, transfer, recall)


@dataclass(frozen=True)
class Policy:
    """The best move of every pair in every week, each pair's worth from its own start (``total``), and

    what a first opening in each week would be worth, losses included (``opening``, weeks × pairs).
    """

    total: Floats
    opening: Floats
    opens_first: Bools
    opens_again: Bools
    closes: Bools


# Long because it is one recursion, line by line as its formula.
def policy(given: Instance, at: Worths, rows: Ints, blocks: Blocks | None = None) -> Policy:
    """Solve the recursion above for the pairs in ``rows``; ``total`` is each pair's worth from its own start."""
    weeks, count = at.week.shape
    stint = given.tasks.stint[given.pairs.task[rows]]
    earned = np.zeros((weeks + 1, count))
    np.cumsum(at.week, axis=0, out=earned[1:])
    first, again, close = (np.zeros((weeks, count), dtype=bool) for _ in range(3))
    # From a week's start: what is earned up to it, and what an open tap is worth from there on.
    reach, opening = earned.copy(), np.empty((weeks, count))
    open_worth = np.zeros(count)
    fresh, taught = np.zeros(count), np.zeros(count)
    columns = np.arange(count)
    for t in range(weeks - 1, -1, -1):
        stay = reach[np.minimum(t + stint, weeks), columns] - earned[t]
        once, more = stay - at.transfer[t], stay - given.terms.refresh * at.transfer[t]
        if blocks is not None:
            once, more = np.where(blocks.first[t], NEVER, once), np.where(blocks.again[t], NEVER, more)
        opening[t] = once
        first[t], again[t] = once > fresh, more > taught
        fresh, taught = np.maximum(fresh, once), np.maximum(taught, more)
        keep, home = at.week[t] + open_worth, taught - at.recall[t]
        close[t] = home > keep
        open_worth = np.maximum(keep, home)
        reach[t] += open_worth
    held = np.minimum(given.pairs.held[rows], weeks)
    running = reach[held, columns]
    start = given.pairs.start[rows]
    total = np.where(start == Start.NEW, fresh, np.where(start == Start.OPEN, running, taught))
    return Policy(total, opening, first, again, close)


def follow(given: Instance, chosen: Policy, rows: Ints, columns: Ints) -> Lanes:
    """The lanes that ``chosen`` leads to from each start, for some ``columns`` of it (``rows[columns]`` of the pairs)."""
    pair = rows[columns]
    weeks = chosen.closes.shape[0]
    stint = given.tasks.stint[given.pairs.task[pair]]
    state, hold = given.pairs.start[pair].copy(), given.pairs.held[pair].copy()
    is_open, first, again, close = (np.zeros((weeks, pair.size), dtype=bool) for _ in range(4))
    new, opened, standby = int(Start.NEW), int(Start.OPEN), int(Start.STANDBY)
    for t in range(weeks):
        first[t] = (state == new) & chosen.opens_first[t, columns]
        again[t] = (state == standby) & chosen.opens_again[t, columns]
        close[t] = (state == opened) & (hold <= 0) & chosen.closes[t, columns]
        opening = first[t] | again[t]
        hold = np.where(opening, stint, hold) - 1
        state = np.where(opening, opened, np.where(close[t], standby, state))
        is_open[t] = state == opened
    return Lanes(pair, is_open, first, again, close, chosen.total[columns])


def best_of_task(given: Instance, total: Floats, rows: Ints) -> Ints:
    """For each task among ``rows`` (sorted by task) the position of its pair with the greatest ``total``, if it is worth it.

    A task whose tap is open or on standby is always among them: its handoff exists and must be planned.
    """
    task = given.pairs.task[rows]
    firsts = np.flatnonzero(np.diff(task, prepend=-1))
    greatest = np.maximum.reduceat(total, firsts) if task.size else total
    leads = np.flatnonzero(total == np.repeat(greatest, np.diff(firsts, append=task.size)))
    leads = leads[np.diff(task[leads], prepend=-1) != 0]
    kept: Ints = leads[(total[leads] > 0.0) | (given.pairs.start[rows[leads]] != Start.NEW)]
    return kept


def openings(given: Instance, prices: Prices, rows: Ints) -> Floats:
    """What the best opening of each pair is worth, losses included."""
    return np.asarray(policy(given, worths(given, prices, rows), rows).opening.max(axis=0))
