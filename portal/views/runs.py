"""One run in a technician's hand: picked up, ticked, asked about, submitted, or sent home."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.seat import Request
from delegation.pages import refusals_in
from delegation.tracking import actions
from delegation.tracking.models import Check, PartnerRun
from delegation.tracking.permissions import may_tick
from portal.forms import (
    SHIFT_ENDS,
    CheckForm,
    FinishForm,
    HomeForm,
    RunNoteForm,
    RunQuestionForm,
    TimeForm,
    VersionForm,
)
from portal.scope import for_partners, run_of
from portal.views.run_page import show_run


@require_safe
@for_partners
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The page of one run."""
    return show_run(request, pk)


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

    # Whoever may not tick is told that first, by the action.
    needs = row.is_acceptance and row.done_at is None and bool(may_tick(request.person, row.partner_run))
    return _act(request, pk, f"check-{row.position}", CheckForm(request.POST, needs_evidence=needs), do)


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
    """Finish it, and log the minutes that it took; every check must be filled."""
    today = timezone.localdate()

    def do(row: PartnerRun, said: dict[str, Any]) -> None:
        if minutes := said.pop("minutes"):
            actions.log_time(run=row, minutes=minutes, worked_on=today, by=request.person, key=said["key"])
        actions.submit(run=row, by=request.person, note=said["note"], version=said["version"])

    return _act(request, pk, "submission", FinishForm(request.POST), do)


@require_POST
@for_partners
def sending_home(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give this one run back, with its reason; at the end of a shift it stays with the firm, for a colleague."""

    def do(row: PartnerRun, said: dict[str, Any]) -> None:
        if said["why"] == SHIFT_ENDS:
            actions.put_down(run=row, by=request.person, note=said["note"], version=said["version"])
        else:
            actions.send_home(run=row, by=request.person, **said)

    return _act(request, pk, "sending_home", HomeForm(request.POST), do)


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
    return show_run(request, pk, bound={name: form} if form.errors else {})
