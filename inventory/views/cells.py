"""One cell of the inventory: opened where it stands, saved by itself, undone by itself."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import refusals_in, show
from inventory import actions
from inventory.forms import CellForm
from inventory.models import Task
from inventory.permissions import may_edit, may_see_tasks
from inventory.views.rows import row


@require_http_methods(["GET", "POST"])
def cell(request: Request, pk: UUID, name: str) -> HttpResponse:
    """The editor of one cell; posting saves it and answers with the whole row, which follows from it."""
    require(may_see_tasks(request.person))
    task = _fetch(request, pk)
    if name not in CellForm.NAMES:
        raise Http404
    if request.GET.get("as") == "row":
        return _row(request, task)
    require(may_edit(request.person, task))
    form = CellForm(request.POST or None, task=task, name=name, person=request.person)
    if request.method == "POST" and form.is_valid():
        before = {
            "name": name,
            "value": form.initial["value"],
            "low": task.effort_low,
            "high": task.effort_high,
        }
        with refusals_in(form):
            actions.edit(task=task, by=request.person, version=form.cleaned_data["version"], **form.said())
            return _saved(request, pk, before)
    if form.errors and "undo" in request.POST and request.htmx:
        return _row(
            request, _fetch(request, pk), {"refused": "It has changed since, so it was left as it is."}
        )
    return _editor(request, _fetch(request, pk) if form.is_bound else task, name, form)


def _saved(request: Request, pk: UUID, before: dict[str, Any]) -> HttpResponse:
    """The row in place of the row, and the way back; what is taken back offers none."""
    if not request.htmx:
        return redirect("inventory:tasks")
    task = _fetch(request, pk)
    back = "undo" in request.POST
    words = f"{task.reference} is as it was." if back else f"{task.reference} saved."
    answer = _row(request, task, {"sentence": words, "undo": None if back else before})
    answer["HX-Retarget"] = f"#task-{task.pk}"
    return answer


def _row(request: Request, task: Task, more: dict[str, Any] | None = None) -> HttpResponse:
    context = {"rows": [row(task, person=request.person)], "task": task, **(more or {})}
    return show(request, "inventory/cell_row.html", None, context)


def _editor(request: Request, task: Task, name: str, form: CellForm) -> HttpResponse:
    """The cell with what was typed; when somebody was faster, with what it says now beside it."""
    now = CellForm(None, task=task, name=name, person=request.person).in_words()
    context = {"task": task, "name": name, "form": form, "now": now, "stale": getattr(form, "stale", False)}
    return show(request, "inventory/cell.html", "inventory/_cell.html", context)


def _fetch(request: Request, pk: UUID) -> Task:
    return get_object_or_404(
        Task.objects.visible_to(request.person).with_score(request.person).whole(), pk=pk
    )
