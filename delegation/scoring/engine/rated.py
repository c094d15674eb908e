"""A task as it was rated, and the rung it stands on; also for the tasks it might have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from delegation.scoring.engine.advice import UNKNOWN, Facts, rung_of
from delegation.scoring.engine.index import index_of
from delegation.scoring.engine.rubric import Rubric, Rung
from delegation.scoring.engine.stability import stability
from delegation.scoring.engine.values import encode, values_of
from delegation.scoring.engine.walls import Levels, PartnerFit, caps_met


@dataclass(frozen=True, kw_only=True)
class RatedTask:
    """What is known about one task: levels from 0 to 4 by criterion, absent or None where nobody rated.

    ``levels`` are the median of the raters; ``strictest`` holds, for criteria that gate and cap, the most
    restrictive of their ratings. ``measures`` are the amounts behind measured levels, for the sentence to quote.
    ``partners`` is None while no partner has been looked at.
    """

    title: str
    levels: Mapping[str, float | None]
    strictest: Mapping[str, float | None] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    facts: Facts = UNKNOWN
    partners: Sequence[PartnerFit] | None = None

    @property
    def held(self) -> Levels:
        """The levels that gates and caps look at."""
        return {**self.levels, **{key: level for key, level in self.strictest.items() if level is not None}}

    def rated(self, levels: Levels) -> Self:
        """The same task had all raters given these levels on these criteria."""
        return replace(self, levels={**self.levels, **levels}, strictest={**self.strictest, **levels})


def stabilities(tasks: Sequence[RatedTask], rubric: Rubric) -> list[float]:
    """P(D ≥ delegate line) of each task, 0 to 1."""
    rows = [[_number(task.levels.get(key)) for key in rubric.keys] for task in tasks]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(rubric.keys))
    return [float(share) for share in stability(encode(table), rubric)]


def rungs(tasks: Sequence[RatedTask], rubric: Rubric) -> list[Rung]:
    """The rung of each task: index, certainty and caps together."""
    return [
        rung_of(
            index_of(values_of(task.levels, rubric), rubric.weights),
            share,
            caps_met(task.held, rubric),
            rubric,
        )
        for task, share in zip(tasks, stabilities(tasks, rubric), strict=True)
    ]


def _number(level: float | None) -> float:
    return float("nan") if level is None else level
