"""The whole question as one mixed-integer problem: exact, for small questions and as a yardstick for the rest.

Columns per pair and week, in blocks: open y, first u, again s, close e, share q; then initiative hours and overtime.
Constraints are numbered as in ``planning.md`` of the design, D1.
"""

import numpy as np

from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.linear import INFINITY, Floats, Ints, Linear, Rows
from delegation.planning.engine.fit.parts import Start

BLOCKS = ("open", "first", "again", "close", "share")


def compact(given: Instance) -> Linear:
    """The exact problem; its least cost is minus the best value of a plan."""
    rows, limits = Rows(), _Limits()
    pairs, weeks = given.pairs.task.size, given.weeks
    grid = np.arange(pairs * weeks).reshape(pairs, weeks)
    column = {name: grid + place * pairs * weeks for place, name in enumerate(BLOCKS)}
    _moves(given, rows, limits, column)
    _stints(given, rows, limits, column)
    _tasks(given, rows, limits, column)
    _hours(given, rows, limits, column)
    slots = given.groups.capacity_hours.size
    count = len(BLOCKS) * pairs * weeks + 2 * slots
    start, index, value = rows.by_column(count)
    lower, upper = np.zeros(count), np.ones(count)
    held = np.arange(weeks) < given.pairs.held_weeks[:, None]
    lower[column["open"][held & (given.pairs.start == Start.OPEN)[:, None]]] = 1.0
    upper[column["first"][given.pairs.start != Start.NEW].ravel()] = 0.0
    upper[-2 * slots :] = np.concatenate([given.groups.wanted_hours.ravel(), np.full(slots, INFINITY)])
    whole = np.arange(count) < 4 * pairs * weeks
    whole[column["share"][given.tasks.whole[given.pairs.task]].ravel()] = True
    low, high = limits.both()
    return Linear(_cost(given, column, count), lower, upper, low, high, start, index, value, whole)


class _Limits:
    """Numbers rows as they come and keeps their limits."""

    def __init__(self) -> None:
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self._count = 0

    def rows(self, low: Floats | float, high: Floats | float, shape: tuple[int, ...]) -> Ints:
        count = int(np.prod(shape))
        self._low.append(np.broadcast_to(low, shape).ravel().astype(float))
        self._high.append(np.broadcast_to(high, shape).ravel().astype(float))
        self._count += count
        return np.arange(self._count - count, self._count).reshape(shape)

    def both(self) -> tuple[Floats, Floats]:
        return np.concatenate(self._low), np.concatenate(self._high)


def _cost(given: Instance, column: dict[str, Ints], count: int) -> Floats:
    cost = np.zeros(count)
    hours = given.tasks.hours[given.pairs.task]
    teaching = given.partners.rate_per_hour[given.pairs.partner] * given.pairs.teach_hours
    cost[column["share"]] = (given.fee_per_hour - given.relief_per_hour)[:, None] * hours
    cost[column["first"]] = teaching[:, None]
    cost[column["again"]] = given.terms.refresh_share * teaching[:, None]
    slots = given.groups.capacity_hours.size
    cost[-2 * slots : -slots] = -given.groups.worth_per_hour.ravel()
    cost[-slots:] = given.terms.overtime_per_hour
    return cost


def _moves(given: Instance, rows: Rows, limits: _Limits, column: dict[str, Ints]) -> None:
    """1: y(t) − y(t−1) = u + s − e, and a tap opens again only after it has closed."""
    was_open = (given.pairs.start == Start.OPEN).astype(float)
    before = np.zeros(column["open"].shape)
    before[:, 0] = was_open
    row = limits.rows(before, before, before.shape)
    rows.add(row, column["open"], 1.0)
    rows.add(row[:, 1:], column["open"][:, :-1], -1.0)
    for name, sign in (("first", -1.0), ("again", -1.0), ("close", 1.0)):
        rows.add(row, column[name], sign)
    standby = (given.pairs.start == Start.STANDBY).astype(float)[:, None]
    row = limits.rows(-standby, INFINITY, before.shape)
    for name, sign in (("close", 1.0), ("again", -1.0)):
        week, past = np.tril_indices(given.weeks)
        rows.add(row[:, week], column[name][:, past], sign)


def _stints(given: Instance, rows: Rows, limits: _Limits, column: dict[str, Ints]) -> None:
    """1 and 2: whoever opened within the stint is open; nothing is routed through a closed tap."""
    shape = column["open"].shape
    row = limits.rows(-INFINITY, 0.0, shape)
    week, past = np.tril_indices(given.weeks)
    recent = (week - past) < given.tasks.stint_weeks[given.pairs.task][:, None]
    for name in ("first", "again"):
        rows.add(row[:, week][recent], column[name][:, past][recent], 1.0)
    rows.add(row, column["open"], -1.0)
    row = limits.rows(-INFINITY, 0.0, shape)
    rows.add(row, column["share"], 1.0)
    rows.add(row, column["open"], -1.0)


def _tasks(given: Instance, rows: Rows, limits: _Limits, column: dict[str, Ints]) -> None:
    """2: one partner per task and horizon."""
    row = limits.rows(-INFINITY, 1.0, (len(given.tasks.names),))
    rows.add(row[given.pairs.task][:, None], column["first"], 1.0)


def _hours(given: Instance, rows: Rows, limits: _Limits, column: dict[str, Ints]) -> None:
    """3, 4 and 5: partner hours, in-house hours, budget."""
    pairs, tasks, terms = given.pairs, given.tasks, given.terms
    partner = limits.rows(-INFINITY, given.partners.hours, given.partners.hours.shape)[pairs.partner]
    slots = limits.rows(-INFINITY, given.spare_hours, given.spare_hours.shape)
    group = slots[tasks.group[pairs.task]]
    budget = limits.rows(-INFINITY, terms.budget_euros, (1,))
    hours, teach, firm = (
        tasks.hours[pairs.task],
        tasks.teach_hours[pairs.task][:, None],
        pairs.teach_hours[:, None],
    )
    rate = given.partners.rate_per_hour[pairs.partner][:, None]
    rows.add(partner, column["share"], pairs.effort_ratio[:, None] * hours)
    rows.add(budget, column["share"], given.fee_per_hour[:, None] * hours)
    rows.add(group, column["share"], -given.gain[:, None] * hours)
    for name, part in (("first", 1.0), ("again", terms.refresh_share)):
        rows.add(partner, column[name], part * firm)
        rows.add(budget, column[name], part * firm * rate)
        rows.add(group, column[name], part * teach)
    rows.add(group, column["close"], terms.recall_share * teach)
    rows.add(group, column["open"], tasks.standing_hours[pairs.task][:, None])
    last = len(BLOCKS) * column["open"].size + np.arange(slots.size)
    rows.add(slots.ravel(), last, 1.0)
    rows.add(slots.ravel(), last + slots.size, -1.0)
