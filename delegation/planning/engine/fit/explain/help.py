"""What would help: where one more hour or euro is worth most, and for how many of them that holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from delegation.planning.engine.fit.explain.reach import Reach, Seen, reach
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.linear import Floats, Linear
from delegation.planning.engine.fit.plan import ROUTING_SECONDS, Fit
from delegation.planning.engine.fit.polish import CENT
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.routing import priced

MOST = 5


@dataclass(frozen=True)
class Help:
    """One more hour (or euro) here is worth this many € and frees ``freed_hours`` senior hours, for each of the

    first ``until`` hours (or euros). ``week`` counts from 1; None for the budget.
    """

    kind: str
    name: str
    week: int | None
    worth: float
    freed_hours: float
    until: float
    sentence: str


@dataclass(frozen=True)
class _Limit:
    """A row of the routing problem that has a price."""

    kind: str
    name: str
    week: int | None
    row: int
    price: float


def what_would_help(fit: Fit, solver: Solver) -> list[Help]:
    """The five dearest partner weeks, the five dearest in-house weeks and the budget, as far as they have a price.

    How far each price holds is solved for, a few routing problems each. Raises ``TimeoutError`` when the solver
    gives no answer.
    """
    problem = priced(fit.given, fit.plan)
    found = [_help(fit.given, problem, limit, solver) for limit in _limits(fit)]
    return [one for one in found if one.worth > CENT]


def _limits(fit: Fit) -> Iterator[_Limit]:
    given, prices = fit.given, fit.plan.prices
    cut = given.partners.hours.size
    yield from _dearest("partner", prices.lam, given.partners.names, 0)
    yield from _dearest("group", prices.mu, given.groups.names, cut)
    if prices.beta > 0.0:
        yield _Limit("budget", "budget", None, cut + given.groups.capacity_hours.size, prices.beta)


def _dearest(kind: str, price: Floats, names: tuple[str, ...], first: int) -> Iterator[_Limit]:
    """The greatest prices with their names and weeks (from 1); ``first`` is the row of the first."""
    for flat in np.argsort(-price, axis=None, kind="stable")[:MOST].tolist():
        row, week = divmod(flat, price.shape[1])
        if price.flat[flat] > CENT:
            yield _Limit(kind, names[row], week + 1, first + flat, float(price.flat[flat]))


def _help(given: Instance, problem: Linear, limit: _Limit, solver: Solver) -> Help:
    look = _looking(given, problem, limit.row, solver)
    holds = reach(look, limit.price, far=_far(problem, limit.row))
    freed = (look(holds.until).hours - look(0.0).hours) / holds.until
    sentence = _sentence(limit, holds, freed)
    return Help(limit.kind, limit.name, limit.week, holds.price, freed, holds.until, sentence)


def _looking(given: Instance, problem: Linear, row: int, solver: Solver) -> Callable[[float], Seen]:
    """Solves the problem with more room in one row, each question once."""
    slots = given.groups.capacity_hours.size

    @cache
    def look(more: float) -> Seen:
        upper = problem.row_upper.copy()
        upper[row] += more
        answer = solver.solve(replace(problem, row_upper=upper), seconds=ROUTING_SECONDS)
        if not answer.row_dual.size:
            raise TimeoutError("The solver gave no answer in time, so how far a price holds is not known.")
        done, overtime = answer.x[-2 * slots : -slots], answer.x[-slots:]
        return Seen(-answer.value, -float(answer.row_dual[row]), float(done.sum() - overtime.sum()))

    return look


def _far(problem: Linear, row: int) -> float:
    """More than a row can use: one unit beyond all its columns at their most."""
    column = np.repeat(np.arange(problem.cost.size), np.diff(problem.start))
    here = problem.index == row
    each, column = problem.value[here], column[here]
    most = np.where(each > 0.0, problem.upper[column], problem.lower[column])
    return float(each @ most - problem.row_upper[row]) + 1.0


def _sentence(limit: _Limit, holds: Reach, freed: float) -> str:
    if limit.kind == "budget":
        return (
            f"€1 more budget returns €{1.0 + holds.price:.2f}, good for about the first €{holds.until:,.0f}."
        )
    where = f"{'of' if limit.kind == 'partner' else 'in'} {limit.name} in week {limit.week}"
    frees = f"frees {freed:.2f} senior hours and " if limit.kind == "partner" and freed >= CENT else ""
    good = (
        f"good for about the first {holds.until:.1f} hours"
        if holds.until >= 1.0
        else "though not for the whole hour"
    )
    return f"One more hour {where} {frees}is worth €{holds.price:.0f}, {good}."
