"""The inventory and one task."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.audit.models import AuditEvent
from delegation.pages import refusals_in, show
from inventory import actions
from inventory.forms import ReasonForm, SentenceForm, TaskForm
from inventory.models import Task
from inventory.models.derived import lacks
from inventory.permissions import may_catalogue, may_edit, may_restore, may_retire, may_see_tasks
from inventory.views.rows import inventory_page, occurrences, slots

# What an event of a task says, in the words that people use for it.
WORDS = {
    "began as draft": "wrote it down",
    "began as catalogued": "added it to the inventory",
    "moved to catalogued": "put it into the inventory",
    "moved to assessed": "assessed it",
    "moved to decided": "decided on it",
    "moved to retired": "retired it",
    "edited": "changed it",
}


@require_http_methods(["GET", "POST"])
def tasks(request: Request) -> HttpResponse:
    """The inventory; posting one sentence adds a task."""
    require(may_see_tasks(request.person))
    form = SentenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            added = actions.catalogue_sentence(
                by=request.person, today=timezone.localdate(), **form.cleaned_data
            )
            messages.info(request, f"{added.reference} {added} is in the inventory.")
            return redirect("inventory:tasks")
    context = {**inventory_page(request), "form": form, "may_catalogue": may_catalogue(request.person)}
    piece = "inventory/rows.html" if request.GET.get("after") else "inventory/_grid.html"
    return show(request, "inventory/tasks.html", piece, context)


@require_http_methods(["GET", "POST"])
def new_task(request: Request) -> HttpResponse:
    """A task with all its fields at once."""
    require(may_catalogue(request.person))
    fresh = Task(organisation=request.person.organisation, time_zone=request.person.organisation.time_zone)
    form = TaskForm(request.POST or None, instance=fresh, person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            said = {name: value for name, value in form.said().items() if value is not None}
            added = actions.catalogue(by=request.person, today=timezone.localdate(), **said)
            return redirect("inventory:task", pk=added.pk)
    return show(request, "inventory/task_edit.html", None, {"form": form, "task": None})


@require_safe
def task(request: Request, pk: str) -> HttpResponse:
    """Everything true about one task."""
    return _show(request, _fetch(request, pk))


@require_http_methods(["GET", "POST"])
def task_edit(request: Request, pk: str) -> HttpResponse:
    """Change it; what somebody else changed meanwhile is not overwritten."""
    found = _fetch(request, pk)
    require(may_edit(request.person, found))
    form = TaskForm(request.POST or None, instance=found, person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.edit(task=found, by=request.person, version=form.cleaned_data["version"], **form.said())
            return redirect("inventory:task", pk=found.pk)
    return show(request, "inventory/task_edit.html", None, {"form": form, "task": found})


@require_POST
def retirement(request: Request, pk: str) -> HttpResponse:
    """Stop counting it."""
    found = _fetch(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.retire(task=found, by=request.person, **form.cleaned_data)
    return _show(request, found, form=form) if form.errors else redirect("inventory:task", pk=pk)


@require_POST
def restoration(request: Request, pk: str) -> HttpResponse:
    """Bring it back."""
    found = _fetch(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.restore(task=found, by=request.person, version=form.cleaned_data["version"])
    return _show(request, found, form=form) if form.errors else redirect("inventory:task", pk=pk)


def _fetch(request: Request, pk: str) -> Task:
    """The organisation's own, or 404; whoever may not see tasks is not shown one around a refusal either."""
    rows = Task.objects.visible_to(request.person).with_score(request.person).whole()
    found = get_object_or_404(rows, pk=pk)
    require(may_see_tasks(request.person))
    return found


def _words(event: AuditEvent) -> str:
    """What an event says, in the words that people use for it."""
    return WORDS.get(event.verb, event.words)


def _show(request: Request, found: Task, *, form: Any = None) -> HttpResponse:
    handed_off = Task.objects.handed_off().filter(pk=found.pk).exists()
    events = (
        AuditEvent.objects.visible_to(request.person).about(found).select_related("by").order_by("-id")[:20]
    )
    context = {
        "task": found,
        "form": form or ReasonForm(initial={"version": found.version}),
        "lacks": lacks(found),
        "may_edit": may_edit(request.person, found),
        "may_retire": may_retire(request.person, found, is_handed_off=handed_off),
        "may_restore": may_restore(request.person, found),
        "is_handed_off": handed_off,
        "slots": slots(found),
        "coming": occurrences(found, after=timezone.now()),
        "events": [
            {"at": event.at, "by": event.by, "words": _words(event), "why": event.why} for event in events
        ],
        "initiatives": list(found.contributions.select_related("initiative").order_by("-level", "pk")[:20]),
    }
    return show(request, "inventory/task.html", "inventory/_task.html", context)
