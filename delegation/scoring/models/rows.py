"""Scores of many tasks at once, as plain rows ready to be kept, and what a kept row explains."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple
from uuid import UUID

import numpy as np

from delegation.scoring import engine
from delegation.scoring.engine.advice import may_be_eliminated, pays_to_automate
from delegation.scoring.models.inputs import Answers, facts_of, levels_of, walls_of
from inventory.models import Task

HEADLINES = ("strategic", "sensitivity", "urgency")
Levels = Mapping[str, float | None]


class ScoreRow(NamedTuple):
    """One score, its fields in the order they are written."""

    task_id: UUID
    index: float  # type: ignore[assignment] # nobody asks these tuples where something stands
    strategic: int | None
    sensitivity: int | None
    urgency: int | None
    band: str
    advice: str
    qualifier: str
    stability: float
    gates: str
    rated: int
    codes: str
    inputs_hash: str


ROW_FIELDS = ScoreRow._fields  # noqa: SLF001 - a named tuple's public face has an underscore


def rows_of(tasks: Sequence[Task], answers: Mapping[UUID, Answers], rubric: engine.Rubric) -> list[ScoreRow]:
    """The score of each task, in the order given. One task alone gets the same row as among many."""
    if not tasks:
        return []
    pairs = [levels_of(task, answers.get(task.pk, {}), rubric) for task in tasks]
    codes = _codes([levels for levels, _ in pairs], rubric)
    strictest = _codes([strict for _, strict in pairs], rubric)
    table = engine.score_table(codes, rubric, strictest=strictest, marks=_marks(tasks, rubric))
    advised = [engine.ADVISED[number] for number in table.advised.tolist()]
    numbers = zip(
        table.index.tolist(), table.bands(), advised, table.stability.tolist(), table.unrated.tolist(), strict=True
    )  # fmt: skip
    rows = []
    for place, (index, band, (advice, qualifier), stability, unrated) in enumerate(numbers):
        gates, kept = ",".join(key for key, _ in walls_of(tasks[place])), codes[place].tobytes()
        said = (kept, strictest[place].tobytes(), advice, qualifier, gates, repr(index))
        rows.append(ScoreRow(
            tasks[place].pk, index, *_headlines(*pairs[place]), band.value, advice.value, qualifier.value, stability,
            gates, len(rubric.keys) - unrated, kept.hex(), _hash(said),
        ))  # fmt: skip
    return rows


def levels_in(codes: str, rubric: engine.Rubric) -> dict[str, float | None]:
    """The levels, 0 to 4, that a kept score was made of; nothing where the rubric has changed its criteria since."""
    kept = np.frombuffer(bytes.fromhex(codes), dtype=np.uint8)
    if len(kept) != len(rubric.keys):
        return dict.fromkeys(rubric.keys)
    levels = engine.decode(kept).tolist()
    # What is not rated is the one number that does not equal itself.
    return {key: level if level == level else None for key, level in zip(rubric.keys, levels, strict=True)}  # noqa: PLR0124


def _hash(said: Iterable[bytes | str]) -> str:
    parts = (part if isinstance(part, bytes) else part.encode() for part in said)
    return hashlib.blake2b(b"|".join(parts), digest_size=8).hexdigest()


def _codes(
    levels: Sequence[Levels], rubric: engine.Rubric
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    wide = [[np.nan if (level := row.get(key)) is None else level for key in rubric.keys] for row in levels]
    return engine.encode(np.array(wide, dtype=np.float64))


def _marks(tasks: Sequence[Task], rubric: engine.Rubric) -> engine.Marks:
    facts = [facts_of(task) for task in tasks]
    return engine.Marks(
        eliminable=np.array([may_be_eliminated(one) for one in facts]),
        walled=np.array([bool(one.walls) for one in facts]),
        automatable=np.array([pays_to_automate(one, rubric) for one in facts]),
    )


def _headlines(levels: Levels, strictest: Levels) -> tuple[int | None, int | None, int | None]:
    """Strategic value, sensitivity and urgency from 1 to 5: the most restrictive rating, never rounded down."""
    shown = (_headline(levels.get(key), strictest.get(key)) for key in HEADLINES)
    strategic, sensitivity, urgency = shown
    return strategic, sensitivity, urgency


def _headline(level: float | None, strict: float | None) -> int | None:
    if level is None:
        return None
    return ceil(max(level, strict or 0.0)) + 1
