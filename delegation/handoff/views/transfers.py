"""The teaching of a handoff: steps, procedure versions and what changed between them, people, signatures."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from delegation.accounts.seat import Request
from delegation.handoff import actions, engine, permissions
from delegation.handoff.forms import TransferStepForm, VersionForm
from delegation.handoff.models import Handoff, ProcedureVersion, TransferStep
from delegation.handoff.views.page import fetch
from delegation.pages import refusals_in, show

VERSIONS, PEOPLE = 10, 100


@require_GET
def transfer(request: Request, pk: str) -> HttpResponse:
    """Nothing goes live half-taught: what was taught, by whom, with what to show for it."""
    return _show(request, fetch(request, pk))


@require_POST
def steps(request: Request, pk: str, step: str) -> HttpResponse:
    """Note one step on our side."""
    handoff = fetch(request, pk)
    found = get_object_or_404(
        TransferStep.objects.select_related("transfer"), pk=step, transfer__handoff=handoff
    )
    found.transfer.handoff = handoff
    form = TransferStepForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.mark_step(step=found, by=request.person, **form.cleaned_data)
    return _next(request, handoff, form)


@require_POST
def signature(request: Request, pk: str) -> HttpResponse:
    """Sign the transfer for the client."""
    handoff = fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.sign_transfer(handoff=handoff, by=request.person, **form.cleaned_data)
    return _next(request, handoff, form)


@require_POST
def procedure_signature(request: Request, pk: str, procedure_version: str) -> HttpResponse:
    """Sign a version of the procedure off."""
    handoff = fetch(request, pk)
    versions = ProcedureVersion.objects.select_related("procedure")
    found = get_object_or_404(versions, pk=procedure_version, handoff=handoff)
    found.handoff = handoff
    form = forms.Form(request.POST)
    with refusals_in(form):
        actions.sign_off_procedure(procedure_version=found, by=request.person)
    return _next(request, handoff, form)


def _next(request: Request, handoff: Handoff, form: forms.Form) -> HttpResponse:
    if form.errors or request.htmx:
        return _show(request, fetch(request, handoff.pk), form=form if form.errors else None)
    return redirect("handoff:transfer", pk=handoff.pk)


def _show(request: Request, handoff: Handoff, *, form: forms.Form | None = None) -> HttpResponse:
    noted = (
        TransferStep.objects.filter(transfer__handoff=handoff)
        .select_related("done_by", "transfer")
        .order_by("position")
    )
    may_note = permissions.may_mark_step(request.person, handoff)
    context = {
        "handoff": handoff,
        "steps": noted,
        "may_note": may_note,
        "versions": _versions(handoff),
        "may_sign_off": permissions.may_sign_off_procedure(request.person, handoff),
        "competences": handoff.competences.select_related("technician").order_by("technician__name")[:PEOPLE],
        "may_sign": permissions.may_sign_transfer(request.person, handoff),
        "form": form,
    }
    return show(request, "handoff/transfer.html", "handoff/_transfer.html", context)


def _versions(handoff: Handoff) -> list[dict[str, Any]]:
    """The newest ones, newest first, each with what changed since the one before, in words."""
    rows = ProcedureVersion.objects.filter(procedure__task=handoff.task_id).select_related(
        "written_by", "signed_off_by"
    )
    newest = list(rows.order_by("-number")[: VERSIONS + 1])
    before = [*(version.steps for version in newest[1:]), []]
    told = zip(newest, before, strict=False)
    return [{"version": one, "changes": engine.differences(steps, one.steps)} for one, steps in told][
        :VERSIONS
    ]
