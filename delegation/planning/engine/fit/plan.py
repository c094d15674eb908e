"""A plan with its certificate: bound, first plan, exact routing, polish until the time is up."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

from delegation.planning.engine.fit.bound import Bound, bound
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Lanes, Prices
from delegation.planning.engine.fit.polish import better, chosen, pruned
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.replan import Found, Known, lower, settled, standing
from delegation.planning.engine.fit.routing import Routed, resting, routed
from delegation.planning.engine.fit.transfers import seated

MANY = 5000
# Of the gain, 80 steps leave at most 0.06 % to 400 on made questions of 1,000 tasks.
STEPS, STEPS_MANY = 80, 3
# At the best prices a marginal lane is worth just nothing, and a plan without all of them leaves partners idle. A little
# below, they take their seats: of the gain, on made questions, 1 to 3 % more, whatever the size.
EASED, EASED_MANY = (0.998, 0.995, 0.99), (0.995,)
ROUTING_SECONDS = 30.0
DESCENTS = 3


@dataclass(frozen=True)
class Effort:
    """How hard to try: ``seconds`` in all (the first plan is always finished), dual ``steps``, and a ``seed``.

    With time to spare the same effort gives the same plan.
    """

    seconds: float = 10.0
    steps: int | None = None
    seed: int = 0
    polish: bool = True


@dataclass(frozen=True)
class Versions:
    """Which ``forecast`` gave the hours and which ``weights`` gave the worths; empty where nobody says."""

    forecast: str = ""
    weights: str = ""


UNSAID = Versions()


@dataclass(frozen=True)
class Fit:
    """A feasible plan for ``given`` (sorted), the bound that proves how good it is, and when each was ready.

    ``idle`` is the value of doing nothing; ``seconds`` maps ``bound``, ``first`` and ``end`` to seconds since the
    start. ``first`` is the value of the first plan; ``versions`` is what was said of ``given``.
    """

    given: Instance
    plan: Routed
    proof: Bound
    idle: float
    first: float
    seconds: dict[str, float]
    seed: int
    versions: Versions

    @property
    def gain(self) -> float:
        """€ gained over doing nothing."""
        return self.plan.value - self.idle

    @property
    def gap(self) -> float:
        """How much better any plan could conceivably be, as a share of the gain."""
        rest = max(0.0, self.proof.value - self.plan.value)
        return rest / self.gain if self.gain > 0 else float(rest > 0.005)


def fit(
    given: Instance,
    solver: Solver,
    effort: Effort | None = None,
    *,
    warm: Prices | None = None,
    previous: Lanes | None = None,
    versions: Versions = UNSAID,
    clock: Callable[[], float] = time.monotonic,
) -> Fit:
    """Plan ``given``. Always feasible, always with a proven bound. Raises ``ValueError`` when it makes no sense.

    ``warm`` are the prices of an earlier plan; ``previous`` its lanes, kept unless they break a constraint by now or
    something is better by ``WORTH_CHANGING``. The search starts again from what it found until that changes no more,
    so with time to spare planning again from an unchanged state gives the same plan. ``versions`` are carried
    through to the certificate.
    """
    effort = effort or Effort()
    watch = _Watch(effort.seconds, clock)
    given = given.checked().sorted()
    known = standing(given, solver, warm, previous, seconds=ROUTING_SECONDS)
    found = settled(given, known, _searched(given, solver, effort, known, watch))
    first = found.first
    while effort.polish and found.adds_to(known) and watch.left() > watch.seen["first"]:
        known = Known(found.plan, found.proof)
        found = settled(given, known, _searched(given, solver, effort, known, watch))
    watch.see("end")
    return Fit(given, found.plan, found.proof, given.idle, first, watch.seen, effort.seed, versions)


class _Watch:
    """The seconds that are left, and when what was first seen."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock, self._began = seconds, clock, clock()
        self.seen: dict[str, float] = {}

    def left(self) -> float:
        return self._seconds - (self._clock() - self._began)

    def see(self, what: str) -> None:
        self.seen.setdefault(what, self._clock() - self._began)


def _searched(given: Instance, solver: Solver, effort: Effort, known: Known, watch: _Watch) -> Found:
    """The best plan and bound of one search that begins with what is ``known``."""
    proof = _bounded(given, effort, known.proof, watch)
    watch.see("bound")
    plan = _first(given, proof.prices, solver, seconds=max(ROUTING_SECONDS, watch.left()))
    first = plan.value
    watch.see("first")
    if known.plan is not None:
        plan = better(known.plan, plan)
    if not plan.exact:
        plan = better(plan, resting(given, plan.lanes))
    if effort.polish:
        slim = pruned(given, plan, solver, watch.left)
        plan, proof = chosen(given, slim, proof, solver, watch.left, seed=effort.seed)
    return Found(plan, proof, first)


def _bounded(given: Instance, effort: Effort, proof: Bound | None, watch: _Watch) -> Bound:
    """A bound; when one is known, what descending again from it leads to, if that is lower by enough."""
    steps = effort.steps or (STEPS_MANY if _is_large(given) else STEPS)
    if proof is None:
        return bound(given, steps=steps, seed=effort.seed)
    for _ in range(DESCENTS):
        tried = bound(given, steps=steps, start=proof.prices) if watch.left() > 0.0 else proof
        before, proof = proof, lower(given, proof, tried)
        if proof is before:
            break
    return proof


def _first(given: Instance, prices: Prices, solver: Solver, *, seconds: float) -> Routed:
    """The best plan whose lanes are the best of their tasks when partner hours cost a little less than ``prices`` say."""
    plans = [
        routed(given, seated(given, replace(prices, lam=prices.lam * share)), solver, seconds=seconds)
        for share in (EASED_MANY if _is_large(given) else EASED)
    ]
    return reduce(better, plans)


def _is_large(given: Instance) -> bool:
    return len(given.tasks.names) >= MANY
