"""Routing: with the lanes chosen, how much of each week's volume goes out. An exact linear problem.

Its row prices are the true shadow prices: what one more partner hour, in-house hour or euro is worth.
"""

from dataclasses import dataclass, replace

import numpy as np

from delegation.planning.engine.fit.bound import Usage, usage
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes, Prices
from delegation.planning.engine.fit.linear import INFINITY, Floats, Ints, Linear, Outcome, Rows
from delegation.planning.engine.fit.parts import Start
from delegation.planning.engine.fit.process import Solver


@dataclass(frozen=True)
class Routed:
    """A feasible plan: lanes, the ``share`` of each week's volume routed (weeks × lanes), initiative hours ``done_hours`` and

    ``overtime_hours`` (groups × weeks), its ``value`` in €, and the shadow ``prices``. ``exact`` is False when the
    solver did not answer in time: then nothing is routed, which is feasible too.
    """

    lanes: Lanes
    share: Floats
    done_hours: Floats
    overtime_hours: Floats
    value: float
    prices: Prices
    exact: bool


def routed(given: Instance, lanes: Lanes, solver: Solver, *, seconds: float) -> Routed:
    """The best shares for these lanes."""
    problem, week, lane = _problem(given, lanes)
    if problem.whole.any():
        choice = solver.solve(problem, seconds=seconds, gap=1e-4)
        problem = _decided(problem, np.round(choice.x) if choice.found else np.zeros_like(problem.cost))
    answer = solver.solve(problem, seconds=seconds)
    share = np.zeros(lanes.open.shape)
    if answer.row_dual.size:
        share[week, lane] = np.clip(answer.x[: week.size], 0.0, 1.0)
    return _settled(given, lanes, share, answer)


def priced(given: Instance, plan: Routed) -> Linear:
    """The linear problem whose prices a plan has: its lanes, and work that cannot be shared where the plan has it.

    Rows stand partner by week, group by week, budget; the last columns are initiative hours, then overtime.
    """
    problem, week, lane = _problem(given, plan.lanes)
    point = np.zeros_like(problem.cost)
    point[: week.size] = plan.share[week, lane]
    return _decided(problem, point)


def resting(given: Instance, lanes: Lanes) -> Routed:
    """The plan that leaves out what ``lanes`` would open and routes nothing: feasible without any solver."""
    standing = lanes.taken(given.pairs.start[lanes.pair] != Start.NEW)
    return _settled(given, standing, np.zeros(standing.open.shape), Outcome("stopped"))


def _settled(given: Instance, lanes: Lanes, share: Floats, answer: Outcome) -> Routed:
    """The plan with these shares: initiatives and overtime follow from the hours that are left."""
    used = usage(given, lanes, share)
    left = given.spare_hours + used.freed_hours
    done, overtime = np.clip(left, 0.0, given.groups.wanted_hours), np.maximum(0.0, -left)
    prices = _prices(given, answer) if answer.row_dual.size else _free(given)
    return Routed(
        lanes, share, done, overtime, worth_of(given, lanes, share), prices, bool(answer.row_dual.size)
    )


def worth_of(given: Instance, lanes: Lanes, share: Floats) -> float:
    """The value in € of a plan, counted from its lanes and shares alone."""
    used: Usage = usage(given, lanes, share)
    left = given.spare_hours + used.freed_hours
    done, overtime = np.clip(left, 0.0, given.groups.wanted_hours), np.maximum(0.0, -left)
    hours = given.tasks.hours.T[:, given.pairs.task[lanes.pair]] * share
    relief = float((given.relief_per_hour[lanes.pair] * hours).sum())
    return float(
        (given.groups.worth_per_hour * done).sum()
        - given.terms.overtime_per_hour * overtime.sum()
        + relief
        - used.euros
    )


def _free(given: Instance) -> Prices:
    return Prices(np.zeros_like(given.groups.capacity_hours), np.zeros_like(given.partners.hours), 0.0)


def _prices(given: Instance, answer: Outcome) -> Prices:
    """Row duals as prices; rows stand partner by week, group by week, budget."""
    cut = given.partners.hours.size
    flat = np.maximum(0.0, -answer.row_dual)
    lam, mu = flat[:cut], flat[cut:-1]
    return Prices(
        mu.reshape(given.groups.capacity_hours.shape),
        lam.reshape(given.partners.hours.shape),
        float(flat[-1]),
    )


# Long because it numbers the columns and rows of one problem, which only make sense together.
def _problem(given: Instance, lanes: Lanes) -> tuple[Linear, Ints, Ints]:
    """Columns: shares, then initiative hours, then overtime. Also gives week and lane of each share."""
    task = given.pairs.task[lanes.pair]
    hours = given.tasks.hours.T[:, task]
    week, lane = np.nonzero(lanes.open & (hours > 0.0))
    pair, volume, weeks = lanes.pair[lane], hours[week, lane], given.weeks
    shares, slots = week.size, given.groups.capacity_hours.size
    fixed = usage(given, lanes, np.zeros(lanes.open.shape))
    cut = given.partners.hours.size
    group = cut + given.tasks.group[task[lane]] * weeks + week
    rows, columns = Rows(), np.arange(shares)
    rows.add(given.pairs.partner[pair] * weeks + week, columns, given.pairs.effort_ratio[pair] * volume)
    rows.add(group, columns, -given.gain[pair] * volume)
    rows.add(cut + np.arange(slots), shares + np.arange(slots), 1.0)
    rows.add(cut + np.arange(slots), shares + slots + np.arange(slots), -1.0)
    rows.add(cut + slots, columns, given.fee_per_hour[pair] * volume)
    start, index, value = rows.by_column(shares + 2 * slots)
    above = [
        (given.partners.hours - fixed.partner_hours).ravel(),
        (given.spare_hours + fixed.freed_hours).ravel(),
    ]
    row_upper = np.concatenate([*above, [given.terms.budget_euros - fixed.euros]])
    profit = (given.relief_per_hour[pair] - given.fee_per_hour[pair]) * volume
    problem = Linear(
        np.concatenate(
            [-profit, -given.groups.worth_per_hour.ravel(), np.full(slots, given.terms.overtime_per_hour)]
        ),
        np.zeros(shares + 2 * slots),
        np.concatenate([np.ones(shares), given.groups.wanted_hours.ravel(), np.full(slots, INFINITY)]),
        np.full(row_upper.size, -INFINITY),
        row_upper,
        start,
        index,
        value,
        np.concatenate([given.tasks.whole[task[lane]], np.zeros(2 * slots, dtype=bool)]),
    )
    return problem, week, lane


def _decided(problem: Linear, point: Floats) -> Linear:
    """The problem with its whole-number columns fixed where ``point`` has them."""
    lower = np.where(problem.whole, point, problem.lower)
    upper = np.where(problem.whole, point, problem.upper)
    return replace(problem, lower=lower, upper=upper, whole=np.zeros(0, dtype=bool))
