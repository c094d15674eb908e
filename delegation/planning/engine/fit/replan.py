"""Planning again: what is known from an earlier plan, and when something new is better enough to take its place."""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.bound import Bound, bound
from delegation.planning.engine.fit.check import violations
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes, Prices
from delegation.planning.engine.fit.polish import CENT
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.routing import Routed, routed

# Of the gain. Whoever was promised a handoff is not told otherwise for less: forecasts are off by far more than this, and
# the choice among lanes is itself only solved to half of it.
WORTH_CHANGING = 1e-3


@dataclass(frozen=True)
class Known:
    """A feasible plan and a bound, as far as there are any yet."""

    plan: Routed | None
    proof: Bound | None


@dataclass(frozen=True)
class Found:
    """A feasible plan and a bound; ``first`` is the value in € of the plan that the search began with."""

    plan: Routed
    proof: Bound
    first: float

    def adds_to(self, known: Known) -> bool:
        """Whether the plan or the bound is another than the one known."""
        return self.plan is not known.plan or self.proof is not known.proof


def standing(
    given: Instance, solver: Solver, warm: Prices | None, previous: Lanes | None, *, seconds: float
) -> Known:
    """What an earlier plan still says of ``given``: its lanes, routed anew within ``seconds``, and its prices' bound.

    Lanes that break a constraint by now say nothing. Raises ``ValueError`` when they are not of a question like
    this one.
    """
    if warm is not None and not _fit_prices(given, warm):
        raise ValueError("The prices are of a plan with other weeks, groups or partners; plan without them.")
    if previous is not None and not _fit_lanes(given, previous):
        raise ValueError("The lanes are of a plan with other weeks or pairs; plan without them.")
    proof = None if warm is None else bound(given, steps=1, start=warm)
    plan = None if previous is None else routed(given, previous, solver, seconds=seconds)
    return Known(None if plan is None or violations(given, plan) else plan, proof)


def settled(given: Instance, known: Known, tried: Found) -> Found:
    """``tried``, but with the plan and the bound that are known where its own are not better by enough."""
    plan = tried.plan
    if known.plan is not None and plan.value <= known.plan.value + _enough(given, known.plan.value):
        plan = known.plan
    proof = tried.proof if known.proof is None else lower(given, known.proof, tried.proof)
    return Found(plan, proof, tried.first)


def lower(given: Instance, proof: Bound, tried: Bound) -> Bound:
    """``tried`` if it is lower than ``proof`` by enough to start from its prices instead."""
    return tried if tried.value < proof.value - _enough(given, proof.value) else proof


def _enough(given: Instance, value: float) -> float:
    """How many € a change must bring where ``value`` is at hand."""
    return max(CENT, WORTH_CHANGING * (value - given.idle))


def _fit_prices(given: Instance, prices: Prices) -> bool:
    alike = (
        prices.mu.shape == given.groups.capacity_hours.shape
        and prices.lam.shape == given.partners.hours.shape
    )
    return alike and bool(np.isfinite(prices.packed()).all())


def _fit_lanes(given: Instance, lanes: Lanes) -> bool:
    known = (lanes.pair >= 0) & (lanes.pair < given.pairs.task.size)
    return lanes.open.shape == (given.weeks, lanes.pair.size) and bool(known.all())
