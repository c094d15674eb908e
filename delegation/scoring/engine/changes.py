"""Which answers would have to be different for the advice to be: the most useful sentence for an owner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from delegation.scoring.engine.rated import RatedTask, rungs
from delegation.scoring.engine.rubric import TOP, Criterion, Rubric, Rung
from delegation.scoring.engine.values import value_of
from delegation.scoring.engine.walls import caps_on, ceiling_of


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    """One answer, as a level from 0 to 4, what it would have to be, and the rung the task would then stand on."""

    criterion: str
    now: float
    then: int
    rung: Rung

    @property
    def steps(self) -> int:
        """How many levels away the other answer is; a part of a level counts as one."""
        return ceil(abs(self.then - self.now))


Option = tuple[int, float, int | None]
"""Steps away, points gained, and the new level; None for leaving the answer as it is."""


def level_changes(task: RatedTask, rung: Rung, rubric: Rubric) -> tuple[LevelChange, ...]:
    """For each rated criterion, the nearest whole level that would move the task to another rung; nearest first.

    Index, certainty and caps are all weighed. A changed answer stands for all raters.
    """
    tries = [
        (key, now, then)
        for key in rubric.keys
        if (now := task.levels.get(key)) is not None
        for then in range(TOP + 1)
        if then != now
    ]
    reached = rungs([task.rated({key: float(then)}) for key, _, then in tries], rubric)
    nearest: dict[str, LevelChange] = {}
    for (key, now, then), other in zip(tries, reached, strict=True):
        change = LevelChange(criterion=key, now=now, then=then, rung=other)
        if other != rung and (key not in nearest or change.steps < nearest[key].steps):
            nearest[key] = change
    return tuple(sorted(nearest.values(), key=lambda change: change.steps))


def fewest_changes(
    task: RatedTask, rung: Rung, singles: Sequence[LevelChange], rubric: Rubric
) -> tuple[LevelChange, ...]:
    """The changes, of as few levels in all as possible, that would let the task go, or keep it if it goes now.

    For every number of steps the answers with the best index are found by a dynamic programme, exact for an
    additive index; the first of them that also passes caps and certainty is given, unless one of the ``singles``,
    the ``level_changes`` of the task, is nearer. Empty when there are none.
    """
    upward = rung < Rung.SAFEGUARDS
    paths = sorted(_best_paths(task, rubric, upward=upward).items())
    levels = [_levels_of(path, rubric) for _, (_, path) in paths]
    reached = rungs([task.rated(changed) for changed in levels], rubric)
    found: list[tuple[LevelChange, ...]] = [
        (change,) for change in singles if (change.rung >= Rung.SAFEGUARDS) is upward
    ]
    found += [
        tuple(
            LevelChange(criterion=key, now=task.levels[key] or 0.0, then=level, rung=other)
            for key, level in changed.items()
        )
        for changed, other in zip(levels, reached, strict=True)
        if (other >= Rung.SAFEGUARDS) is upward
    ]
    return min(found, key=lambda changes: sum(change.steps for change in changes), default=())


def _best_paths(
    task: RatedTask, rubric: Rubric, *, upward: bool
) -> dict[int, tuple[float, tuple[int | None, ...]]]:
    """For each number of steps, the most points it can move the index by, and the new level of each criterion."""
    best: dict[int, tuple[float, tuple[int | None, ...]]] = {0: (0.0, ())}
    for criterion, weight in zip(rubric.criteria, rubric.weights, strict=True):
        options = list(_options(criterion, task, rubric, upward=upward))
        longer: dict[int, tuple[float, tuple[int | None, ...]]] = {}
        for steps, (moved, path) in best.items():
            for away, gain, level in options:
                cost, total = steps + away, moved + (1 if upward else -1) * weight * gain
                if cost not in longer or total > longer[cost][0]:
                    longer[cost] = (total, (*path, level))
        best = longer
    return best


def _options(criterion: Criterion, task: RatedTask, rubric: Rubric, *, upward: bool) -> Iterator[Option]:
    """The answers one criterion may take; on the way up none that a cap would turn away."""
    now = task.levels.get(criterion.key)
    if now is None:
        yield 0, 0.0, None
        return
    if not upward or _passes(criterion, task.held[criterion.key], rubric):
        yield 0, 0.0, None
    for level in range(TOP + 1):
        if not upward or _passes(criterion, level, rubric):
            yield ceil(abs(level - now)), value_of(criterion, level) - value_of(criterion, now), level


def _passes(criterion: Criterion, level: float | None, rubric: Rubric) -> bool:
    return ceiling_of(caps_on(criterion.key, level, rubric)) >= Rung.SAFEGUARDS


def _levels_of(path: Sequence[int | None], rubric: Rubric) -> dict[str, int]:
    return {key: level for key, level in zip(rubric.keys, path, strict=True) if level is not None}
