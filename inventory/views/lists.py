"""Systems, skills, goals and initiatives: four short lists of one shape."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import Answer, require
from delegation.accounts.seat import Request
from delegation.pages import keyset, refusals_in, show
from inventory import actions
from inventory.forms import GoalForm, InitiativeForm, SkillForm, SystemForm
from inventory.models import Goal, Initiative, Skill, System
from inventory.permissions import may_keep_lists, may_see_tasks, may_steer


@dataclass(frozen=True)
class Noun:
    """One of the short lists: its table, form, words, and who may change it."""

    model: type[Any]
    form: type[Any]
    one: str
    many: str
    empty: str
    may_change: Any
    about: str = ""
    beside: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.many.capitalize()


SYSTEM = Noun(
    System, SystemForm, "system", "systems", "No systems yet. Name what your tasks keep alive.", may_keep_lists,
    "What your tasks keep alive, how much hangs on it, and what becomes of it.", ("owner",),
)  # fmt: skip
SKILL = Noun(
    Skill, SkillForm, "skill", "skills", "No skills yet. Name what a task can ask for.", may_keep_lists,
    "What a person must be able to do before a task can be theirs.",
)  # fmt: skip
GOAL = Noun(
    Goal, GoalForm, "goal", "goals", "No goals yet. Say where the business wants to be.", may_steer,
    "Where the business wants to be. A task that serves one is kept closer.",
)  # fmt: skip
INITIATIVE = Noun(
    Initiative, InitiativeForm, "initiative", "initiatives", "No initiatives yet. Freed hours are booked to one.",
    may_steer, "The work that gets the business there: what freed hours are for.", ("goal",),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def systems(request: Request) -> HttpResponse:
    return _list(request, SYSTEM)


@require_http_methods(["GET", "POST"])
def system(request: Request, pk: str) -> HttpResponse:
    return _one(request, SYSTEM, pk)


@require_http_methods(["GET", "POST"])
def skills(request: Request) -> HttpResponse:
    return _list(request, SKILL)


@require_http_methods(["GET", "POST"])
def skill(request: Request, pk: str) -> HttpResponse:
    return _one(request, SKILL, pk)


@require_http_methods(["GET", "POST"])
def goals(request: Request) -> HttpResponse:
    return _list(request, GOAL)


@require_http_methods(["GET", "POST"])
def goal(request: Request, pk: str) -> HttpResponse:
    return _one(request, GOAL, pk)


@require_http_methods(["GET", "POST"])
def initiatives(request: Request) -> HttpResponse:
    return _list(request, INITIATIVE)


@require_http_methods(["GET", "POST"])
def initiative(request: Request, pk: str) -> HttpResponse:
    return _one(request, INITIATIVE, pk)


def _list(request: Request, noun: Noun) -> HttpResponse:
    require(may_see_tasks(request.person))
    form = noun.form(request.POST or None, person=request.person)
    if request.method == "POST" and _kept(request, noun, form):
        return redirect(f"inventory:{noun.many}")
    rows = noun.model.objects.visible_to(request.person).select_related(*noun.beside)
    found = keyset(rows, order=("name", "id"), after=request.GET.get("after", ""))
    context = {
        "noun": noun,
        "rows": [(row, reverse(f"inventory:{noun.one}", args=[row.pk]), row.facts) for row in found],
        "next": found.next,
        "form": form,
        "may_change": noun.may_change(request.person),
    }
    return show(request, "inventory/list.html", None, context)


def _one(request: Request, noun: Noun, pk: str) -> HttpResponse:
    require(may_see_tasks(request.person))
    row = get_object_or_404(noun.model.objects.visible_to(request.person), pk=pk)
    form = noun.form(request.POST or None, instance=row, person=request.person)
    if request.method == "POST" and _kept(request, noun, form):
        return redirect(f"inventory:{noun.many}")
    answer: Answer = noun.may_change(request.person)
    return show(
        request,
        "inventory/list_row.html",
        None,
        {
            "noun": noun,
            "row": row,
            "form": form,
            "may_change": answer,
            "back": reverse(f"inventory:{noun.many}"),
        },
    )


def _kept(request: Request, noun: Noun, form: Any) -> bool:
    if not form.is_valid():
        return False
    with refusals_in(form):
        require(noun.may_change(request.person))
        actions.keep(row=form.save(commit=False), by=request.person)
    return not form.errors
