"""Drafting an agreement and changing the draft."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.agreement import actions, permissions
from delegation.agreement.forms import DraftForm, EditForm, TermsForm
from delegation.agreement.models import partners_of
from delegation.agreement.views.pages import client_only, fetch
from delegation.pages import refusals_in, show


@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponse:
    """Write down an agreement."""
    client_only(request)
    require(permissions.may_draft_agreement(request.person))
    form = DraftForm(request.POST or None, partners=partners_of(request.person.organisation))
    if form.is_valid():
        with refusals_in(form):
            made = actions.draft(by=request.person, **form.cleaned_data)
    if request.method == "POST" and not form.errors:
        return redirect("agreement:agreement", pk=made.pk)
    return show(request, "agreement/terms_form.html", None, {"form": form})


@require_http_methods(["GET", "POST"])
def terms(request: Request, pk: str) -> HttpResponse:
    """Change the terms of a draft."""
    found = fetch(request, pk)
    require(permissions.may_edit_agreement(request.person, found))
    start = {name: getattr(found, name) for name in TermsForm.base_fields}
    form = EditForm(request.POST or None, initial={**start, "version": found.version})
    if form.is_valid():
        with refusals_in(form):
            actions.edit(agreement=found, by=request.person, **form.cleaned_data)
    if request.method == "POST" and not form.errors:
        return redirect("agreement:agreement", pk=found.pk)
    return show(request, "agreement/terms_form.html", None, {"form": form, "agreement": found})
