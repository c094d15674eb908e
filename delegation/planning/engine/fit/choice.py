"""Choosing among candidate lanes: one per task at most, together with their routing, as a (mixed) linear problem.

Columns: a choice z per candidate, a share q per pair and week in which any candidate is open, initiative
hours and overtime. ``q ≤ Σ z`` of the candidates open that week. With the choices relaxed its row prices lead to
better candidates (column generation); with the choices whole it is a plan.
"""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.bound import best_lanes
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes, Prices, joined
from delegation.planning.engine.fit.linear import INFINITY, Floats, Ints, Linear, Outcome, Rows
from delegation.planning.engine.fit.parts import Bools, Start


@dataclass(frozen=True)
class Choice:
    """The problem, how many of its columns are choices and shares, and where its priced rows begin."""

    problem: Linear
    choices: int
    shares: int
    rows: int

    def chosen(self, answer: Outcome) -> Bools:
        """The candidates that ``answer`` takes."""
        return np.asarray(answer.x[: self.choices] > 0.5)

    def prices(self, given: Instance, answer: Outcome) -> Prices:
        """The prices of hours and money in a relaxed ``answer``."""
        dual = np.maximum(0.0, -answer.row_dual[self.rows :])
        cut = given.partners.hours.size
        lam, mu = dual[:cut].reshape(given.partners.hours.shape), dual[cut:-1]
        return Prices(mu.reshape(given.groups.capacity_hours.shape), lam, float(dual[-1]))


def pooled(parts: list[Lanes]) -> Lanes:
    """All different lanes of ``parts``."""
    lanes = joined(parts)
    marks = np.packbits(np.concatenate([lanes.open, lanes.first, lanes.again]), axis=0)
    keys = np.concatenate([lanes.pair[None, :].view(np.uint8).reshape(lanes.pair.size, 8), marks.T], axis=1)
    _, place = np.unique(keys, axis=0, return_index=True)
    return lanes.taken(np.sort(place))


def candidates(given: Instance, prices: Prices) -> Lanes:
    """The best lane of each task at ``prices``."""
    return best_lanes(given, prices)[0]


# Long because it numbers the columns and rows of one problem, which only make sense together.
def choice(given: Instance, pool: Lanes, *, whole: bool, kept: Bools | None = None) -> Choice:
    """The choice among ``pool``; ``kept`` marks candidates that are taken already."""
    task = given.pairs.task[pool.pair]
    used, place = np.unique(pool.pair, return_inverse=True)
    share_of = _share_columns(given, pool, used, place)
    choices, shares, slots = (
        pool.pair.size,
        int(share_of.max(initial=-1)) + 1,
        given.groups.capacity_hours.size,
    )
    count = choices + shares + 2 * slots
    rows, tasks, of_task = Rows(), *np.unique(task, return_inverse=True)
    rows.add(of_task, np.arange(choices), 1.0)
    first = tasks.size
    week, candidate = np.nonzero(pool.open & (share_of[:, place] >= 0))
    rows.add(first + share_of[week, place[candidate]], candidate, -1.0)
    rows.add(first + np.arange(shares), choices + np.arange(shares), 1.0)
    _add_hours(given, pool, rows, first + shares, (used, share_of))
    start, index, value = rows.by_column(count)
    standing = np.isin(tasks, given.pairs.task[given.pairs.start != Start.NEW])
    hours = [given.partners.hours.ravel(), given.spare_hours.ravel(), np.array([given.terms.budget_euros])]
    lower = np.zeros(count)
    lower[:choices] = 0.0 if kept is None else kept
    problem = Linear(
        _cost(given, pool, used, share_of),
        lower,
        np.concatenate(
            [np.ones(choices + shares), given.groups.wanted_hours.ravel(), np.full(slots, INFINITY)]
        ),
        np.concatenate([standing, np.full(shares + hours[0].size + slots + 1, -INFINITY)]),
        np.concatenate([np.ones(tasks.size), np.zeros(shares), *hours]),
        start,
        index,
        value,
        np.arange(count) < (choices if whole else 0),
    )
    return Choice(problem, choices, shares, first + shares)


def _share_columns(given: Instance, pool: Lanes, used: Ints, place: Ints) -> Ints:
    """The number of each pair and week's share (weeks × used pairs), or −1 where nothing can be routed."""
    can = np.zeros((given.weeks, used.size), dtype=bool)
    week, candidate = np.nonzero(pool.open)
    can[week, place[candidate]] = True
    can &= given.tasks.hours.T[:, given.pairs.task[used]] > 0.0
    numbers = np.full(can.shape, -1, dtype=np.int64)
    numbers[can] = np.arange(int(can.sum()))
    return numbers


def _cost(given: Instance, pool: Lanes, used: Ints, share_of: Ints) -> Floats:
    rate = given.partners.rate_per_hour[given.pairs.partner[pool.pair]]
    transfers = pool.first.sum(axis=0) + given.terms.refresh_share * pool.again.sum(axis=0)
    week, pair = np.nonzero(share_of >= 0)
    row = used[pair]
    hours = given.tasks.hours[given.pairs.task[row], week]
    profit = (given.relief_per_hour[row] - given.fee_per_hour[row]) * hours
    slots = given.groups.capacity_hours.size
    teaching = rate * given.pairs.teach_hours[pool.pair] * transfers
    return np.concatenate(
        [
            teaching,
            -profit,
            -given.groups.worth_per_hour.ravel(),
            np.full(slots, given.terms.overtime_per_hour),
        ]
    )


def _add_hours(given: Instance, pool: Lanes, rows: Rows, base: int, shares: tuple[Ints, Ints]) -> None:
    """Rows of partner hours, in-house hours and the budget, of choices and of shares."""
    pairs, tasks, weeks, (used, share_of) = given.pairs, given.tasks, given.weeks, shares
    cut, slots = given.partners.hours.size, given.groups.capacity_hours.size
    transfers = pool.first + given.terms.refresh_share * pool.again
    task, partner = pairs.task[pool.pair], pairs.partner[pool.pair]
    every, candidate = np.arange(weeks)[:, None], np.arange(pool.pair.size)
    teaching = pairs.teach_hours[pool.pair] * transfers
    inside = tasks.standing_hours[task] * pool.open
    inside = inside + tasks.teach_hours[task] * (transfers + given.terms.recall_share * pool.close)
    rows.add(base + partner * weeks + every, candidate, teaching)
    rows.add(base + cut + tasks.group[task] * weeks + every, candidate, inside)
    rows.add(base + cut + slots, candidate, given.partners.rate_per_hour[partner] * teaching.sum(axis=0))
    week, place = np.nonzero(share_of >= 0)
    pair, column = used[place], pool.pair.size + np.arange(week.size)
    hours = tasks.hours[pairs.task[pair], week]
    rows.add(base + pairs.partner[pair] * weeks + week, column, pairs.effort_ratio[pair] * hours)
    group = tasks.group[pairs.task[pair]]
    rows.add(base + cut + group * weeks + week, column, -given.gain[pair] * hours)
    rows.add(base + cut + slots, column, given.fee_per_hour[pair] * hours)
    last = pool.pair.size + week.size + np.arange(slots)
    rows.add(base + cut + np.arange(slots), last, 1.0)
    rows.add(base + cut + np.arange(slots), last + slots, -1.0)
