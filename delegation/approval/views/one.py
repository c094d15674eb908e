"""One proposal, and its answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.approval import actions
from delegation.approval.forms import DecisionForm, VersionForm
from delegation.approval.models import Proposal
from delegation.approval.permissions import may_see_proposals
from delegation.approval.views.shown import decidable_first, fetched, shown
from delegation.pages import refusals_in, show

BESIDE = 20


@require_safe
def proposal(request: Request, pk: UUID) -> HttpResponse:
    """One question with what it shows and the acts that this person may do now."""
    require(may_see_proposals(request.person))
    return _show(request, get_object_or_404(fetched(request), pk=pk), form=None)


@require_POST
def decision(request: Request, pk: UUID) -> HttpResponse:
    """Answer it, and go on to the next."""
    asked = get_object_or_404(fetched(request), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            given = actions.decide(proposal=asked, by=request.person, **form.cleaned_data)
            first = given.verdict == "approve" and asked.status == Proposal.Status.OPEN
            words = "Approved, the first of two" if first else asked.get_status_display()
            messages.info(request, f"{words}: {asked}.")
    if form.errors:
        return _show(request, get_object_or_404(fetched(request), pk=pk), form=form)
    if request.htmx:
        return _show(request, get_object_or_404(fetched(request), pk=pk), form=None)
    return redirect("approval:proposals")


@require_POST
def withdrawal(request: Request, pk: UUID) -> HttpResponse:
    """Take one's own question back."""
    asked = get_object_or_404(fetched(request), pk=pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw(proposal=asked, by=request.person, **form.cleaned_data)
            return redirect("approval:proposal", pk=pk)
    return _show(request, get_object_or_404(fetched(request), pk=pk), form=form)


def _show(request: Request, asked: Proposal, *, form: DecisionForm | VersionForm | None) -> HttpResponse:
    context = shown(request, asked, form=form if isinstance(form, DecisionForm) else None)
    if isinstance(form, VersionForm):
        context["refused_form"] = form
    if not request.htmx:
        waiting = Proposal.objects.visible_to(request.person).open().select_related("task", "asked_by")
        beside = waiting.prefetch_related("decisions").order_by("-asked_at", "id")[:BESIDE]
        context["proposals"] = decidable_first(request.person, beside)
    return show(request, "approval/proposal.html", "approval/_proposal.html", context)
