"""Trials and improvements."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.approval.models import Proposal
from delegation.pages import keyset, refusals_in, show
from delegation.streamlining import actions
from delegation.streamlining.forms import DoneForm, EndForm, ImprovementForm, MissedForm, TrialForm
from delegation.streamlining.models import Improvement, Missed, Trial
from delegation.streamlining.permissions import (
    may_end,
    may_finish,
    may_improve_at_all,
    may_miss,
    may_see_trials,
    may_try_at_all,
)
from inventory.models import Task

SIZE = 50


@require_http_methods(["GET", "POST"])
def trials(request: Request) -> HttpResponse:
    """What is stopped on trial, and what became of it; posting starts one."""
    require(may_see_trials(request.person))
    eliminated = Proposal.objects.filter(
        status=Proposal.Status.APPROVED, disposition=Proposal.Disposition.ELIMINATE
    )
    agreed = _tasks(request).filter(status=Task.Status.DECIDED, pk__in=eliminated.values("task"))
    form = TrialForm(request.POST or None, tasks=agreed, people=_people(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            started = actions.start_trial(by=request.person, **form.cleaned_data)
            return redirect("streamlining:trial", pk=started.pk)
    rows = Trial.objects.visible_to(request.person).select_related("task", "started_by")
    found = keyset(rows, order=("-stop_from_on", "id"), after=request.GET.get("after", ""), size=SIZE)
    context = {
        "trials": found,
        "form": form,
        "may_try": may_try_at_all(request.person),
        "today": timezone.localdate(),
    }
    return show(request, "streamlining/trials.html", None, context)


@require_safe
def trial(request: Request, pk: UUID) -> HttpResponse:
    """One trial: who missed it, and how it ends."""
    return _show(request, _fetch(request, pk))


@require_POST
def missed(request: Request, pk: UUID) -> HttpResponse:
    """I missed it."""
    found, form = _fetch(request, pk), MissedForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.miss(trial=found, by=request.person, **form.cleaned_data)
            messages.info(request, f"{found.started_by} is told that you missed it.")
            return redirect("streamlining:trial", pk=pk)
    return _show(request, found, missed_form=form)


@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    """Stop it for good, or restore it."""
    found, form = _fetch(request, pk), EndForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.end_trial(trial=found, by=request.person, **form.cleaned_data)
            return redirect("streamlining:trial", pk=pk)
    return _show(request, _fetch(request, pk), end_form=form)


@require_http_methods(["GET", "POST"])
def improvements(request: Request) -> HttpResponse:
    """Changes that make tasks smaller; posting adds one."""
    require(may_see_trials(request.person))
    chosen = {"owner": request.person.pk, "task": request.GET.get("task", "")}
    form = ImprovementForm(
        request.POST or None, tasks=_tasks(request), people=_people(request), initial=chosen
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.improve(by=request.person, **form.cleaned_data)
            return redirect("streamlining:improvements")
    return _improvements(request, form=form)


@require_POST
def done(request: Request, pk: UUID) -> HttpResponse:
    """A change is made."""
    found = get_object_or_404(
        Improvement.objects.visible_to(request.person).select_related("owner", "task"), pk=pk
    )
    require(may_see_trials(request.person))
    form = DoneForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.finish(improvement=found, by=request.person, **form.cleaned_data)
            return redirect("streamlining:improvements")
    return _improvements(request, done_form=form)


def _improvements(request: Request, **forms: Any) -> HttpResponse:
    rows = Improvement.objects.visible_to(request.person).select_related("task", "owner")
    found = keyset(rows, order=("-created_at", "id"), after=request.GET.get("after", ""), size=SIZE)
    fresh = ImprovementForm(
        tasks=_tasks(request), people=_people(request), initial={"owner": request.person.pk}
    )
    context = {
        "form": fresh, "rows": [(one, may_finish(request.person, one)) for one in found], "next": found.next,
        "may_improve": may_improve_at_all(request.person), "today": timezone.localdate(), **forms,
    }  # fmt: skip
    return show(request, "streamlining/improvements.html", None, context)


def _fetch(request: Request, pk: UUID) -> Trial:
    rows = Trial.objects.visible_to(request.person).select_related("task__holder", "started_by")
    missed = Missed.objects.select_related("by").order_by("-at", "pk")[:SIZE]
    watchers = Person.objects.order_by("name", "pk")[: SIZE + 1]
    newest = (
        Prefetch("missed", missed, to_attr="missed_lately"),
        Prefetch("watchers", watchers, to_attr="watched_by"),
    )
    return get_object_or_404(rows.prefetch_related(*newest), pk=pk)


def _show(request: Request, found: Trial, **forms: Any) -> HttpResponse:
    context = {
        "trial": found, "missed_form": MissedForm(), "end_form": EndForm(initial={"version": found.version}),
        "may_miss": may_miss(request.person, found), "may_end": may_end(request.person, found),
        "today": timezone.localdate(), **forms,
    }  # fmt: skip
    return show(request, "streamlining/trial.html", None, context)


def _tasks(request: Request) -> QuerySet[Task]:
    return Task.objects.visible_to(request.person).live().order_by("title")


def _people(request: Request) -> QuerySet[Person]:
    return Person.objects.visible_to(request.person).active(on=timezone.localdate()).order_by("name")
