"""Making a plan better while there is time: drop lanes that do not pay, add lanes that would, choose among them.

The first plan's lanes are the best at the dual prices, each for itself. Together they may leave a partner idle or
fight over him, which the shadow prices of the routing show.
"""

from collections.abc import Callable

import numpy as np

from delegation.planning.engine.fit.bound import Bound, evaluate
from delegation.planning.engine.fit.choice import candidates, choice, pooled
from delegation.planning.engine.fit.instance import Instance, Start
from delegation.planning.engine.fit.lanes import Lanes, Prices, worths
from delegation.planning.engine.fit.linear import Floats
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.routing import Routed, routed
from delegation.planning.engine.fit.transfers import seated

BLENDS = (0.5, 0.25, 0.75, 0.1, 0.9)
CHOICE_GAP = 5e-4
MOST_GENERATED = 6
CENT = 0.01
Left = Callable[[], float]


def pruned(given: Instance, plan: Routed, solver: Solver, left: Left) -> Routed:
    """The plan without lanes whose realised worth at its own shadow prices is negative, as long as that helps."""
    while left() > 0.0:
        worth = realised(given, plan)
        started = given.pairs.start[plan.lanes.pair] != Start.NEW
        losing = (worth < -CENT) & ~started
        if not losing.any():
            break
        worst = losing & (worth <= np.median(worth[losing]))
        slimmer = routed(given, plan.lanes.taken(~worst), solver, seconds=left())
        if slimmer.value <= plan.value + CENT:
            break
        plan = slimmer
    return plan


def realised(given: Instance, plan: Routed) -> Floats:
    """What each lane is worth in € at the plan's shadow prices, with the share it really gets."""
    lanes = plan.lanes
    at = worths(given, plan.prices, lanes.pair)
    task = given.pairs.task[lanes.pair]
    earned = (at.unit * given.tasks.hours.T[:, task] * plan.share).sum(axis=0)
    standing = (given.tasks.standing[task] * plan.prices.mu.T[:, given.tasks.group[task]] * lanes.open).sum(axis=0)
    transfers = (at.transfer * (lanes.first + given.terms.refresh * lanes.again)).sum(axis=0)
    return np.asarray(earned - standing - transfers - (at.recall * lanes.close).sum(axis=0))


def blended(given: Instance, plan: Routed, prices: Prices, solver: Solver, left: Left) -> Routed:
    """The best of the plan and of new ones, seated at prices between the dual's and the plan's own."""
    for share in BLENDS:
        if left() <= 0.0:
            break
        lanes = seated(given, mixed(plan.prices, prices, share))
        other = pruned(given, routed(given, lanes, solver, seconds=left()), solver, left)
        plan = better(plan, other)
    return plan


def chosen(given: Instance, plan: Routed, proof: Bound, solver: Solver, left: Left) -> tuple[Routed, Bound]:
    """The best choice among lanes generated at the prices of the relaxed choice, and the bound those prices prove."""
    starts = candidates(given, proof.prices) + candidates(given, plan.prices)
    pool = pooled(given, [plan.lanes, *starts])
    for _ in range(MOST_GENERATED):
        relaxed = choice(given, pool, whole=False)
        answer = solver.solve(relaxed.problem, seconds=max(0.0, left() / 2))
        if not answer.row_dual.size:
            break
        prices = relaxed.prices(given, answer)
        proof = tighter(given, proof, prices)
        more = candidates(given, prices) + candidates(given, mixed(prices, proof.prices, 0.5))
        wider = pooled(given, [pool, *more])
        if wider.pair.size == pool.pair.size or left() <= 0.0:
            break
        pool = wider
    return better(plan, _picked(given, pool, plan, solver, left)), proof


def _picked(given: Instance, pool: Lanes, plan: Routed, solver: Solver, left: Left) -> Routed:
    whole = choice(given, pool, whole=True)
    answer = solver.solve(whole.problem, seconds=max(0.0, left() - 0.2), gap=CHOICE_GAP)
    if not answer.found:
        return plan
    lanes = pool.taken(whole.chosen(answer))
    return routed(given, lanes, solver, seconds=max(1.0, left()))


def tighter(given: Instance, proof: Bound, prices: Prices) -> Bound:
    """The lower of two bounds: the one at hand and the one that ``prices`` prove."""
    capped = Prices(np.minimum(prices.mu, given.terms.overtime), prices.lam, prices.beta)
    value, _ = evaluate(given, capped)
    return Bound(value, capped) if value < proof.value else proof


def mixed(one: Prices, other: Prices, share: float) -> Prices:
    """Prices between two: ``share`` of the first."""
    rest = 1.0 - share
    return Prices(
        share * one.mu + rest * other.mu, share * one.lam + rest * other.lam, share * one.beta + rest * other.beta
    )


def better(plan: Routed, other: Routed) -> Routed:
    """The more valuable plan; the first when there is nothing to choose."""
    return other if other.value > plan.value + CENT else plan
