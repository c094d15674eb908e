"""What one posts to an agreement and its amendments; each is one form, one action, one answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from delegation.accounts.seat import Request
from delegation.agreement import actions
from delegation.agreement.forms import ScopeForm, VersionForm, WhyForm
from delegation.agreement.models import Agreement, Amendment
from delegation.agreement.views.pages import fetch, show_agreement
from delegation.pages import refusals_in


@require_POST
def force(request: Request, pk: str) -> HttpResponse:
    """Put it in force."""
    return _act(request, fetch(request, pk), VersionForm(request.POST), actions.put_in_force)


@require_POST
def ending(request: Request, pk: str) -> HttpResponse:
    """End it before its time."""
    return _act(request, fetch(request, pk), WhyForm(request.POST), actions.end)


@require_POST
def scope(request: Request, pk: str) -> HttpResponse:
    """Add to what a draft covers."""
    return _act(request, fetch(request, pk), ScopeForm(request.POST), actions.add_scope_item)


@require_POST
def amendments(request: Request, pk: str) -> HttpResponse:
    """Gather work outside the scope into the one amendment draft."""
    return _act(request, fetch(request, pk), ScopeForm(request.POST), actions.gather)


@require_POST
def amendment_proposal(request: Request, pk: str, amendment: str) -> HttpResponse:
    """Show it to the partner."""
    return _amend(request, pk, amendment, VersionForm(request.POST), actions.propose)


@require_POST
def amendment_signature(request: Request, pk: str, amendment: str) -> HttpResponse:
    """Sign it for the client."""
    return _amend(request, pk, amendment, VersionForm(request.POST), actions.sign)


@require_POST
def amendment_rejection(request: Request, pk: str, amendment: str) -> HttpResponse:
    """Say no to it."""
    return _amend(request, pk, amendment, WhyForm(request.POST), actions.reject)


@require_POST
def amendment_reopening(request: Request, pk: str, amendment: str) -> HttpResponse:
    """Take it back to the draft."""
    return _amend(request, pk, amendment, VersionForm(request.POST), actions.reopen)


def _act(
    request: Request, found: Agreement, form: forms.Form, action: Callable[..., Any], **about: Any
) -> HttpResponse:
    if form.is_valid():
        with refusals_in(form):
            action(**(about or {"agreement": found}), by=request.person, **form.cleaned_data)
    if form.errors or request.htmx:
        return show_agreement(request, fetch(request, found.pk), form=form if form.errors else None)
    return redirect("agreement:agreement", pk=found.pk)


def _amend(
    request: Request, pk: str, amendment: str, form: forms.Form, action: Callable[..., Any]
) -> HttpResponse:
    found = fetch(request, pk)
    rows = Amendment.objects.visible_to(request.person).select_related(
        "agreement", "drafted_by", "organisation"
    )
    changed = get_object_or_404(rows, pk=amendment, agreement=found)
    return _act(request, found, form, action, amendment=changed)
