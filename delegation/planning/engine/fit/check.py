"""An exact second look at a plan: does it keep every constraint, to a millionth?"""

import numpy as np

from delegation.planning.engine.fit.bound import usage
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes
from delegation.planning.engine.fit.linear import Floats
from delegation.planning.engine.fit.parts import Start
from delegation.planning.engine.fit.routing import Routed

TOLERANCE = 1e-6


def violations(given: Instance, plan: Routed) -> list[str]:
    """A sentence for each kind of constraint the plan breaks; none for a feasible plan."""
    lanes, share = plan.lanes, plan.share
    used = usage(given, lanes, share)
    balance = plan.done_hours - plan.overtime_hours - used.freed_hours - given.spare_hours
    task = given.pairs.task[lanes.pair]
    whole = share[:, given.tasks.whole[task]]
    broken = {
        "A task has two lanes.": np.unique(task).size < task.size,
        "More is routed than there is, or through a closed tap.": (share > lanes.open + TOLERANCE).any()
        or (share < -TOLERANCE).any(),
        "A task that cannot be shared is shared.": (np.abs(whole - np.round(whole)) > TOLERANCE).any(),
        "A partner has too few hours.": _above(used.partner_hours, given.partners.hours),
        "A group has too few hours.": _above(balance, np.zeros_like(balance)),
        "The budget is exceeded.": used.euros > given.terms.budget_euros * (1 + TOLERANCE) + TOLERANCE,
        "Initiatives get more hours than they want.": _above(plan.done_hours, given.groups.wanted_hours),
        "Overtime or initiative hours are below zero.": min(plan.done_hours.min(), plan.overtime_hours.min())
        < -TOLERANCE,
        "A tap opens or closes out of order.": _out_of_order(given, lanes),
        "A tap closes before its stint is over.": _too_short(given, lanes),
        "A standing handoff is left out of the plan.": not set(np.flatnonzero(given.pairs.start != Start.NEW))
        <= set(lanes.pair.tolist()),
    }
    return [sentence for sentence, is_broken in broken.items() if is_broken]


def _above(amount: Floats, limit: Floats) -> bool:
    return bool((amount > limit + TOLERANCE * np.maximum(1.0, np.abs(limit))).any())


def _out_of_order(given: Instance, lanes: Lanes) -> bool:
    """Constraint 1: y(t) − y(t−1) = u + s − e, one first opening at most, and again only after a close."""
    start = given.pairs.start[lanes.pair]
    before = np.vstack([start == Start.OPEN, lanes.open[:-1]])
    change = lanes.open.astype(int) - before
    moves = lanes.first.astype(int) + lanes.again - lanes.close
    closed = np.cumsum(lanes.close.astype(int) - lanes.again, axis=0) + (start == Start.STANDBY)
    firsts = lanes.first.sum(axis=0)
    return bool((change != moves).any() or (closed < 0).any() or (firsts > (start == Start.NEW)).any())


def _too_short(given: Instance, lanes: Lanes) -> bool:
    stint = given.tasks.stint_weeks[given.pairs.task[lanes.pair]]
    held = given.pairs.held_weeks[lanes.pair]
    for week, lane in zip(*np.nonzero(lanes.close), strict=True):
        opened = np.flatnonzero((lanes.first | lanes.again)[:week, lane])
        since = week - opened[-1] if opened.size else week + stint[lane] - held[lane]
        if since < stint[lane]:
            return True
    return False
