"""What a lead's firm has agreed with its clients: terms, scope, hours, and the amendments that wait for a signature."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.models import Person
from delegation.accounts.seat import Request
from delegation.agreement import actions, permissions
from delegation.agreement.models import Agreement, Amendment
from delegation.pages import keyset, refusals_in, show
from portal.forms import RefusalForm, VersionForm
from portal.scope import for_leads

ITEMS = 200
AMENDMENTS = 20


@require_safe
@for_leads
def agreements(request: Request) -> HttpResponse:
    """With whom, until when."""
    rows = Agreement.objects.visible_to(request.person).select_related("organisation")
    found = keyset(rows, order=("-ends_on", "id"), after=request.GET.get("after", ""), size=50)
    return show(request, "portal/agreements.html", None, {"agreements": found})


@require_safe
@for_leads
def agreement(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One of them, as both sides may read it."""
    return _show(request, pk)


@require_POST
@for_leads
def amendment_signature(request: Request, pk: uuid.UUID, amendment: uuid.UUID) -> HttpResponse:
    """Sign a change for the partner."""
    return _act(request, pk, amendment, VersionForm(request.POST), actions.sign)


@require_POST
@for_leads
def amendment_rejection(request: Request, pk: uuid.UUID, amendment: uuid.UUID) -> HttpResponse:
    """Say no to a change, with its reason."""
    return _act(request, pk, amendment, RefusalForm(request.POST), actions.reject)


def _act(
    request: Request, pk: uuid.UUID, amendment: uuid.UUID, form: forms.Form, action: Callable[..., Any]
) -> HttpResponse:
    rows = Amendment.objects.visible_to(request.person).select_related(
        "agreement", "drafted_by", "organisation"
    )
    changed = get_object_or_404(rows, pk=amendment, agreement=pk)
    if form.is_valid():
        with refusals_in(form):
            action(amendment=changed, by=request.person, **form.cleaned_data)
            return redirect("portal:agreement", pk=pk)
    return _show(request, pk, form=form)


def _show(request: Request, pk: uuid.UUID, *, form: forms.Form | None = None) -> HttpResponse:
    rows = Agreement.objects.visible_to(request.person).select_related("organisation", "partner")
    found = get_object_or_404(rows, pk=pk)
    month_on = timezone.localdate().replace(day=1)
    amendments = Amendment.objects.visible_to(request.person).filter(agreement=found)
    context = {
        "agreement": found,
        "client": found.organisation,
        "items": list(found.scope_items.agreed().order_by("category", "description")[:ITEMS]),
        "bank": found.hour_banks.filter(month_on=month_on).first(),
        "amendments": [
            _row(request.person, found, row)
            for row in amendments.prefetch_related("scope_items").order_by("-moved_at")[:AMENDMENTS]
        ],
        "form": form,
    }
    return show(request, "portal/agreement.html", None, context)


def _row(person: Person, agreement: Agreement, amendment: Amendment) -> dict[str, Any]:
    amendment.agreement = agreement
    return {
        "amendment": amendment,
        "may_sign": permissions.may_sign_amendment(person, amendment),
        "may_reject": permissions.may_reject_amendment(person, amendment),
    }
