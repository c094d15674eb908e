"""One handoff in the portal: the packet word for word, what was said, and what this person may do now."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from delegation.accounts.models import Person, Role
from delegation.accounts.seat import Request
from delegation.handback.models import Return
from delegation.handoff.models import Competence, Handoff, TransferStep
from delegation.pages import refusals_in, show
from delegation.tracking.forms import MessageForm
from delegation.tracking.models import Message
from delegation.tracking.permissions import may_write
from portal.scope import handoff_of
from portal.views.acts import acts_of

SAID = 50
PEOPLE = 100


def act(
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
    return show_handoff(request, pk, bound={name: form})


def show_handoff(
    request: Request, pk: uuid.UUID, *, bound: dict[str, forms.BaseForm] | None = None
) -> HttpResponse:
    """Render a handoff, with the form that was refused in its place."""
    found, packet = handoff_of(request, pk)
    bound = bound or {}
    way_home = Return.objects.visible_to(request.person).filter(handoff=found).first()
    acts = acts_of(request.person, found, way_home=way_home, bound=bound)
    context = {
        "handoff": found,
        "packet": packet,
        "client": found.organisation,
        "way_home": way_home,
        "acts": [act for act in acts if act.may],
        "not_now": [act for act in acts if not act.may],
        "form": next(iter(bound.values()), None),
        "is_lead": request.person.role == Role.LEAD,
        **_learning(found),
        **_words(request.person, found, bound),
    }
    return show(request, "portal/handoff.html", None, context)


def _learning(found: Handoff) -> dict[str, Any]:
    competences = Competence.objects.filter(handoff=found).select_related("technician")
    return {
        "steps": list(TransferStep.objects.filter(transfer__handoff=found).order_by("position")),
        "competences": list(competences.order_by("technician__name")[:PEOPLE]),
    }


def _words(person: Person, found: Handoff, bound: dict[str, forms.BaseForm]) -> dict[str, Any]:
    """What was said on it, latest first, and the form to say more."""
    said = Message.objects.visible_to(person).filter(handoff=found).select_related("by")
    return {
        "said": list(said.order_by("-at")[:SAID]),
        "may_write": may_write(person, found),
        "message_form": bound.get("words") or MessageForm(other="The client too", auto_id="message-%s"),
    }
