"""Learning a handoff: who learns it and who is released, what each step took, and how it is done."""

import uuid

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.accounts.models import Person
from delegation.accounts.seat import Request
from delegation.handoff import actions
from delegation.handoff.forms import StepsForm, TransferStepForm, steps_of
from delegation.handoff.models import Competence, TransferStep
from delegation.pages import keyset, refusals_in, show
from portal.forms import NameForm, VersionForm
from portal.scope import for_leads, for_partners, handoff_of
from portal.views.page import PEOPLE, act


@require_POST
@for_leads
def naming(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "naming",
        NameForm(request.POST, person=request.person),
        lambda found, said: actions.name(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def release(request: Request, pk: uuid.UUID, competence: uuid.UUID) -> HttpResponse:
    """Let a technician do it alone."""
    found, _ = handoff_of(request, pk)
    row = get_object_or_404(
        Competence.objects.select_related("handoff", "technician"), pk=competence, handoff=found
    )

    return act(
        request,
        pk,
        "release",
        forms.Form(request.POST),
        lambda *_: actions.release(competence=row, by=request.person),
    )


@require_POST
@for_partners
def step(request: Request, pk: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """Note what a step of the transfer took on the partner's side."""
    found, _ = handoff_of(request, pk)
    row = get_object_or_404(
        TransferStep.objects.select_related("transfer__handoff__task"), pk=step, transfer__handoff=found
    )

    form = TransferStepForm(request.POST)
    return act(
        request, pk, "step", form,
        lambda _, said: actions.mark_step(step=row, by=request.person, minutes=said["minutes"], evidence=said["evidence"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_partners
def procedure(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Draft how it is done; the client signs it off."""
    found, packet = handoff_of(request, pk)
    latest = found.procedure_versions.order_by("-number").first()
    known = latest.steps if latest else packet.steps
    filled = StepsForm(request.POST or None, initial=known)
    form = forms.Form(request.POST or None)
    if request.method == "POST" and filled.is_valid() and form.is_valid():
        with refusals_in(form):
            actions.draft_procedure(handoff=found, steps=steps_of(filled), by=request.person)
            messages.info(request, f"{found.organisation} is asked to sign it off.")
            return redirect("portal:handoff", pk=pk)
    context = {
        "handoff": found,
        "packet": packet,
        "steps": filled,
        "form": form,
        "client": found.organisation,
    }
    return show(
        request,
        "portal/procedure.html",
        None,
        context,
        status=422 if filled.is_bound and not filled.is_valid() else None,
    )


@require_POST
@for_leads
def signature(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "signature",
        VersionForm(request.POST),
        lambda found, said: actions.sign_transfer(handoff=found, by=request.person, **said),
    )


@require_safe
@for_leads
def team(request: Request) -> HttpResponse:
    """The firm's people, and what each is released for."""
    people = Person.objects.visible_to(request.person).filter(ended_at=None)
    found = keyset(people, order=("name", "id"), after=request.GET.get("after", ""), size=PEOPLE)
    released = Competence.objects.filter(
        partner=request.person.organisation_id, lapsed_reason="", level=Competence.Level.RELEASED
    )
    counts = dict(released.filter(technician__in=found.rows).values_list("technician").annotate(Count("pk")))
    rows = [(person, counts.get(person.pk, 0)) for person in found]
    return show(request, "portal/team.html", None, {"rows": rows, "next": found.next})
