"""What one posts about partners: ask one in, take the question back, ways in, skills."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from delegation.accounts.seat import Request
from delegation.agreement import actions
from delegation.agreement.forms import AccessForm, BringForm, CapabilityForm
from delegation.agreement.models import AccessGrant, Partnership
from delegation.agreement.views.partners import fetch_partner, said, show_partner, show_partners
from delegation.pages import refusals_in


@require_POST
def partner_invitations(request: Request) -> HttpResponse:
    """Ask a firm in; the mail goes out when it is written down."""
    form = BringForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            asked, _ = actions.bring(by=request.person, **form.cleaned_data)
    if form.errors:
        return show_partners(request, form)
    messages.info(request, f"{asked.lead_email} is asked in. The link works for 72 hours.")
    return redirect("agreement:partners")


@require_POST
def partner_withdrawal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a question back."""
    found = get_object_or_404(Partnership.objects.visible_to(request.person), pk=pk)
    actions.withdraw_question(partnership=found, by=request.person)
    messages.info(request, f"The link for {found.lead_email} is dead.")
    return redirect("agreement:partners")


@require_POST
def accesses(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask for a way into a system."""
    found, form = fetch_partner(request, pk), AccessForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            actions.request_access(partner=found.firm, by=request.person, **form.cleaned_data)
    if form.errors:
        return show_partner(request, found, form=form)
    return said(request, "It is asked for. Security or an administrator switches it on.", found)


@require_POST
def access_opening(request: Request, pk: uuid.UUID, access: uuid.UUID) -> HttpResponse:
    """Switch a way in on."""
    return _turn(request, pk, access, actions.grant_access, "{} is switched on.")


@require_POST
def access_suspension(request: Request, pk: uuid.UUID, access: uuid.UUID) -> HttpResponse:
    """Switch a way in off for now."""
    return _turn(request, pk, access, actions.suspend_access, "{} is suspended.")


@require_POST
def access_revocation(request: Request, pk: uuid.UUID, access: uuid.UUID) -> HttpResponse:
    """End a way in for good."""
    return _turn(request, pk, access, actions.revoke_access, "{} is revoked.")


@require_POST
def capabilities(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note how well they can do something."""
    found, form = fetch_partner(request, pk), CapabilityForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            actions.note_capability(partner=found.firm, by=request.person, **form.cleaned_data)
    if form.errors:
        return show_partner(request, found, form=form)
    return said(request, f"Noted: {form.cleaned_data['skill']}.", found)


def _turn(
    request: Request, pk: uuid.UUID, access: uuid.UUID, action: Callable[..., Any], sentence: str
) -> HttpResponse:
    found = fetch_partner(request, pk)
    rows = AccessGrant.objects.visible_to(request.person).filter(partner=found.partner_id)
    grant = get_object_or_404(rows.select_related("system"), pk=access)
    action(access=grant, by=request.person)
    return said(request, sentence.format(grant), found)
