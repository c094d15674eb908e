"""The return of one handoff: its package, what is missing, and the signatures."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from delegation.accounts.seat import Request
from delegation.handback import actions, permissions
from delegation.handback.forms import ForceForm, ReturnForm
from delegation.handback.models import Return
from delegation.handoff import engine
from delegation.handoff.views.page import fetch
from delegation.pages import refusals_in, show


@require_GET
def way_home(request: Request, pk: str) -> HttpResponse:
    """What comes home, and what is still missing."""
    return _show(request, _fetch(request, pk))


@require_POST
def access(request: Request, pk: str) -> HttpResponse:
    """Revoke the partner's access."""
    return _act(request, pk, forms.Form(request.POST), actions.revoke_access)


@require_POST
def procedure(request: Request, pk: str) -> HttpResponse:
    """Say that what changed was read."""
    return _act(request, pk, forms.Form(request.POST), actions.review_procedure)


@require_POST
def return_signature(request: Request, pk: str) -> HttpResponse:
    """Sign as the holder."""
    return _act(request, pk, ReturnForm(request.POST), actions.sign)


@require_POST
def force(request: Request, pk: str) -> HttpResponse:
    """Close it without the missing signatures."""
    return _act(request, pk, ForceForm(request.POST), actions.force)


def _fetch(request: Request, pk: str) -> Return:
    handoff = fetch(request, pk)
    return get_object_or_404(Return.objects.visible_to(request.person).whole(), handoff=handoff)


def _act(request: Request, pk: str, form: forms.Form, action: Callable[..., Any]) -> HttpResponse:
    found = _fetch(request, pk)
    if form.is_valid():
        with refusals_in(form):
            action(way_home=found, by=request.person, **form.cleaned_data)
    if form.errors or request.htmx:
        return _show(request, _fetch(request, pk), form=form if form.errors else None)
    return redirect("handback:way_home", pk=pk)


def _show(request: Request, found: Return, *, form: forms.Form | None = None) -> HttpResponse:
    person, lines, start = request.person, found.lines, {"version": found.version}
    context = {
        "way_home": found,
        "handoff": found.handoff,
        "lines": lines,
        "how_far": engine.in_place(lines),
        "may_revoke": permissions.may_revoke_access(person, found),
        "may_review": permissions.may_review_procedure(person, found),
        "may_sign": permissions.may_sign(person, found),
        "may_force": permissions.may_force(person, found, at=timezone.now()),
        "force_form": form if isinstance(form, ForceForm) else ForceForm(initial=start, auto_id="force-%s"),
        "form": form,
    }
    return show(request, "handback/way_home.html", "handback/_way_home.html", context)
