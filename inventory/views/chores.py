"""Chores: what the tickets suggest, and what people make of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import keyset, refusals_in, show
from inventory import actions
from inventory.forms import AcceptanceForm, MergerForm, VersionForm
from inventory.models import Chore, Task
from inventory.permissions import may_judge_chores


@require_safe
def chores(request: Request) -> HttpResponse:
    """What is proposed, most hours first."""
    require(may_judge_chores(request.person))
    rows = Chore.objects.visible_to(request.person).filter(status=Chore.Status.PROPOSED)
    found = keyset(rows, order=("-hours_likely", "id"), after=request.GET.get("after", ""), size=20)
    return show(
        request,
        "inventory/chores.html",
        None,
        {"cards": [card(chore) for chore in found], "next": found.next},
    )


@require_POST
def acceptance(request: Request, pk: str) -> HttpResponse:
    """It is a task."""
    chore = _fetch(request, pk)
    form = AcceptanceForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            task = actions.accept_chore(
                chore=chore, by=request.person, today=timezone.localdate(), **form.cleaned_data
            )
            return _done(request, f"{task.reference} {task} is in the inventory.")
    return _refused(request, chore, form)


@require_POST
def merger(request: Request, pk: str) -> HttpResponse:
    """It is a task that is catalogued already, told by its number."""
    chore = _fetch(request, pk)
    form = MergerForm(request.POST, tasks=Task.objects.visible_to(request.person).live())
    if form.is_valid():
        with refusals_in(form):
            actions.merge_chore(chore=chore, by=request.person, **form.cleaned_data)
            return _done(request, f"Merged with {form.cleaned_data['task'].reference}.")
    return _refused(request, chore, form)


@require_POST
def refusal(request: Request, pk: str) -> HttpResponse:
    """It is not a chore."""
    chore = _fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.refuse_chore(chore=chore, by=request.person, **form.cleaned_data)
            return _done(request, f"{chore} is not proposed again.")
    return _refused(request, chore, form)


def card(chore: Chore) -> dict[str, Any]:
    """A chore with its evidence as finished strings; confidence is a word."""
    shown = chore.evidence
    weeks = list(shown.get("by_week", []))[-26:]
    top = max(weeks, default=1) or 1
    minutes = shown.get("median_minutes")
    return {
        "chore": chore,
        "confidence": "clear" if chore.confidence >= 0.8 else "likely" if chore.confidence >= 0.5 else "weak",
        "hours": f"{chore.hours_likely:.1f}",
        "hours_range": f"{chore.hours_low:.1f} to {chore.hours_high:.1f}",
        "night": f"{100 * float(chore.off_hours_share):.0f} %",
        "open_for": time_span(minutes) if minutes else "",
        "bars": [
            (index * 8, 24 - round(22 * count / top), round(22 * count / top))
            for index, count in enumerate(weeks)
        ],
        "bars_width": max(8, len(weeks) * 8),
        "examples": shown.get("examples", [])[:5],
        "groups": ", ".join(name for name, _ in shown.get("groups", [])[:3]),
    }


def time_span(minutes: float) -> str:
    """A time span in the unit that people would say: minutes, hours or days."""
    if minutes < 120:
        unit, length = "minute", 1
    elif minutes < 48 * 60:
        unit, length = "hour", 60
    else:
        unit, length = "day", 24 * 60
    count = max(1, round(minutes / length))
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def _fetch(request: Request, pk: str) -> Chore:
    found = get_object_or_404(Chore.objects.visible_to(request.person), pk=pk)
    require(may_judge_chores(request.person))
    return found


def _done(request: Request, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect("inventory:chores")


def _refused(request: Request, chore: Chore, form: Any) -> HttpResponse:
    return show(request, "inventory/chore_refused.html", None, {"form": form, "card": card(chore)})
