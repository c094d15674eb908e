"""One row of the ranking, in finished words and figures."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from delegation.scoring.engine import WORDS, Advice, Qualifier, Rubric
from delegation.scoring.models import Score
from delegation.scoring.models.inputs import walls_of
from delegation.scoring.models.rows import levels_in
from delegation.scoring.views.reasons import bar

# Stands in an address for a task; a hundred reversals a page are felt.
ANY = UUID(int=0)


def addresses() -> tuple[str, str]:
    """Of the ratings and of the reasons of ``ANY`` task."""
    return reverse("scoring:ratings", args=[ANY]), reverse("scoring:why", args=[ANY])


def ranked(
    score: Score, rubric: Rubric, place: int, *, proposed: bool, at: tuple[str, str]
) -> dict[str, Any]:
    """What ``scoring/ranking_rows.html`` shows of one score; ``at`` are ``addresses()``."""
    task = score.task
    walled = score.qualifier == Qualifier.WALLED
    hours, night = float(task.hours_per_month), float(task.off_hours_share)
    levels = levels_in(score.codes, rubric) if score.codes else dict.fromkeys(rubric.keys)
    return {
        "pk": task.pk, "place": place, "title": task.title, "walled": walled, "below": score.index < rubric.delegate_at,
        "url": at[0].replace(str(ANY), str(task.pk)), "why_url": at[1].replace(str(ANY), str(task.pk)),
        "reason": " ".join(wall for _, wall in walls_of(task)) if walled else _words(task, hours, night),
        "strategic": score.strategic, "sensitivity": score.sensitivity, "urgency": score.urgency,
        "advice": score.advice, "words": WORDS[Advice(score.advice), Qualifier(score.qualifier)], "band": score.band,
        "bar": tuple(bar(levels, rubric)), "line": rubric.delegate_at, "index": f"{score.index:.0f}", "exact": score.index,
        "hours": hours, "night": hours * night, "minutes": round(60 * hours), "night_minutes": round(60 * hours * night),
        "proposed": proposed, "decided": task.status == "decided",
    }  # fmt: skip


def _words(task: Any, hours: float, night: float) -> str:
    said = [str(task.system)] if task.system else []
    said.append(
        f"{hours:.3g} h a month{', at night' if night >= 0.5 else ''}" if hours else "hours not known"
    )
    return " · ".join(said)
