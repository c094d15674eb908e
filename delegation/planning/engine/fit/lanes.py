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

from delegation.planning.engine.fit.batch import Batch
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.linear import Floats, Ints
from delegation.planning.engine.fit.parts import Bools, Start

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
        cut, end = (
            given.groups.capacity_hours.size,
            given.groups.capacity_hours.size + given.partners.hours.size,
        )
        mu = flat[:cut].reshape(given.groups.capacity_hours.shape)
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

    def taken(self, columns: Ints | Bools | slice) -> "Lanes":
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


def worths(batch: Batch, prices: Prices) -> Worths:
    """What a lane earns and costs at ``prices``, for each pair of ``batch``."""
    mu, lam = prices.mu.T.take(batch.group, axis=1), prices.lam.T.take(batch.partner, axis=1)
    unit, spare = mu * batch.gain, lam * batch.effort_ratio
    unit -= spare
    unit += batch.relief_per_hour - batch.fee_per_hour * (1.0 + prices.beta)
    week = np.maximum(unit, 0.0)
    week *= batch.hours
    week -= np.multiply(mu, batch.standing_hours, out=spare)
    lam += batch.rate_per_hour * (1.0 + prices.beta)
    lam *= batch.learn_hours
    mu *= batch.teach_hours
    recall = np.multiply(mu, batch.given.terms.recall_share, out=spare)
    return Worths(unit, week, np.add(mu, lam, out=lam), recall)


@dataclass(frozen=True)
class Moves:
    """The best move of every pair in every week (weeks × pairs), and each pair's worth from its own start (``total``)."""

    total: Floats
    opens_first: Bools
    opens_again: Bools
    closes: Bools

    def taken(self, columns: Ints) -> "Moves":
        """Those of some pairs."""
        return Moves(
            self.total[columns],
            self.opens_first.take(columns, axis=1),
            self.opens_again.take(columns, axis=1),
            self.closes.take(columns, axis=1),
        )


def beside(parts: Sequence[Moves]) -> Moves:
    """All moves of all parts, side by side."""
    return Moves(
        np.concatenate([part.total for part in parts]),
        np.concatenate([part.opens_first for part in parts], axis=1),
        np.concatenate([part.opens_again for part in parts], axis=1),
        np.concatenate([part.closes for part in parts], axis=1),
    )


@dataclass(frozen=True)
class Policy:
    """The best moves, and what a first opening in each week would be worth, losses included (weeks × pairs)."""

    moves: Moves
    opening: Floats


# Long because it is one recursion, line by line as its formula, in arrays that are used again every week.
def policy(batch: Batch, at: Worths, blocks: Blocks | None = None) -> Policy:
    """Solve the recursion above for the pairs of ``batch``."""
    weeks, count = at.week.shape
    earned = np.zeros((weeks + 1, count))
    for t in range(weeks):  # ten times as fast as cumsum, which walks down the columns
        np.add(earned[t], at.week[t], out=earned[t + 1])
    first, again, close = (np.empty((weeks, count), dtype=bool) for _ in range(3))
    # From a week's start: what is earned up to it, and what an open tap is worth from there on.
    reach, opening = np.empty_like(earned), np.empty((weeks, count))
    reach[weeks] = earned[weeks]
    flat, place = reach.reshape(-1), np.empty(count, dtype=np.int64)
    refresh = at.transfer * batch.given.terms.refresh_share
    worth, home, stay, more = np.zeros(count), np.empty(count), np.empty(count), np.empty(count)
    fresh, taught = np.zeros(count), np.zeros(count)
    for t in range(weeks - 1, -1, -1):
        np.minimum(np.add(batch.ends, t * count, out=place), batch.last, out=place)
        np.subtract(flat.take(place, out=stay, mode="clip"), earned[t], out=stay)
        once, more = (
            np.subtract(stay, at.transfer[t], out=opening[t]),
            np.subtract(stay, refresh[t], out=more),
        )
        if blocks is not None:
            once[blocks.first[t]], more[blocks.again[t]] = NEVER, NEVER
        np.greater(once, fresh, out=first[t])
        np.greater(more, taught, out=again[t])
        np.maximum(fresh, once, out=fresh)
        np.maximum(taught, more, out=taught)
        worth += at.week[t]
        np.subtract(taught, at.recall[t], out=home)
        np.greater(home, worth, out=close[t])
        np.maximum(worth, home, out=worth)
        np.add(earned[t], worth, out=reach[t])
    pairs = batch.given.pairs
    running = reach[np.minimum(pairs.held_weeks[batch.rows], weeks), np.arange(count)]
    start = pairs.start[batch.rows]
    total = np.where(start == Start.NEW, fresh, np.where(start == Start.OPEN, running, taught))
    return Policy(Moves(total, first, again, close), opening)


def follow(given: Instance, pair: Ints, moves: Moves) -> Lanes:
    """The lanes that ``moves``, which has a column for each ``pair``, leads to from their starts."""
    pairs = given.pairs
    stint, hold = given.tasks.stint_weeks[pairs.task[pair]], pairs.held_weeks[pair].copy()
    first, again, close = moves.opens_first.copy(), moves.opens_again.copy(), moves.closes.copy()
    new, opened, standby = (pairs.start[pair] == start for start in Start)
    is_open = np.empty_like(first)
    for t in range(first.shape[0]):
        first[t] &= new
        again[t] &= standby
        close[t] &= opened & (hold <= 0)
        opens = first[t] | again[t]
        hold = np.where(opens, stint, hold) - 1
        new &= ~opens
        opened = np.greater(opened | opens, close[t], out=is_open[t])
        standby = np.greater(standby, opens) | close[t]
    return Lanes(pair, is_open, first, again, close, moves.total)


def best_of_task(batch: Batch, total: Floats) -> Ints:
    """For each task of ``batch`` the position of its pair with the greatest ``total``, if it is worth it.

    A task whose tap is open or on standby is always among them: its handoff exists and must be planned.
    """
    task = batch.task
    firsts = np.flatnonzero(np.diff(task, prepend=-1))
    greatest = np.maximum.reduceat(total, firsts) if task.size else total
    leads = np.flatnonzero(total == np.repeat(greatest, np.diff(firsts, append=task.size)))
    leads = leads[np.diff(task[leads], prepend=-1) != 0]
    kept: Ints = leads[(total[leads] > 0.0) | (batch.given.pairs.start[batch.rows[leads]] != Start.NEW)]
    return kept


def openings(given: Instance, prices: Prices, rows: Ints) -> Floats:
    """What the best opening of each pair is worth, losses included."""
    batch = Batch(given, rows)
    return np.asarray(policy(batch, worths(batch, prices)).opening.max(axis=0))
