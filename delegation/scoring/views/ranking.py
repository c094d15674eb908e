"""What to hand over: every score by its index, as a matrix and a list."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import keyset, show
from delegation.scoring.engine import Rubric, explain
from delegation.scoring.models import Score, Standing, engine_rubric
from delegation.scoring.models.inputs import rated_task
from delegation.scoring.models.scores import proposed_among
from delegation.scoring.permissions import may_rate_at_all, may_see_scores
from delegation.scoring.views.matrix import matrix
from delegation.scoring.views.ranked import addresses, ranked
from delegation.scoring.views.ratings import answers_to, newest
from delegation.scoring.views.reasons import reasons
from inventory.models import Task

ORDER = ("-index", "task_id")
SIZE = 50
# Counting this many scores is felt; the sentence above the list may then be a minute old.
MANY = 2000
DISPOSITIONS = (
    ("delegate", "Delegate"), ("eliminate", "Eliminate"), ("streamline", "Streamline"), ("automate", "Automate"),
    ("keep", "Keep"),
)  # fmt: skip


@require_safe
def ranking(request: Request) -> HttpResponse:
    """The finding, the matrix of the first page, and the list."""
    require(may_see_scores(request.person))
    standing = Standing.objects.select_related("rubric").filter(pk=request.person.organisation_id).first()
    rubric = engine_rubric(standing.rubric if standing else None)
    generation = standing.generation if standing else 0
    after, start = request.GET.get("after", ""), _whole(request.GET.get("from", "1"))
    found = keyset(_scores(request, generation), order=ORDER, after=after, size=SIZE)
    proposed = proposed_among(score.task_id for score in found)
    at = addresses()
    rows = [
        ranked(score, rubric, place, proposed=score.task_id in proposed, at=at)
        for place, score in enumerate(found, start=start)
    ]
    view = "list" if request.GET.get("as") == "list" else "matrix"
    context = {
        "rows": rows, "more_url": f"?as={view}&after={found.next}&from={start + SIZE}" if found.next else "", "view": view,
        "line": f"{rubric.delegate_at:g}", "may_propose": may_rate_at_all(request.person), "dispositions": DISPOSITIONS,
    }  # fmt: skip
    if after and request.htmx:
        return show(request, "scoring/ranking.html", "scoring/ranking_rows.html", context)
    context["finding"] = finding(request.person.organisation_id, generation, rubric)
    context["matrix"] = matrix(rows, rubric) if view == "matrix" else None
    return show(request, "scoring/ranking.html", "scoring/_ranking.html", context)


@require_safe
def why(request: Request, pk: UUID) -> HttpResponse:
    """Why a task stands where it stands: opens under its row."""
    require(may_see_scores(request.person))
    task = get_object_or_404(Task.objects.visible_to(request.person).whole(), pk=pk)
    standing = Standing.objects.select_related("rubric").filter(pk=task.organisation_id).first()
    rubric = engine_rubric(standing.rubric if standing else None)
    raters = list(dict.fromkeys(str(one.rater) for one in newest(task, person=request.person)))
    found = reasons(explain(rated_task(task, answers_to(task), rubric), rubric), rubric)
    context = {
        "task": task,
        "reasons": found,
        "raters": raters,
        "may_propose": may_rate_at_all(request.person),
    }
    return show(request, "scoring/why_page.html", "scoring/why.html", context)


def finding(organisation_id: UUID, generation: int, rubric: Rubric) -> dict[str, Any]:
    """How many tasks stand above the line, what letting them go would free, and how many could stop."""
    key = f"finding-{organisation_id}-{generation}"
    if kept := cache.get(key):
        return dict(kept)
    suits = Q(advice="delegate", qualifier__in=["", "safeguards"])
    night = F("task__hours_per_month") * F("task__off_hours_share")
    scores = Score.objects.filter(organisation=organisation_id, generation=generation).of_live_tasks()
    found = scores.aggregate(
        tasks=Count("pk"), above=Count("pk", filter=Q(index__gte=rubric.delegate_at)), suits=Count("pk", filter=suits),
        hours=Sum("task__hours_per_month", filter=suits), night=Sum(night, filter=suits),
        stoppable=Count("pk", filter=Q(advice="eliminate")),
    )  # fmt: skip
    found = {
        **found,
        "hours": round(found["hours"] or Decimal(0)),
        "night": round(found["night"] or Decimal(0)),
    }
    if found["tasks"] > MANY:
        cache.set(key, found, 60)
    return found


def _scores(request: Request, generation: int) -> Any:
    scores = Score.objects.visible_to(request.person).filter(generation=generation).of_live_tasks()
    return scores.select_related("task__system", "task__holder")


def _whole(text: str) -> int:
    return min(int(text), 10_000_000) if text.isdecimal() and len(text) < 9 else 1
