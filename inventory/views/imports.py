"""Imports: bring a file, see what it would do, write it, watch it."""

import csv

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import keyset, refusals_in, show
from inventory import actions, jobs
from inventory.engine import reading
from inventory.forms import FileForm, ReadingForm, VersionForm
from inventory.models import Import
from inventory.permissions import may_import, may_undo, may_write

# What may begin a formula, narrow or in the full width of East Asian type.
FORMULA = frozenset("=+-@|%＝＋－＠")
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@require_http_methods(["GET", "POST"])
def imports(request: Request) -> HttpResponse:
    """Earlier imports; posting a file brings a new one."""
    require(may_import(request.person))
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = _bring(request, form)
        if row is not None:
            return redirect("inventory:import", pk=row.pk)
    earlier = Import.objects.visible_to(request.person).defer("content", "found").select_related("brought_by")
    found = keyset(earlier, order=("-brought_at", "id"), after=request.GET.get("after", ""), size=30)
    return show(request, "inventory/imports.html", None, {"form": form, "imports": found})


@require_http_methods(["GET"])
def import_(request: Request, pk: str) -> HttpResponse:
    """One import: what was read, what writing it would do, how far it is."""
    answer = _show(request, row := _fetch(request, pk))
    if request.htmx and not (_is_reading(row) or row.status == Import.Status.RUNNING):
        # The page waited for the worker; now its badge and what one can do have changed too, not only the piece.
        answer["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET"])
def lines(request: Request, pk: str) -> HttpResponse:
    """What writing it would do to every line, as a file; cells that a spreadsheet would run are text."""
    row = _fetch(request, pk)
    if row.status != Import.Status.BROUGHT or not row.found or row.found.get("needs_mapping"):
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lines.csv"'
    table = csv.writer(answer)
    table.writerow(["Line", "Ticket", "What happens", "Why"])
    for line, name, verdict, reason in jobs.lines_of(row):
        table.writerow([line, _as_text(name), verdict, _as_text(reason)])
    return answer


@require_POST
def reading_(request: Request, pk: str) -> HttpResponse:
    """Read it in another way."""
    row = _fetch(request, pk)
    form = ReadingForm(request.POST, columns=_names(row))
    if form.is_valid():
        with refusals_in(form):
            try:
                actions.choose(row=row, by=request.person, **form.said())
            except reading.Unreadable as unreadable:
                form.add_error(None, unreadable.sentence)
    return _show(request, row, form=form) if form.errors else redirect("inventory:import", pk=pk)


@require_POST
def writing(request: Request, pk: str) -> HttpResponse:
    """Write it."""
    row = _fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.run(row=row, by=request.person, **form.cleaned_data)
    return _show(request, row, form=form) if form.errors else redirect("inventory:import", pk=pk)


@require_POST
def dropping(request: Request, pk: str) -> HttpResponse:
    """Leave it."""
    row = _fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.drop(row=row, by=request.person, **form.cleaned_data)
    return _show(request, row, form=form) if form.errors else redirect("inventory:imports")


@require_POST
def undoing(request: Request, pk: str) -> HttpResponse:
    """Undo it."""
    row = _fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.undo(row=row, by=request.person, at=timezone.now(), **form.cleaned_data)
    return _show(request, row, form=form) if form.errors else redirect("inventory:import", pk=pk)


def _bring(request: Request, form: FileForm) -> Import | None:
    file = form.cleaned_data["file"]
    with refusals_in(form):
        try:
            reading.check_size(file.size)
            return actions.bring(
                file_name=file.name,
                content=file.read(),
                by=request.person,
                organisation=request.person.organisation,
            )
        except reading.Unreadable as unreadable:
            form.add_error("file", unreadable.sentence)
    return None


def _fetch(request: Request, pk: str) -> Import:
    rows = Import.objects.visible_to(request.person).defer("content")
    found = get_object_or_404(rows.select_related("organisation", "brought_by"), pk=pk)
    require(may_import(request.person))
    return found


def _as_text(cell: str) -> str:
    """A cell as a spreadsheet shows it and never runs it, whatever blanks stand before its first sign."""
    return f"'{cell}" if cell[:1] in {"\t", "\r", "\n"} or cell.lstrip()[:1] in FORMULA else cell


def _names(row: Import) -> list[str]:
    return [name for name, _, _ in row.found.get("columns", [])]


def _is_reading(row: Import) -> bool:
    return row.status == Import.Status.BROUGHT and not row.found


def _show(request: Request, row: Import, *, form: forms.Form | None = None) -> HttpResponse:
    chosen = {name: column for name, (column, _) in row.found.get("mapping", {}).items()}
    initial = {
        **chosen,
        "version": row.version,
        "date_order": row.choices.get("date_order", ""),
        "format": row.found.get("format"),
    }
    reading_form = ReadingForm(initial=initial, columns=_names(row))
    columns = [
        {
            "name": name,
            "samples": samples,
            "fill": fill,
            "feeds": [reading_form.fields[ours].label for ours, theirs in chosen.items() if theirs == name],
        }
        for name, samples, fill in row.found.get("columns", [])
    ]
    context = {
        "row": row,
        "columns": columns,
        "form": form or VersionForm(initial={"version": row.version}),
        "reading_form": form if isinstance(form, ReadingForm) else reading_form,
        "is_reading": _is_reading(row),
        "is_waiting": row.status == Import.Status.BROUGHT and bool(row.found),
        "may_write": may_write(row),
        "may_undo": may_undo(request.person, row, at=timezone.now()),
        "said": _said(row, reading_form),
        "is_running": row.status == Import.Status.RUNNING,
    }
    return show(request, "inventory/import.html", "inventory/_progress.html", context)


def _said(row: Import, form: ReadingForm) -> str:
    """How the file was read, in a sentence."""
    found, words = row.found, {name: dict(form.fields[name].choices) for name in ("format", "date_order")}  # type: ignore[attr-defined]
    said = [f"Read as {words['format'].get(found.get('format'), 'a plain table')}"]
    said += [f"with cells parted by {cells}"] if (cells := DELIMITERS.get(found.get("delimiter", ""))) else []
    said += [f"in {str(found['encoding']).upper()}"] if found.get("encoding") else []
    if order := found.get("date_order"):
        guessed = "" if found.get("order_certain") else ", which is a guess"
        said.append(f"with dates as {words['date_order'].get(order, order)}{guessed}")
    return f"{', '.join(said)}."
