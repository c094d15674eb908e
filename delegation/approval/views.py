"""Approvals: the queue, one proposal, and the answers to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.approval import actions
from delegation.approval.forms import DecisionForm, ProposalForm, VersionForm
from delegation.approval.models import Proposal
from delegation.approval.permissions import may_decide, may_propose_at_all, may_see_proposals, may_withdraw
from delegation.pages import keyset, refusals_in, show
from inventory.models import Task

ORDER = ("-asked_at", "id")


@require_http_methods(["GET", "POST"])
def proposals(request: Request) -> HttpResponse:
    """The queue; posting asks for one or many tasks."""
    require(may_see_proposals(request.person))
    if request.method == "POST":
        return _propose(request)
    everything = Proposal.objects.visible_to(request.person).whole()
    mine = request.GET.get("show") == "all"
    rows = everything if mine else everything.open()
    found = keyset(rows, order=ORDER, after=request.GET.get("after", ""), size=50)
    context = {"proposals": found, "show_all": mine, "chosen": found.rows[0] if found.rows else None}
    return show(request, "approval/proposals.html", "approval/_proposals.html", context)


def proposal(request: Request, pk: str) -> HttpResponse:
    """One question with what it shows and the acts that this person may do now."""
    require(may_see_proposals(request.person))
    return _show(request, _fetch(request, pk), form=None)


@require_POST
def decision(request: Request, pk: str) -> HttpResponse:
    """Answer it."""
    asked = _fetch(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.decide(proposal=asked, by=request.person, **form.cleaned_data)
    if form.errors:
        return _show(request, asked, form=form)
    return _next(request, asked)


@require_POST
def withdrawal(request: Request, pk: str) -> HttpResponse:
    """Take one's own question back."""
    asked = _fetch(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw(proposal=asked, by=request.person, **form.cleaned_data)
    if form.errors:
        return _show(request, asked, form=form)
    return _next(request, asked)


def _propose(request: Request) -> HttpResponse:
    require(may_propose_at_all(request.person))
    form = ProposalForm(
        request.POST, tasks=Task.objects.visible_to(request.person).live().select_related("holder", "system")
    )
    if form.is_valid():
        with refusals_in(form):
            asked = actions.propose(by=request.person, **form.cleaned_data)
            messages.info(request, f"{len(asked)} proposed. The managers are told.")
    if form.errors:
        return show(request, "approval/refused.html", None, {"form": form})
    return redirect("approval:proposals")


def _fetch(request: Request, pk: str) -> Proposal:
    rows = Proposal.objects.visible_to(request.person).whole().prefetch_related("decisions__by")
    return get_object_or_404(rows, pk=pk)


def _next(request: Request, asked: Proposal) -> HttpResponse:
    if request.htmx:
        return _show(request, _fetch(request, str(asked.pk)), form=None)
    return redirect("approval:proposal", pk=asked.pk)


def _show(request: Request, asked: Proposal, *, form: Any) -> HttpResponse:
    context = {
        "proposal": asked,
        "form": form or DecisionForm(initial={"version": asked.version}),
        "decision_form": form
        if isinstance(form, DecisionForm)
        else DecisionForm(initial={"version": asked.version}),
        "may_decide": may_decide(request.person, asked),
        "may_withdraw": may_withdraw(request.person, asked),
    }
    return show(request, "approval/proposal.html", "approval/_proposal.html", context)
