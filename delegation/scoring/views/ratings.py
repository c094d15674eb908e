"""One task: what it scores and why, and every criterion on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, Count, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import refusals_in, show
from delegation.scoring import actions
from delegation.scoring.engine import Rubric, explain
from delegation.scoring.forms import NOT_SURE, RatingsForm
from delegation.scoring.models import Rating, Score, Standing, engine_rubric
from delegation.scoring.models.inputs import Answers, asked, known_levels, rated_task, walls_of
from delegation.scoring.permissions import may_rate, may_see_scores
from delegation.scoring.views.reasons import reasons
from inventory.models import Task

SHOWN = 100


@require_http_methods(["GET", "POST"])
def ratings(request: Request, pk: UUID) -> HttpResponse:
    """Every criterion of one task; posting keeps my answers."""
    require(may_see_scores(request.person))
    task = get_object_or_404(Task.objects.visible_to(request.person).whole(), pk=pk)
    standing = Standing.objects.select_related("rubric").filter(pk=task.organisation_id).first()
    rubric = engine_rubric(standing.rubric if standing else None)
    given = newest(task, person=request.person)
    mine = {one.criterion: one for one in given if one.rater_id == request.person.pk}
    initial = {key: NOT_SURE if one.level is None else str(one.level) for key, one in mine.items()}
    form = RatingsForm(request.POST or None, rubric=rubric, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.rate(task=task, answers=form.answers(), by=request.person)
            messages.info(request, "Your ratings are kept, and the score is up to date.")
            return redirect("scoring:ratings", pk=pk)
    context = {"task": task, "form": form, **_context(request.person, task, rubric, given, mine)}
    return show(request, "scoring/ratings.html", None, context)


def _context(
    person: Person, task: Task, rubric: Rubric, given: list[Rating], mine: dict[str, Rating]
) -> dict[str, Any]:
    """Others' answers, and what follows from them, stay hidden from a rater who has not answered yet."""
    may = may_rate(person, task)
    open_questions = [key for key in asked(task, rubric) if key not in mine]
    others = any(one.rater_id != person.pk for one in given)
    hidden = bool(may) and bool(open_questions) and others
    answers = answers_to(task)
    score = Score.objects.current(task)
    return {
        "may_rate": may, "open_questions": open_questions, "hidden": hidden, "score": score,
        "walls": walls_of(task), "known": set(known_levels(task, rubric)),
        "reasons": None if hidden or not given else reasons(explain(rated_task(task, answers, rubric), rubric), rubric),
        "raters": [] if hidden else _raters(given, rubric),
    }  # fmt: skip


def newest(task: Task, *, person: Person) -> list[Rating]:
    """What I said and what others said last, oldest first."""
    mine_first = Case(When(rater=person, then=0), default=1)
    rows = Rating.objects.filter(task=task).select_related("rater").order_by(mine_first, "-rated_at", "pk")
    return sorted(rows[:SHOWN], key=lambda one: (one.rated_at, one.pk))


def answers_to(task: Task) -> Answers:
    """By criterion, what everybody said, counted by the database."""
    answers: dict[str, list[int | None]] = {}
    said = Rating.objects.filter(task=task).values_list("criterion", "level")
    for criterion, level, people in said.annotate(people=Count("pk")):
        answers.setdefault(criterion, []).extend([level] * people)
    return answers


def _raters(given: list[Rating], rubric: Rubric) -> list[dict[str, Any]]:
    """Criterion by criterion who said what, and whether two people should talk about it."""
    rows = []
    for criterion in rubric.criteria:
        said = [one for one in given if one.criterion == criterion.key]
        known = [one.level for one in said if one.level is not None]
        apart = bool(known) and criterion.key in rubric.hold and max(known) - min(known) >= 2
        if said:
            words = [
                (one, criterion.levels[one.level - 1] if one.level else "I am not sure.") for one in said
            ]
            rows.append({"label": criterion.label, "said": words, "apart": apart})
    return rows
