"""One run in a technician's hand: picked up, ticked, asked about, submitted, or sent home."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.seat import Request
from delegation.agreement.models import HourBank
from delegation.pages import refusals_in, show
from delegation.tracking import actions, permissions
from delegation.tracking.engine import telephone
from delegation.tracking.models import Check, ClockInterval, Message, PartnerRun, TimeEntry
from portal.forms import CheckForm, HomeForm, RunNoteForm, RunQuestionForm, TimeForm, VersionForm
from portal.scope import for_partners, run_of

Status = PartnerRun.Status


@require_safe
@for_partners
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The page of one run."""
    return _show(request, pk)


@require_POST
@for_partners
def pick_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take it; whoever was faster is named."""
    return _act(
        request,
        pk,
        "pick_up",
        forms.Form(request.POST),
        lambda row, _: actions.pick_up(run=row, by=request.person),
    )


@require_POST
@for_partners
def start(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "start",
        VersionForm(request.POST),
        lambda row, said: actions.start(run=row, by=request.person, **said),
    )


@require_POST
@for_partners
def tick(request: Request, pk: uuid.UUID, check: uuid.UUID) -> HttpResponse:
    """Tick one step with what shows it, or take the tick back; ticking twice changes nothing."""
    row = get_object_or_404(
        Check.objects.visible_to(request.person).select_related("partner_run__handoff"),
        pk=check,
        partner_run=pk,
    )

    def do(_: PartnerRun, said: dict[str, Any]) -> None:
        if said["undo"]:
            actions.untick(check=row, by=request.person)
        else:
            actions.tick(check=row, by=request.person, evidence=said["evidence"])

    return _act(request, pk, f"check-{row.position}", CheckForm(request.POST), do)


@require_POST
@for_partners
def run_question(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask the client; from now on these are the client's minutes."""
    form = RunQuestionForm(request.POST)
    return _act(
        request, pk, "question", form, lambda row, said: actions.ask(run=row, by=request.person, **said)
    )


@require_POST
@for_partners
def resumption(request: Request, pk: uuid.UUID) -> HttpResponse:
    form = VersionForm(request.POST)
    return _act(
        request, pk, "resumption", form, lambda row, said: actions.resume(run=row, by=request.person, **said)
    )


@require_POST
@for_partners
def time(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Log minutes against the hour bank."""
    form = TimeForm(request.POST)
    return _act(
        request, pk, "time", form, lambda row, said: actions.log_time(run=row, by=request.person, **said)
    )


@require_POST
@for_partners
def submission(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Finish it; every check must be filled."""
    form = RunNoteForm(request.POST)
    return _act(
        request, pk, "submission", form, lambda row, said: actions.submit(run=row, by=request.person, **said)
    )


@require_POST
@for_partners
def sending_home(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give this one run back, with its reason."""
    form = HomeForm(request.POST)
    return _act(
        request,
        pk,
        "sending_home",
        form,
        lambda row, said: actions.send_home(run=row, by=request.person, **said),
    )


@require_POST
@for_partners
def putting_down(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Leave it to a colleague."""
    form = RunNoteForm(request.POST)
    return _act(
        request,
        pk,
        "putting_down",
        form,
        lambda row, said: actions.put_down(run=row, by=request.person, **said),
    )


def _act(
    request: Request,
    pk: uuid.UUID,
    name: str,
    form: forms.BaseForm,
    do: Callable[[PartnerRun, dict[str, Any]], Any],
) -> HttpResponse:
    row = run_of(request, pk)
    if form.is_valid():
        with refusals_in(form):
            do(row, form.cleaned_data)
            if not request.htmx:
                return redirect("portal:run", pk=pk)
    return _show(request, pk, bound={name: form} if form.errors else {})


def _show(
    request: Request, pk: uuid.UUID, *, bound: Mapping[str, forms.BaseForm] | None = None
) -> HttpResponse:
    row, person, bound = run_of(request, pk), request.person, bound or {}
    today = timezone.localdate()
    version = {"version": row.version}
    checks = list(row.checks.order_by("position")[:200])
    counts = {"all": len(checks), "done": sum(check.done_at is not None for check in checks)}
    bank = HourBank.objects.filter(agreement=row.handoff.agreement_id, month_on=today.replace(day=1)).first()
    key = f"{row.pk}:{person.pk}:{TimeEntry.objects.filter(partner_run=row).count()}"
    time_initial = {"worked_on": today, "key": key, "category": TimeEntry.Category.RUN}
    context = {
        "run": row,
        "packet": row.packet,
        "client": row.organisation,
        "phone": telephone(row.packet.escalation),
        "checks": checks,
        "current": next((check for check in checks if check.done_at is None), None),
        "counts": counts,
        "intervals": ClockInterval.objects.filter(partner_run=row).order_by("from_at")[:100],
        "messages_here": Message.objects.visible_to(person)
        .filter(partner_run=row)
        .select_related("by")
        .order_by("at")[:100],
        "left_minutes": bank.left_minutes if bank else None,
        "form": next(iter(bound.values()), None),
        "may_pick_up": permissions.may_pick_up(person, row, on=today),
        "may_start": permissions.may_start(person, row),
        "may_tick": permissions.may_tick(person, row),
        "may_ask": permissions.may_ask(person, row),
        "may_resume": permissions.may_resume(person, row),
        "may_log_time": permissions.may_log_time(person, row),
        "may_submit": permissions.may_submit(person, row),
        "may_send_home": permissions.may_send_home(person, row),
        "may_put_down": permissions.may_put_down(person, row),
        "question_form": bound.get("question") or RunQuestionForm(initial=version, auto_id="question-%s"),
        "time_form": bound.get("time") or TimeForm(initial=time_initial, auto_id="time-%s"),
        "home_form": bound.get("sending_home") or HomeForm(initial=version, auto_id="home-%s"),
    }
    return show(request, "portal/run.html", "portal/_run.html", context)
