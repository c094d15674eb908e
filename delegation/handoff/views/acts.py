"""What one posts to a handoff; each is one form, one action, one answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from delegation.accounts.seat import Request
from delegation.agreement.models import Agreement
from delegation.handoff import actions
from delegation.handoff.forms import (
    ContinuationForm,
    ResumptionForm,
    ReviewForm,
    SuspensionForm,
    TermsForm,
    VersionForm,
    WaiverForm,
    WhyForm,
)
from delegation.handoff.views.page import fetch, show_handoff
from delegation.handoff.views.terms import terms_for
from delegation.pages import refusals_in, swap_main


@require_POST
def offer(request: Request, pk: str) -> HttpResponse:
    """Show the frozen packet to the partner."""
    return act(request, pk, "offer", VersionForm(request.POST), actions.offer)


@require_POST
def withdrawal(request: Request, pk: str) -> HttpResponse:
    """Take it back before it was accepted."""
    return act(request, pk, "withdrawal", WhyForm(request.POST), actions.withdraw)


@require_POST
def terms(request: Request, pk: str) -> HttpResponse:
    """Choose the agreement and what in it covers the task."""
    choices = terms_for(request.person, partner=fetch(request, pk).partner)
    return act(request, pk, "terms", TermsForm(request.POST, choices=choices), actions.choose_terms)


@require_POST
def waivers(request: Request, pk: str) -> HttpResponse:
    """Sign for an exception."""
    return act(request, pk, "waivers", WaiverForm(request.POST), actions.waive)


@require_POST
def opening(request: Request, pk: str) -> HttpResponse:
    """Open the tap."""
    return act(request, pk, "opening", WhyForm(request.POST), actions.open_tap)


@require_POST
def closing(request: Request, pk: str) -> HttpResponse:
    """Close the tap."""
    return act(request, pk, "closing", WhyForm(request.POST), actions.close_tap)


@require_POST
def reviews(request: Request, pk: str) -> HttpResponse:
    """Say that it may go on as it is."""
    return act(request, pk, "reviews", ReviewForm(request.POST), actions.review)


@require_POST
def suspension(request: Request, pk: str) -> HttpResponse:
    """Stop now."""
    return act(request, pk, "suspension", SuspensionForm(request.POST), actions.suspend)


@require_POST
def resumption(request: Request, pk: str) -> HttpResponse:
    """Agree that it goes on."""
    return act(request, pk, "resumption", ResumptionForm(request.POST), actions.resume)


@require_POST
def continuation(request: Request, pk: str) -> HttpResponse:
    """Hand a returned task off again."""
    agreements = Agreement.objects.visible_to(request.person)
    form = ContinuationForm(request.POST, agreements=agreements)
    return act(request, pk, "continuation", form, actions.redelegate)


def act(
    request: Request, pk: object, name: str, form: forms.Form, action: Callable[..., Any]
) -> HttpResponse:
    """Do it and show where it stands now; what was refused stays in its form, with the sentence why."""
    handoff = fetch(request, pk)
    done = None
    if form.is_valid():
        with refusals_in(form):
            done = action(handoff=handoff, by=request.person, **form.cleaned_data)
    again = done if name == "continuation" and done is not None else handoff
    if form.errors:
        return show_handoff(request, fetch(request, again.pk), bound={name: form})
    if not request.htmx:
        return redirect("handoff:handoff", pk=again.pk)
    # The badge and the tabs stand above the piece that was asked for; the address is another one's if it goes on.
    answer = swap_main(show_handoff(request, fetch(request, again.pk), whole=True))
    answer["HX-Replace-Url"] = reverse("handoff:handoff", args=[again.pk])
    return answer
