"""Making a plan better while there is time: drop lanes that do not pay, add lanes that would, choose among them.

The first plan's lanes are the best at the dual prices, each for itself. Together they may leave a partner idle or
fight over him, which the shadow prices of the routing show.
"""

from collections.abc import Callable

import numpy as np

from delegation.planning.engine.fit.batch import Batch
from delegation.planning.engine.fit.bound import Bound, evaluate
from delegation.planning.engine.fit.choice import candidates, choice, pooled
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes, Prices, worths
from delegation.planning.engine.fit.linear import Floats
from delegation.planning.engine.fit.parts import Bools, Start
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.routing import Routed, routed

BLENDS = (0.15, 0.3)
CHOICE_GAP = 5e-4
MOST_GENERATED = 6
MOST_FREE = 600
MOST_WIDENED = 1000
JITTERS = (0.03, 0.08, 0.15, 0.3)
PATIENCE = 3
TOUCHED = 1e-6
LEFT_TO_CHOOSE = 2e-4
LEFT_TO_GENERATE = 1e-4
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
    at = worths(Batch(given, lanes.pair), plan.prices)
    task = given.pairs.task[lanes.pair]
    earned = (at.unit * given.tasks.hours.T[:, task] * plan.share).sum(axis=0)
    standing = (
        given.tasks.standing_hours[task] * plan.prices.mu.T[:, given.tasks.group[task]] * lanes.open
    ).sum(axis=0)
    transfers = (at.transfer * (lanes.first + given.terms.refresh_share * lanes.again)).sum(axis=0)
    return np.asarray(earned - standing - transfers - (at.recall * lanes.close).sum(axis=0))


def chosen(
    given: Instance, plan: Routed, proof: Bound, solver: Solver, left: Left, *, seed: int = 0
) -> tuple[Routed, Bound]:
    """The best choice among lanes generated at the prices of the relaxed choice, and the bound those prices prove.

    First the lanes the relaxed choice takes in full are kept and the rest chosen (seconds); with time to spare
    the choice is free among all that the relaxed choice touches, and for small questions among every candidate
    and among those that are best when prices are a little different.
    """
    if left() < LEFT_TO_GENERATE * given.pairs.task.size:
        return plan, proof
    pool, share, proof = _generated(given, plan, proof, solver, left)
    if share.size:
        touched = (share > TOUCHED) | _among(pool, plan.lanes)
        kept = share > 1.0 - TOUCHED
        for narrow, fixed in ((touched, kept), (touched, kept & False), (touched | True, kept & False)):
            if left() <= 0.0 or (narrow.all() and pool.pair.size > MOST_FREE):
                break
            plan = _picked(given, plan, pool.taken(narrow), fixed[narrow], solver=solver, left=left)
        if len(given.tasks.names) <= MOST_WIDENED:
            plan = _widened(given, plan, pool.taken(touched), proof, solver=solver, left=left, seed=seed)
    return plan, proof


def _widened(
    given: Instance, plan: Routed, pool: Lanes, proof: Bound, *, solver: Solver, left: Left, seed: int
) -> Routed:
    """The best choice after some rounds with candidates at jittered prices.

    The relaxed choice needs none of them, because it may take half a lane; a whole choice may.
    """
    dice, idle = np.random.default_rng(seed), 0
    while left() > 0.0 and idle < PATIENCE:
        near = [jittered(proof.prices, jitter, dice) for jitter in JITTERS]
        more = [candidates(given, prices) for prices in near]
        wider = pooled([pool, plan.lanes, *more])
        kept = np.zeros(wider.pair.size, dtype=bool)
        found = _picked(given, plan, wider, kept, solver=solver, left=left)
        idle = 0 if found.value > plan.value + CENT else idle + 1
        plan = found
    return plan


def jittered(prices: Prices, jitter: float, dice: np.random.Generator) -> Prices:
    """Prices each a little off, up or down, by ``jitter`` as a share (one standard deviation)."""
    return Prices(
        prices.mu * dice.lognormal(0.0, jitter, prices.mu.shape),
        prices.lam * dice.lognormal(0.0, jitter, prices.lam.shape),
        prices.beta,
    )


def _generated(
    given: Instance, plan: Routed, proof: Bound, solver: Solver, left: Left
) -> tuple[Lanes, Floats, Bound]:
    """Candidates, how much of each the relaxed choice takes (nothing when out of time), and the bound."""
    parts = [plan.lanes, candidates(given, proof.prices)]
    parts += [candidates(given, mixed(plan.prices, proof.prices, share)) for share in BLENDS]
    wider = pool = pooled(parts)
    taken = np.zeros(0)
    for _ in range(MOST_GENERATED):
        relaxed = choice(given, wider, whole=False)
        answer = solver.solve(relaxed.problem, seconds=max(0.0, left()))
        if not answer.row_dual.size:
            break
        pool, taken = wider, answer.x[: relaxed.choices]
        prices = relaxed.prices(given, answer)
        proof = tighter(given, proof, prices)
        more = [candidates(given, at) for at in (prices, mixed(prices, proof.prices, 0.5))]
        wider = pooled([pool, *more])
        if wider.pair.size == pool.pair.size or left() < LEFT_TO_CHOOSE * given.pairs.task.size:
            break
    return pool, taken, proof


def _among(pool: Lanes, lanes: Lanes) -> Bools:
    """Which of ``pool`` belong to the pairs of ``lanes``: the tasks that are out already."""
    return np.isin(pool.pair, lanes.pair)


def _picked(given: Instance, plan: Routed, pool: Lanes, kept: Bools, *, solver: Solver, left: Left) -> Routed:
    """The better of ``plan`` and the best whole choice in ``pool``; ``plan`` when none was found in time."""
    whole = choice(given, pool, whole=True, kept=kept)
    answer = solver.solve(whole.problem, seconds=max(0.0, left()), gap=CHOICE_GAP)
    if not answer.found:
        return plan
    return better(plan, routed(given, pool.taken(whole.chosen(answer)), solver, seconds=max(1.0, left())))


def tighter(given: Instance, proof: Bound, prices: Prices) -> Bound:
    """The lower of two bounds: the one at hand and the one that ``prices`` prove."""
    capped = Prices(np.minimum(prices.mu, given.terms.overtime_per_hour), prices.lam, prices.beta)
    value, _ = evaluate(given, capped)
    return Bound(value, capped) if value < proof.value else proof


def mixed(one: Prices, other: Prices, share: float) -> Prices:
    """Prices between two: ``share`` of the first."""
    rest = 1.0 - share
    return Prices(
        share * one.mu + rest * other.mu,
        share * one.lam + rest * other.lam,
        share * one.beta + rest * other.beta,
    )


def better(plan: Routed, other: Routed) -> Routed:
    """The more valuable plan; the first when there is nothing to choose."""
    return other if other.value > plan.value + CENT else plan
