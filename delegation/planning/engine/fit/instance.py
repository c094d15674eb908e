"""What is given: tasks with their forecast hours, partners with theirs, and what the in-house groups could do instead."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from delegation.planning.engine.fit.batch import Batch, batches
from delegation.planning.engine.fit.linear import Floats, Ints
from delegation.planning.engine.fit.parts import Groups, Pairs, Partners, Start, Tasks, Terms
from delegation.planning.engine.fit.sense import nonsense

Part = TypeVar("Part", Tasks, Pairs)


@dataclass(frozen=True)
class Instance:
    """A planning question. ``checked()`` says what is wrong with it; ``sorted()`` makes it independent of order."""

    tasks: Tasks
    pairs: Pairs
    partners: Partners
    groups: Groups
    terms: Terms

    @property
    def weeks(self) -> int:
        """The number of weeks planned."""
        return int(self.tasks.hours.shape[1])

    @cached_property
    def gain(self) -> Floats:
        """Senior hours freed per task hour routed, per pair: 1 + δ − η."""
        return 1.0 + self.tasks.distraction_share[self.pairs.task] - self.pairs.oversight_share

    @cached_property
    def fee_per_hour(self) -> Floats:
        """€ per task hour routed, per pair: r φ with its premium."""
        return (
            self.partners.rate_per_hour[self.pairs.partner]
            * self.pairs.effort_ratio
            * (1.0 + self.pairs.premium_share)
        )

    @cached_property
    def relief_per_hour(self) -> Floats:
        """€ of relief per task hour routed, per pair: b o."""
        return self.terms.relief_per_hour * self.tasks.off_hours_share[self.pairs.task]

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """Every pair, in batches of whole tasks."""
        return tuple(batches(self, np.arange(self.pairs.task.size)))

    @cached_property
    def spare_hours(self) -> Floats:
        """In-house hours left when nothing is routed (groups × weeks; negative where overloaded): C − load."""
        load = np.zeros_like(self.groups.capacity_hours)
        np.add.at(load, self.tasks.group, self.tasks.hours * (1.0 + self.tasks.distraction_share)[:, None])
        return self.groups.capacity_hours - load

    @cached_property
    def idle(self) -> float:
        """The value in € of doing nothing: initiatives in the spare hours, overtime where there are none."""
        done = np.clip(self.spare_hours, 0.0, self.groups.wanted_hours)
        return float(
            (self.groups.worth_per_hour * done).sum()
            - self.terms.overtime_per_hour * np.maximum(0, -self.spare_hours).sum()
        )

    def checked(self) -> "Instance":
        """Itself. Raises ``ValueError`` with a sentence when it makes no sense: what is wrong, and what to do."""
        wrong = nonsense(self)
        if wrong:
            raise ValueError(wrong)
        return self

    def sorted(self) -> "Instance":
        """The same question with tasks by name and pairs by task and partner, without pairs ruled out by a start.

        A task that is taught keeps its partner for the horizon, so its other pairs are left out.
        """
        order = np.array(
            sorted(range(len(self.tasks.names)), key=self.tasks.names.__getitem__), dtype=np.int64
        )
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        pairs = self.pairs
        taught = np.zeros(order.size, dtype=bool)
        taught[pairs.task[pairs.start != Start.NEW]] = True
        kept = np.flatnonzero((pairs.start != Start.NEW) | ~taught[pairs.task])
        names = self.partners.names
        kept = np.array(
            sorted(kept, key=lambda row: (place[pairs.task[row]], names[pairs.partner[row]])), dtype=np.int64
        )
        moved = _rows(pairs, kept)
        return replace(self, tasks=_rows(self.tasks, order), pairs=replace(moved, task=place[moved.task]))

    def part(self, rows: Ints, *, share: float) -> "Instance":
        """The question for some tasks alone, with ``share`` of all hours and money."""
        place = np.full(len(self.tasks.names), -1, dtype=np.int64)
        place[rows] = np.arange(rows.size)
        pairs = _rows(self.pairs, np.flatnonzero(place[self.pairs.task] >= 0))
        tasks = _rows(self.tasks, rows)
        load = np.zeros_like(self.groups.capacity_hours)
        np.add.at(load, tasks.group, tasks.hours * (1.0 + tasks.distraction_share)[:, None])
        groups = replace(
            self.groups,
            capacity_hours=self.spare_hours * share + load,
            wanted_hours=self.groups.wanted_hours * share,
        )
        partners = replace(self.partners, hours=self.partners.hours * share)
        terms = replace(self.terms, budget_euros=self.terms.budget_euros * share)
        return Instance(tasks, replace(pairs, task=place[pairs.task]), partners, groups, terms)


def _rows(part: Part, rows: Ints) -> Part:
    """The part with these rows, in this order."""
    picked: dict[str, Any] = {
        field.name: tuple(value[row] for row in rows) if isinstance(value, tuple) else value[rows]
        for field in fields(part)
        for value in [getattr(part, field.name)]
    }
    return type(part)(**picked)
