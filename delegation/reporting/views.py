"""Capacity on a page, and reports on paper: the same figures from the same snapshot."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import keyset, refusals_in, show
from delegation.reporting import actions, jobs, press
from delegation.reporting.engine import figures, read
from delegation.reporting.forms import MonthForm
from delegation.reporting.models import Report
from delegation.reporting.permissions import may_ask_for_report, may_see_capacity

# Fewer weeks with work in them say nothing about a capacity.
ENOUGH_WEEKS = 3


@require_safe
def capacity(request: Request) -> HttpResponse:
    """The month so far, drawn live; an earlier one as its report was printed, or live where none was."""
    require(may_see_capacity(request.person))
    now = timezone.now()
    form = MonthForm(request.GET if "month" in request.GET else {"month": f"{now:%Y-%m}"})
    month_on = form.cleaned_data["month"] if form.is_valid() else now.date().replace(day=1)
    printed = _printed(request.person, month_on) if month_on < now.date().replace(day=1) else None
    if printed is not None:
        facts = read(printed.facts["canonical"])
    else:
        facts = jobs.gather(request.person.organisation, month_on=month_on, as_of=now)
    context = {
        "figures": figures(facts, press.ink()),
        "weeks_missing": max(0, ENOUGH_WEEKS - sum(week.own_minutes > 0 for week in facts.weeks)),
        "month_on": month_on,
        "printed": printed,
        "earlier": (month_on - timedelta(days=1)).replace(day=1),
        "later": _later(month_on, now.date()),
        "paper": False,
        "may_ask": may_ask_for_report(request.person),
    }
    return show(request, "reporting/capacity.html", None, context)


@require_http_methods(["GET", "POST"])
def reports(request: Request) -> HttpResponse:
    """Reports that were printed; posting a month asks for one."""
    require(may_see_capacity(request.person))
    form = MonthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            asked = actions.ask(month_on=form.cleaned_data["month"], by=request.person, at=timezone.now())
            return redirect("reporting:report", pk=asked.pk)
    rows = Report.objects.visible_to(request.person).defer("facts", "file").select_related("asked_by")
    found = keyset(rows, order=("-asked_at", "id"), after=request.GET.get("after", ""), size=50)
    return show(request, "reporting/reports.html", None, {"reports": found, "form": form})


@require_safe
def report(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One report: being made, printed, or why not; the print view works without a press."""
    found = _fetch(request, pk, but=("facts", "file"))
    return show(request, "reporting/report.html", "reporting/_report.html", {"report": found})


@require_safe
def report_print(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The report's own snapshot as a page, to read or print from the browser."""
    found = _fetch(request, pk, but=("file",))
    context = {"figures": figures(read(found.facts["canonical"]), press.ink()), "paper": False}
    return render(request, "reporting/print.html", context)


@require_safe
def report_file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The PDF; whether it may be seen is asked now, not when it was made."""
    found = _fetch(request, pk, but=("facts",))
    if found.status != Report.Status.PRINTED:
        raise Http404
    response = HttpResponse(bytes(found.file), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _fetch(request: Request, pk: uuid.UUID, *, but: tuple[str, ...]) -> Report:
    """A report of one's own without some columns, or 404; 403 for whoever may not see reports any more."""
    found = get_object_or_404(Report.objects.visible_to(request.person).defer(*but), pk=pk)
    require(may_see_capacity(request.person))
    return found


def _printed(person: Person, month_on: date) -> Report | None:
    """The last report of a month, among those a person may see, that was printed when the month had ended."""
    ended = datetime.combine(_next(month_on), time(), ZoneInfo(person.organisation.time_zone))
    printed = Report.objects.visible_to(person).filter(
        month_on=month_on, status=Report.Status.PRINTED, as_of__gte=ended
    )
    return printed.defer("file").order_by("-as_of", "-pk").first()


def _next(month_on: date) -> date:
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1)


def _later(month_on: date, today: date) -> date | None:
    later = _next(month_on)
    return later if later <= today else None
