"""A lead's handoffs: what is offered, taught, running, and coming to an end."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.accounts.models import Person, Role
from delegation.accounts.seat import Request
from delegation.handback import actions as handback
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.forms import StepsForm, TransferStepForm, steps_of
from delegation.handoff.models import Competence, Handoff, TransferStep
from delegation.pages import keyset, refusals_in, show
from portal.forms import (
    AcceptanceForm,
    NameForm,
    QuestionForm,
    RefusalForm,
    ReturnForm,
    SuspensionForm,
    VersionForm,
)
from portal.scope import for_leads, for_partners, handoff_of
from portal.views.acts import acts_of

State = Handoff.State
PEOPLE = 100
GROUPS = (
    ("Offered to us", (State.OFFERED,)),
    ("Being taught", (State.IN_TRANSFER,)),
    ("Running", (State.ACTIVE, State.STANDBY, State.SUSPENDED)),
    ("Going home", (State.RETURNING,)),
    ("Ended", (State.RETURNED, State.DECLINED)),
)


@require_safe
@for_partners
def handoffs(request: Request) -> HttpResponse:
    """Every handoff this person may see, by how far it is."""
    rows = Handoff.objects.visible_to(request.person).select_related("organisation")
    found = keyset(
        rows.with_packet_title(), order=("-created_at", "id"), after=request.GET.get("after", ""), size=100
    )
    groups = [(label, [row for row in found if row.status in states]) for label, states in GROUPS]
    context = {"groups": [(label, rows) for label, rows in groups if rows], "next": found.next}
    return show(request, "portal/handoffs.html", None, context)


@require_safe
@for_partners
def handoff(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One handoff: the packet word for word, and what this person may do now."""
    return _show(request, pk)


@require_POST
@for_leads
def acceptance(request: Request, pk: uuid.UUID) -> HttpResponse:
    form = AcceptanceForm(request.POST, person=request.person)
    return _act(
        request,
        pk,
        "acceptance",
        form,
        lambda found, said: actions.accept(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def question(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "question",
        QuestionForm(request.POST),
        lambda found, said: actions.ask(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def refusal(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "refusal",
        RefusalForm(request.POST),
        lambda found, said: actions.decline(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def signature(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "signature",
        VersionForm(request.POST),
        lambda found, said: actions.sign_transfer(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def suspension(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "suspension",
        SuspensionForm(request.POST),
        lambda found, said: actions.suspend(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def handing_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "handing_back",
        ReturnForm(request.POST),
        lambda found, said: handback.hand_back(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def naming(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _act(
        request,
        pk,
        "naming",
        NameForm(request.POST, person=request.person),
        lambda found, said: actions.name(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def confirmation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Nothing of it is left here."""
    found, _ = handoff_of(request, pk)
    way_home = get_object_or_404(
        Return.objects.visible_to(request.person).select_related("handoff__task"), handoff=found
    )

    form = VersionForm(request.POST)
    return _act(
        request,
        pk,
        "confirmation",
        form,
        lambda _, said: handback.confirm(way_home=way_home, by=request.person, **said),
    )


@require_POST
@for_leads
def release(request: Request, pk: uuid.UUID, competence: uuid.UUID) -> HttpResponse:
    """Let a technician do it alone."""
    found, _ = handoff_of(request, pk)
    row = get_object_or_404(
        Competence.objects.select_related("handoff", "technician"), pk=competence, handoff=found
    )

    return _act(
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
    return _act(
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


def _act(
    request: Request,
    pk: uuid.UUID,
    name: str,
    form: forms.BaseForm,
    do: Callable[[Handoff, dict[str, Any]], Any],
) -> HttpResponse:
    """One form, one action, one answer; a refusal stands in the form that was sent."""
    found, _ = handoff_of(request, pk)
    if form.is_valid():
        with refusals_in(form):
            do(found, form.cleaned_data)
            visible = Handoff.objects.visible_to(request.person).filter(pk=pk).exists()
            return redirect("portal:handoff", pk=pk) if visible else redirect("portal:handoffs")
    return _show(request, pk, bound={name: form})


def _show(request: Request, pk: uuid.UUID, *, bound: dict[str, forms.BaseForm] | None = None) -> HttpResponse:
    found, packet = handoff_of(request, pk)
    way_home = Return.objects.visible_to(request.person).filter(handoff=found).first()
    acts = acts_of(request.person, found, way_home=way_home, bound=bound or {})
    competences = list(
        Competence.objects.filter(handoff=found)
        .select_related("technician")
        .order_by("technician__name")[:PEOPLE]
    )
    context = {
        "handoff": found,
        "packet": packet,
        "client": found.organisation,
        "acts": [act for act in acts if act.may],
        "not_now": [act for act in acts if not act.may],
        "form": next(iter((bound or {}).values()), None),
        "steps": list(TransferStep.objects.filter(transfer__handoff=found).order_by("position")),
        "competences": competences,
        "is_lead": request.person.role == Role.LEAD,
        "may_draft": next(act.may for act in acts if act.name == "procedure"),
    }
    return show(request, "portal/handoff.html", None, context)
