"""What the engine is told about a task: its raters' answers, its own figures where nobody rated, and its facts.

Screens and rows speak of levels 1 to 5; in here, as in the engine, they run from 0 to 4.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import median

from delegation.scoring import engine
from inventory.engine import rhythm
from inventory.models import Task
from inventory.models.systems import DataClass

Answers = Mapping[str, Sequence[int | None]]
"""By criterion, every rater's level from 1 to 5; None is "I am not sure"."""

# How precious the data is says how sensitive the task is at least, whoever rated it lower.
LEAST_SENSITIVE = {
    DataClass.PUBLIC: 0, DataClass.INTERNAL: 1, DataClass.CONFIDENTIAL: 3, DataClass.RESTRICTED: 4,
}  # fmt: skip
WEEKS_PER_MONTH = 52 / 12
DOCUMENTED = {True: 2.0, False: 0.0}
REMOTE = {True: 4.0, False: 0.0}

# The fields of a task that a score is made of.
FIELDS = (
    "id", "title", "status", "rule", "popups_per_month", "effort_likely", "hours_per_month", "off_hours_share", "is_remote",
    "is_documented", "nobody_uses_it", "is_legal_duty", "has_fixed_rules", "build_hours", "data_class", "regulations", "wall",
)  # fmt: skip


def rated_task(task: Task, answers: Answers, rubric: engine.Rubric) -> engine.RatedTask:
    """Everything the engine may know about one task."""
    levels, strictest = levels_of(task, answers, rubric)
    return engine.RatedTask(
        title=task.title, levels=levels, strictest=strictest, facts=facts_of(task),
        measures={key: measure for key, measure in measures_of(task).items() if not answers.get(key)},
    )  # fmt: skip


def levels_of(
    task: Task, answers: Answers, rubric: engine.Rubric
) -> tuple[dict[str, float | None], dict[str, float | None]]:
    """The median level of each criterion, and the most restrictive one of those that argue for holding."""
    levels: dict[str, float | None] = dict(known_levels(task, rubric))
    strictest: dict[str, float | None] = {}
    for key, place in rubric.places.items():
        given = [level - 1 for level in answers.get(key, ()) if level is not None]
        if given:
            levels[key] = float(median(given))
        if given and key in rubric.hold:
            strictest[key] = float(max(given) if rubric.criteria[place].sign < 0 else min(given))
    least = LEAST_SENSITIVE.get(DataClass(task.data_class), 0)
    if "sensitivity" in rubric.places and ("sensitivity" in strictest or least >= 3):
        strictest["sensitivity"] = max(strictest.get("sensitivity") or 0.0, float(least))
    return levels, strictest


def known_levels(task: Task, rubric: engine.Rubric) -> dict[str, float]:
    """The levels that a task's own fields give: measured, not rated."""
    levels = {}
    for key, measure in measures_of(task).items():
        if key in rubric.places and rubric.criteria[rubric.places[key]].anchors:
            levels[key] = engine.level_of(rubric.criteria[rubric.places[key]], measure)
    if task.is_remote is not None and "remote" in rubric.places:
        levels["remote"] = REMOTE[task.is_remote]
    if task.is_documented is not None and "clarity" in rubric.places:
        levels["clarity"] = DOCUMENTED[task.is_documented]
    return levels


def measures_of(task: Task) -> dict[str, float]:
    """Runs a year, senior hours a month and the share outside working hours, as far as the task says."""
    per_month = float(task.popups_per_month or 0) or (_runs_per_month(task.rule) if task.rule else 0.0)
    if not per_month:
        return {}
    measures = {"cadence": 12 * per_month}
    if task.effort_likely:
        measures["effort"] = float(task.hours_per_month)
    if task.rule and task.effort_likely:
        measures["offhours"] = float(task.off_hours_share)
    return measures


def asked(task: Task, rubric: engine.Rubric) -> list[str]:
    """The criteria that only a person can answer for this task, in the rubric's order."""
    known = known_levels(task, rubric)
    return [key for key in rubric.keys if key not in known]


def facts_of(task: Task) -> engine.Facts:
    """What stops, walls or automates a task whatever its index."""
    hours = float(task.hours_per_month)
    return engine.Facts(
        named_consumer=not task.nobody_uses_it, legal_duty=task.is_legal_duty, outputs_unused=2 if task.nobody_uses_it else 0,
        fixed_rules=task.has_fixed_rules, structured_input=task.has_fixed_rules, hours_per_month=hours,
        build_hours=None if task.build_hours is None else float(task.build_hours),
        hours_saved_per_week=hours / WEEKS_PER_MONTH, walls=tuple(wall for _, wall in walls_of(task)),
    )  # fmt: skip


def walls_of(task: Task) -> list[tuple[str, str]]:
    """The walls around a task: the gate's key and the sentence to show."""
    walls = []
    if task.wall:
        walls.append(("wall", task.wall if task.wall.endswith(".") else f"{task.wall}."))
    if task.regulations:
        walls.append(("regulation", f"It is regulated: {task.regulations.rstrip('.')}."))
    return walls


@lru_cache(maxsize=4096)
def _runs_per_month(rule: str) -> float:
    try:
        return rhythm.runs_per_month(rhythm.from_text(rule))
    except ValueError:
        # Nobody can say when it comes round, so nothing is measured.
        return 0.0
