"""One task with everything that explains it: the path behind a task's page, a proposal and an audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from delegation.scoring.engine.advice import (
    UNKNOWN,
    WORDS,
    Advice,
    Band,
    Facts,
    Qualifier,
    advise,
    band_of,
    is_unclear,
    rung_of,
)
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.flips import LevelFlip, WeightFlip, weight_flips, weight_moved
from delegation.scoring.engine.index import contributions, index_of, shown
from delegation.scoring.engine.rubric import TOP, Cap, Rubric, Rung
from delegation.scoring.engine.sentence import Finding, Part, reason
from delegation.scoring.engine.stability import stability
from delegation.scoring.engine.values import encode, values_of
from delegation.scoring.engine.walls import Levels, PartnerFit, Shut, caps_met, gates_shut


@dataclass(frozen=True, kw_only=True)
class RatedTask:
    """What is known about one task: levels from 0 to 4 by criterion, absent or None where nobody rated.

    ``levels`` are the median of the raters; ``strictest`` holds, for criteria that gate and cap, the most
    restrictive of their ratings. ``partners`` is None while no partner has been looked at.
    """

    title: str
    levels: Mapping[str, float | None]
    strictest: Mapping[str, float | None] = field(default_factory=dict)
    facts: Facts = UNKNOWN
    partners: Sequence[PartnerFit] | None = None

    @property
    def held(self) -> Levels:
        """The levels that gates and caps look at."""
        return {**self.levels, **{key: level for key, level in self.strictest.items() if level is not None}}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What the engine makes of one task.

    ``index`` is exact and ``shown_index`` rounded so that 50 plus the parts' ``shown`` is exactly it; ``stability``
    is P(D ≥ delegate line), 0 to 1; ``flip`` is the smallest change of one weight that would carry the index
    across that line, and ``weight_moved`` the smallest total, in points. ``level_flips`` name, per criterion, the
    nearest answer that would change the rung, the nearest first. ``rung`` is what index, caps and certainty say
    before walls, stopping, automating and streamlining are considered.
    """

    index: float
    shown_index: float
    parts: tuple[Part, ...]
    walls: tuple[str, ...]
    shut: tuple[Shut, ...]
    caps: tuple[Cap, ...]
    rung: Rung
    advice: Advice
    qualifier: Qualifier
    band: Band
    stability: float
    unrated: tuple[str, ...]
    flip: WeightFlip | None
    weight_moved: float | None
    level_flips: tuple[LevelFlip, ...]
    sentence: str

    @property
    def words(self) -> str:
        """The advice with its qualifier, as a screen says it."""
        return WORDS[self.advice, self.qualifier]


def explain(task: RatedTask, rubric: Rubric = DEFAULT) -> Explanation:
    """The index of a task, why it is that, what to do, how sure that is and what would change it.

    Raises ValueError for a criterion the rubric does not have and for a level outside 0 to 4.
    """
    values = values_of(task.levels, rubric)
    values_of(task.strictest, rubric)
    index = index_of(values, rubric.weights)
    share = _stabilities([task.levels], rubric)[0]
    caps, shut = caps_met(task.held, rubric), gates_shut(task.held, rubric, task.partners)
    rung = rung_of(index, share, caps, rubric)
    clear = _clear_index(task, rubric)
    advice, qualifier = advise(rung, facts=task.facts, shut=shut, clear_index=clear, rubric=rubric)
    parts, shown_index = _parts(task.levels, values, rubric)
    flips = weight_flips(rubric.keys, values, rubric.weights, rubric.delegate_at)
    finding = Finding(
        title=task.title,
        index=shown_index,
        parts=parts,
        advice=advice,
        qualifier=qualifier,
        reasons=(*task.facts.walls, *(gate.because for gate in shut)),
        caps=caps,
        stability=share,
        flip=next(iter(flips), None),
        rubric=rubric,
    )
    return Explanation(
        index=index,
        shown_index=shown_index,
        parts=parts,
        walls=task.facts.walls,
        shut=shut,
        caps=caps,
        rung=rung,
        advice=advice,
        qualifier=qualifier,
        band=band_of(index, share, rubric),
        stability=share,
        unrated=tuple(key for key in rubric.keys if task.levels.get(key) is None),
        flip=finding.flip,
        weight_moved=weight_moved(values, rubric.weights, rubric.delegate_at),
        level_flips=level_flips(task, rung, rubric),
        sentence=reason(finding),
    )


def level_flips(task: RatedTask, rung: Rung, rubric: Rubric) -> tuple[LevelFlip, ...]:
    """For each rated criterion, the nearest whole level that would move the task to another rung; nearest first.

    Caps and certainty are weighed as well as the index. A changed answer stands for all raters.
    """
    tries = [
        (key, now, then)
        for key in rubric.keys
        if (now := task.levels.get(key)) is not None
        for then in range(TOP + 1)
        if then != now
    ]
    changed = [{**task.levels, key: float(then)} for key, _, then in tries]
    shares = _stabilities(changed, rubric)
    nearest: dict[str, LevelFlip] = {}
    for (key, now, then), levels, share in zip(tries, changed, shares, strict=True):
        caps = caps_met({**task.held, key: float(then)}, rubric)
        reached = rung_of(index_of(values_of(levels, rubric), rubric.weights), share, caps, rubric)
        flip = LevelFlip(criterion=key, now=now, then=then, rung=reached)
        if reached != rung and (key not in nearest or flip.distance < nearest[key].distance):
            nearest[key] = flip
    return tuple(sorted(nearest.values(), key=lambda flip: flip.distance))


def _stabilities(levels: Sequence[Levels], rubric: Rubric) -> list[float]:
    rows = [[_number(one.get(key)) for key in rubric.keys] for one in levels]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(rubric.keys))
    return [float(share) for share in stability(encode(table), rubric)]


def _number(level: float | None) -> float:
    return float("nan") if level is None else level


def _clear_index(task: RatedTask, rubric: Rubric) -> float | None:
    """What the index would be were the task written down; None when it is, or nobody rated that."""
    if not is_unclear(task.levels, rubric):
        return None
    cleared = {**task.levels, rubric.clarity_key: float(rubric.clear_at)}
    return index_of(values_of(cleared, rubric), rubric.weights)


def _parts(levels: Levels, values: Sequence[float], rubric: Rubric) -> tuple[tuple[Part, ...], float]:
    points = contributions(values, rubric.weights)
    shown_index, displayed = shown(points)
    rows = zip(rubric.criteria, rubric.weights, values, points, displayed, strict=True)
    parts = tuple(
        Part(
            criterion=criterion,
            level=levels.get(criterion.key),
            weight=100 * weight,
            value=value,
            points=point,
            shown=display,
        )
        for criterion, weight, value, point, display in rows
    )
    return parts, shown_index
