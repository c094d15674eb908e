"""One task with everything that explains it: the path behind a task's page, a proposal and an audit."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.scoring.engine.advice import (
    WORDS,
    Band,
    advise,
    band_of,
    is_unclear,
    rung_of,
)
from delegation.scoring.engine.changes import LevelChange, fewest_changes, level_changes
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.flips import weight_flips, weight_moved
from delegation.scoring.engine.index import contributions, index_of, shown
from delegation.scoring.engine.rated import RatedTask, stabilities
from delegation.scoring.engine.rubric import Rubric, Rung
from delegation.scoring.engine.sentence import Finding, Part, reason
from delegation.scoring.engine.values import values_of
from delegation.scoring.engine.walls import Shut, caps_met, gates_shut


@dataclass(frozen=True, kw_only=True)
class Explanation(Finding):
    """What the engine makes of one task.

    ``index`` is exact and ``shown_index`` rounded so that 50 plus the parts' ``shown`` is exactly it; ``stability``
    is P(D ≥ delegate line), 0 to 1; ``flip`` is the smallest change of one weight that would carry the index
    across that line, and ``weight_moved`` the smallest total, in points. ``level_changes`` name, per criterion, the
    nearest answer that would change the rung, the nearest first; ``fewest_changes`` are the smallest set of answers
    that would let the task go, or keep it if it goes now. ``rung`` is what index, caps and certainty say
    before walls, stopping, automating and streamlining are considered.
    """

    index: float
    walls: tuple[str, ...]
    shut: tuple[Shut, ...]
    rung: Rung
    band: Band
    unrated: tuple[str, ...]
    weight_moved: float | None
    level_changes: tuple[LevelChange, ...]
    fewest_changes: tuple[LevelChange, ...]

    @property
    def words(self) -> str:
        """The advice with its qualifier, as a screen says it."""
        return WORDS[self.advice, self.qualifier]

    @property
    def sentence(self) -> str:
        """The reason, in whole sentences."""
        return reason(self)


def explain(task: RatedTask, rubric: Rubric = DEFAULT) -> Explanation:
    """The index of a task, why it is that, what to do, how sure that is and what would change it.

    Raises ValueError for a criterion the rubric does not have and for a level outside 0 to 4.
    """
    values = values_of(task.levels, rubric)
    values_of(task.strictest, rubric)
    index = index_of(values, rubric.weights)
    share = stabilities([task], rubric)[0]
    rung = rung_of(index, share, caps_met(task.held, rubric), rubric)
    shut = gates_shut(task.held, rubric, task.partners)
    singles = level_changes(task, rung, rubric)
    finding = _finding(task, values, share=share, rung=rung, shut=shut, rubric=rubric)
    return Explanation(
        **vars(finding),
        index=index,
        walls=task.facts.walls,
        shut=shut,
        rung=rung,
        band=band_of(index, share, rubric),
        unrated=tuple(key for key in rubric.keys if task.levels.get(key) is None),
        weight_moved=weight_moved(values, rubric.weights, rubric.delegate_at),
        level_changes=singles,
        fewest_changes=fewest_changes(task, rung, singles, rubric),
    )


def _finding(
    task: RatedTask,
    values: Sequence[float],
    *,
    share: float,
    rung: Rung,
    shut: Sequence[Shut],
    rubric: Rubric,
) -> Finding:
    """What was decided, ready to be worded."""
    clear = _clear_index(task, rubric)
    advice, qualifier = advise(rung, facts=task.facts, shut=shut, clear_index=clear, rubric=rubric)
    parts, shown_index = _parts(task, values, rubric)
    flips = weight_flips(rubric.keys, values, rubric.weights, rubric.delegate_at)
    return Finding(
        title=task.title,
        shown_index=shown_index,
        parts=parts,
        advice=advice,
        qualifier=qualifier,
        reasons=(*task.facts.walls, *(gate.because for gate in shut)),
        caps=caps_met(task.held, rubric),
        stability=share,
        flip=next(iter(flips), None),
        rubric=rubric,
    )


def _clear_index(task: RatedTask, rubric: Rubric) -> float | None:
    """What the index would be were the task written down; None when it is, or nobody rated that."""
    if not is_unclear(task.levels, rubric):
        return None
    cleared = {**task.levels, rubric.clarity_key: float(rubric.clear_at)}
    return index_of(values_of(cleared, rubric), rubric.weights)


def _parts(task: RatedTask, values: Sequence[float], rubric: Rubric) -> tuple[tuple[Part, ...], float]:
    points = contributions(values, rubric.weights)
    shown_index, displayed = shown(points)
    rows = zip(rubric.criteria, rubric.weights, values, points, displayed, strict=True)
    parts = tuple(
        Part(
            criterion=criterion,
            level=task.levels.get(criterion.key),
            measure=task.measures.get(criterion.key),
            weight=100 * weight,
            value=value,
            points=point,
            shown=display,
        )
        for criterion, weight, value, point, display in rows
    )
    return parts, shown_index
