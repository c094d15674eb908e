"""Cards: one task, one question, five worded answers; then the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import refusals_in, show
from delegation.scoring import actions
from delegation.scoring.engine import WORDS, Criterion, Rubric
from delegation.scoring.forms import NOT_SURE, AnswerForm
from delegation.scoring.models import Rating, Score, Standing, engine_rubric
from delegation.scoring.models.inputs import asked
from delegation.scoring.permissions import may_rate, may_rate_at_all
from inventory.models import Task
from inventory.permissions import may_edit

# Nobody holds more; whoever does gets the rest when these are rated.
AT_ONCE = 300


@dataclass(frozen=True)
class Mine:
    """A task of mine, and the questions on it that I have not answered."""

    task: Task
    questions: list[str]
    open: list[str]


@require_safe
def assess(request: Request) -> HttpResponse:
    """The next open question on the next task of mine; ``skip`` names tasks that wait."""
    require(may_rate_at_all(request.person))
    mine = _mine(request)
    skipped = request.GET.getlist("skip")
    coming = [one for one in mine if one.open and str(one.task.pk) not in skipped]
    if not coming:
        context = {"total": len(mine), "waiting": sum(bool(one.open) for one in mine)}
        return show(request, "scoring/assessed.html", None, context)
    return redirect(_address(coming[0].task.pk, coming[0].open[0], skipped))


@require_http_methods(["GET", "POST"])
def card(request: Request, pk: UUID, criterion: str) -> HttpResponse:
    """One question; posting answers it and goes on to the next."""
    require(may_rate_at_all(request.person))
    task = get_object_or_404(Task.objects.visible_to(request.person).whole(), pk=pk)
    rubric = _rubric(request)
    if criterion not in rubric.places:
        raise Http404
    question = rubric.criteria[rubric.places[criterion]]
    form = AnswerForm(request.POST or None, criterion=question, initial=_initial(request, task, criterion))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            score = actions.rate(task=task, by=request.person, **form.said(question))
            return _onward(request, task, question, score)
    context = _card(request, task, rubric, question, form)
    return show(request, "scoring/assess.html", "scoring/_card.html", context)


def _card(
    request: Request, task: Task, rubric: Rubric, question: Criterion, form: AnswerForm
) -> dict[str, object]:
    mine, skipped = _mine(request), request.GET.getlist("skip")
    questions = asked(task, rubric) or list(rubric.keys)
    place = questions.index(question.key) if question.key in questions else 0
    tasks = [one.task.pk for one in mine]
    return {
        "task": task, "question": question, "form": form, "may_rate": may_rate(request.person, task), "may_edit": may_edit(request.person, task),
        "number": place + 1, "numbers": len(questions), "not_sure": NOT_SURE,
        "task_number": tasks.index(task.pk) + 1 if task.pk in tasks else 0, "task_numbers": len(tasks),
        "action": _address(task.pk, question.key, skipped),
        "back_url": _address(task.pk, questions[place - 1], skipped) if place else "",
        "skip_url": f"{reverse('scoring:assess')}?{_skips([*skipped, str(task.pk)])}",
    }  # fmt: skip


def _onward(request: Request, task: Task, question: Criterion, score: Score) -> HttpResponse:
    """The next question of the same card, or what the card came to and the next card."""
    questions, skipped = asked(task, _rubric(request)), request.GET.getlist("skip")
    later = questions[questions.index(question.key) + 1 :] if question.key in questions else []
    if later:
        return redirect(_address(task.pk, later[0], skipped))
    words = next(
        words
        for (advice, qualifier), words in WORDS.items()
        if (advice, qualifier) == (score.advice, score.qualifier)
    )
    place = (
        Score.objects.standing().filter(organisation=task.organisation_id, index__gt=score.index).count() + 1
    )
    messages.info(request, f"{task}: {words}, {score.index:.1f} of 100. It stands at place {place}.")
    return redirect(f"{reverse('scoring:assess')}?{_skips(skipped)}")


def _mine(request: Request) -> list[Mine]:
    """The live tasks I hold, in the order of their numbers, each with the questions still open to me."""
    person, rubric = request.person, _rubric(request)
    held = Task.objects.visible_to(person).held_by(person).live().exclude(status=Task.Status.DRAFT)
    tasks = list(held.order_by("number")[:AT_ONCE])
    answered: dict[UUID, set[str]] = {}
    for task_id, key in Rating.objects.filter(rater=person, task__in=tasks).values_list(
        "task_id", "criterion"
    ):
        answered.setdefault(task_id, set()).add(key)
    found = []
    for task in tasks:
        questions = asked(task, rubric)
        found.append(
            Mine(task, questions, [key for key in questions if key not in answered.get(task.pk, set())])
        )
    return found


def _rubric(request: Request) -> Rubric:
    standing = Standing.objects.select_related("rubric").filter(pk=request.person.organisation_id).first()
    return engine_rubric(standing.rubric if standing else None)


def _initial(request: Request, task: Task, criterion: str) -> dict[str, object]:
    """What I said before, so that going back shows it."""
    said = Rating.objects.filter(task=task, rater=request.person, criterion=criterion).first()
    return (
        {"level": NOT_SURE if said.level is None else str(said.level), "evidence": said.evidence}
        if said
        else {}
    )


def _address(pk: UUID, criterion: str, skipped: Sequence[str]) -> str:
    address = reverse("scoring:card", args=[pk, criterion])
    return f"{address}?{_skips(skipped)}" if skipped else address


def _skips(skipped: Sequence[str]) -> str:
    """The tasks that wait, as a query; whatever is not a key is dropped."""
    return "&".join(f"skip={pk}" for pk in dict.fromkeys(skipped) if pk.replace("-", "").isalnum())
