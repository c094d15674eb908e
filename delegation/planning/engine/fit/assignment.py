"""The same question for one week, without transfers, indivisible: every job to one agent at the least cost.

This is the generalised assignment problem, for which the world keeps instances with known optima; its text form
is ``m n``, costs m × n, use m × n, capacities m, all whole numbers. The bound is the Lagrangean one with prices on
capacity, as in ``bound``, or the one HiGHS proves, whichever is higher.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.fit.exchange import Search
from delegation.planning.engine.fit.linear import INFINITY, Floats, Ints, Linear, Outcome, Rows
from delegation.planning.engine.fit.prices import Descent, descend
from delegation.planning.engine.fit.process import Solver

STEPS = 400
SEARCH_SHARE = 0.1
NEAR = 3
NEAR_SHARE, NEAR_SHARE_FIXED = 0.8, 0.3
MANY_KEPT = 4
UNFIXED = 0.9
ROUNDS_BESIDE = 6
PAUSE = 0.2
RESERVE, RESERVE_SHARE = 0.8, 0.1
WHOLE = 1e-6


@dataclass(frozen=True)
class Assignment:
    """Costs and uses (agents × jobs) and capacities, in whole units."""

    cost: Floats
    use: Floats
    capacity: Floats


@dataclass(frozen=True)
class Assigned:
    """The agent of each job (empty when none is known), its cost, and a proven lower bound (∞ when impossible)."""

    agent: Ints
    value: float
    bound: float


def read(text: str) -> Assignment:
    """The instance in ``text``. Raises ``ValueError`` with a sentence when it is not one."""
    try:
        numbers = np.array(text.split(), dtype=np.float64)
    except ValueError as error:
        raise ValueError("It holds something that is not a number; an instance is numbers alone.") from error
    if (
        numbers.size < 2
        or not np.isfinite(numbers).all()
        or (numbers[:2] < 1).any()
        or (numbers[:2] % 1).any()
    ):
        raise ValueError("It does not begin with the numbers of agents and jobs, both whole and at least 1.")
    agents, jobs = int(numbers[0]), int(numbers[1])
    cells, body = agents * jobs, numbers[2:]
    if body.size != 2 * cells + agents:
        raise ValueError(
            f"{agents} agents and {jobs} jobs need {2 * cells + agents} more numbers, not {body.size}."
        )
    if (body[cells:] < 0).any():
        raise ValueError("A use or a capacity is below zero, which no job or agent can have.")
    shape = (agents, jobs)
    return Assignment(body[:cells].reshape(shape), body[cells : 2 * cells].reshape(shape), body[2 * cells :])


# Long because its steps share one budget of time, and each may end it.
def assign(
    given: Assignment,
    solver: Solver,
    *,
    seconds: float = 10.0,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Assigned:
    """The best assignment found in ``seconds`` and a proven bound; ends early once the two meet."""
    if not (given.use <= given.capacity[:, None]).any(axis=0).all():
        return Assigned(np.zeros(0, dtype=np.int64), INFINITY, INFINITY)
    began, usable = clock(), seconds - min(RESERVE, RESERVE_SHARE * seconds)

    def left() -> float:
        return usable - (clock() - began)

    bound, prices = priced(given)
    search = Search(given.cost, given.use, given.capacity, prices, seed=seed)
    while search.value > bound and left() > (1.0 - SEARCH_SHARE) * usable:
        search.round()
    near, kept = _near(given, prices), _kept(given, prices, search.value)
    if search.value > bound and kept.sum() > MANY_KEPT * given.cost.shape[1]:
        share = NEAR_SHARE if kept.mean() > UNFIXED else NEAR_SHARE_FIXED
        _solved(given, kept & near, search, solver, seconds=left() * share, bound=bound)
        kept = _kept(given, prices, search.value)
    if search.value > bound and left() > 0.0:
        ceiling = search.value
        proven = _solved(given, kept, search, solver, seconds=left(), bound=bound)
        bound = max(bound, min(_raised(given, proven), ceiling))
    return Assigned(search.agent, search.value, bound)


def priced(given: Assignment) -> tuple[float, Floats]:
    """The Lagrangean bound, raised to a whole number where costs are whole, and the capacity prices that prove it."""
    cost, use, capacity = given.cost, given.use, given.capacity
    jobs = np.arange(cost.shape[1])

    def dual(price: Floats) -> tuple[float, Floats]:
        charged = cost + price[:, None] * use
        agent = charged.argmin(axis=0)
        load = np.bincount(agent, weights=use[agent, jobs], minlength=capacity.size)
        return float(price @ capacity - charged[agent, jobs].sum()), capacity - load

    level = float(np.abs(cost).mean() / max(use.mean(), WHOLE)) + WHOLE
    low, high = np.zeros(capacity.size), np.full(capacity.size, np.inf)
    how = Descent(STEPS, 0.1, 5e-4)
    value, price = descend(dual, low, lower=low, upper=high, scale=np.full(capacity.size, level), how=how)
    return _raised(given, -value), price


def _raised(given: Assignment, bound: float) -> float:
    """A bound on whole costs may be rounded up."""
    if (given.cost % 1).any() or not np.isfinite(bound):
        return bound
    return float(np.ceil(bound - 1e-6 * max(1.0, abs(bound))))


def _reduced(given: Assignment, prices: Floats) -> Floats:
    charged = given.cost + prices[:, None] * given.use
    return np.asarray(charged - charged.min(axis=0))


def _kept(given: Assignment, prices: Floats, value: float) -> NDArray[np.bool_]:
    """The pairs that a cheaper assignment than ``value`` may use: all others cost more than the bound leaves."""
    charged = given.cost + prices[:, None] * given.use
    base = float(charged.min(axis=0).sum() - prices @ given.capacity)
    step = 0.0 if (given.cost % 1).any() else 1.0
    fits = given.use <= given.capacity[:, None]
    return np.asarray(fits & (base + _reduced(given, prices) <= value - step + 1e-6 * max(1.0, abs(base))))


def _near(given: Assignment, prices: Floats) -> NDArray[np.bool_]:
    """The few agents of each job that are nearest to its cheapest at the capacity prices."""
    return np.asarray(_reduced(given, prices).argsort(axis=0).argsort(axis=0) < NEAR)


def _solved(
    given: Assignment,
    kept: NDArray[np.bool_],
    search: Search,
    solver: Solver,
    *,
    seconds: float,
    bound: float,
) -> float:
    """Let HiGHS look among the ``kept`` pairs while the search goes on; both tell ``search``. The bound HiGHS proves."""
    agent, job = np.nonzero(kept)
    guess = (search.agent[job] == agent).astype(np.float64) if search.found else np.zeros(0)
    step = 0.0 if (given.cost % 1).any() else 1.0 - 1e-6
    running = solver.begin(_problem(given, agent, job), seconds=seconds, guess=guess, within=step + WHOLE)
    rounds = 0
    while not running.ended:
        _told(search, running.newest(PAUSE if rounds > ROUNDS_BESIDE else 0.0), agent, job)
        if search.value <= bound or running.overdue:
            running.stop()
        elif rounds <= ROUNDS_BESIDE or kept.mean() > UNFIXED:
            search.round()
        rounds += 1
    answer = running.outcome()
    _told(search, answer, agent, job)
    return INFINITY if answer.status == "infeasible" else answer.bound


def _told(search: Search, answer: Outcome, agent: Ints, job: Ints) -> None:
    if answer.found:
        taken = answer.x > 0.5
        assigned = np.zeros(int(taken.sum()), dtype=np.int64)
        assigned[job[taken]] = agent[taken]
        search.offer(assigned)


def _problem(given: Assignment, agent: Ints, job: Ints) -> Linear:
    """Every job once, every capacity kept; one whole-number column per kept pair."""
    agents, jobs = given.cost.shape
    rows, columns = Rows(), np.arange(agent.size)
    rows.add(job, columns, 1.0)
    rows.add(jobs + agent, columns, given.use[agent, job])
    start, index, value = rows.by_column(agent.size)
    return Linear(
        given.cost[agent, job],
        np.zeros(agent.size),
        np.ones(agent.size),
        np.concatenate([np.ones(jobs), np.full(agents, -INFINITY)]),
        np.concatenate([np.ones(jobs), given.capacity]),
        start,
        index,
        value,
        np.ones(agent.size, dtype=bool),
    )
