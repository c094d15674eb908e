"""Runs as the client sees them: what is out, what waits for us, what was done."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.handoff.models import Handoff
from delegation.pages import keyset, refusals_in, show
from delegation.tracking import actions, permissions
from delegation.tracking.forms import AnswerForm, MessageForm, OrderForm, ReasonForm, VersionForm
from delegation.tracking.models import ClockInterval, Message, PartnerRun, TimeEntry


@require_safe
def runs(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The runs of one handoff, latest first, the words on it, and ordering one more."""
    return _show_runs(request, _handoff(request, pk))


@require_POST
def order(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Order one run."""
    handoff = _handoff(request, pk)
    form = OrderForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            run = actions.order(handoff=handoff, at=form.cleaned_data["at"], by=request.person)
            messages.info(request, f"Ordered for {run.starts_at:%d %b %H:%M}. {handoff.partner} is told.")
            return redirect("tracking:runs", pk=pk)
    return _show_runs(request, handoff, order_form=form)


@require_POST
def words(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say something on a handoff."""
    handoff = _handoff(request, pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.write(handoff=handoff, by=request.person, **form.cleaned_data)
            return redirect("tracking:runs", pk=pk)
    return _show_runs(request, handoff, message_form=form)


@require_safe
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A mirror of the technician's page, and what this person may do."""
    return _show(request, _run(request, pk))


@require_POST
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer the partner's question; the clock goes back to the partner."""
    return _act(request, pk, AnswerForm(request.POST), actions.answer)


@require_POST
def approval(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Accept the finished work."""
    return _act(request, pk, VersionForm(request.POST), actions.accept_work)


@require_POST
def rework(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask for it to be put right."""
    return _act(request, pk, ReasonForm(request.POST), actions.rework)


@require_POST
def cancellation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """It is not needed any more."""
    return _act(request, pk, ReasonForm(request.POST), actions.cancel)


def _handoff(request: Request, pk: uuid.UUID) -> Handoff:
    if request.person.is_partner:
        raise Http404
    found = get_object_or_404(Handoff.objects.visible_to(request.person).whole(), pk=pk)
    require(permissions.may_see_runs(request.person))
    return found


def _run(request: Request, pk: uuid.UUID) -> PartnerRun:
    if request.person.is_partner:
        raise Http404
    rows = PartnerRun.objects.visible_to(request.person).whole().select_related("handoff__task__holder")
    found = get_object_or_404(rows, pk=pk)
    require(permissions.may_see_runs(request.person))
    return found


def _act(request: Request, pk: uuid.UUID, form: forms.Form, do: Callable[..., Any]) -> HttpResponse:
    row = _run(request, pk)
    if form.is_valid():
        with refusals_in(form):
            do(run=row, by=request.person, **form.cleaned_data)
            return redirect("tracking:run", pk=pk)
    return _show(request, _run(request, pk), form=form)


def _show_runs(
    request: Request, handoff: Handoff, *, order_form: Any = None, message_form: Any = None
) -> HttpResponse:
    rows = PartnerRun.objects.filter(handoff=handoff).select_related("packet", "technician", "run")
    found = keyset(rows, order=("-due_at", "id"), after=request.GET.get("after", ""), size=50)
    said = (
        Message.objects.visible_to(request.person)
        .filter(handoff=handoff)
        .select_related("by")
        .order_by("-at")[:50]
    )
    context = {
        "handoff": handoff,
        "runs": found,
        "said": said,
        "may_order": permissions.may_order(request.person, handoff),
        "may_write": permissions.may_write(request.person, handoff),
        "order_form": order_form or OrderForm(auto_id="order-%s"),
        "message_form": message_form or MessageForm(auto_id="message-%s"),
        "form": order_form or message_form,
    }
    return show(request, "tracking/runs.html", None, context)


def _show(request: Request, row: PartnerRun, *, form: Any = None) -> HttpResponse:
    person, version = request.person, {"version": row.version}
    context = {
        "run": row,
        "packet": row.packet,
        "checks": row.checks.select_related("done_by").order_by("position")[:200],
        "intervals": ClockInterval.objects.filter(partner_run=row).order_by("from_at")[:100],
        "entries": TimeEntry.objects.visible_to(person)
        .filter(partner_run=row)
        .select_related("person")[:100],
        "said": Message.objects.visible_to(person)
        .filter(partner_run=row)
        .select_related("by")
        .order_by("at")[:100],
        "may_answer": permissions.may_answer(person, row),
        "may_accept_work": permissions.may_accept_work(person, row),
        "may_rework": permissions.may_rework(person, row),
        "may_cancel": permissions.may_cancel(person, row),
        "answer_form": form
        if isinstance(form, AnswerForm)
        else AnswerForm(initial=version, auto_id="answer-%s"),
        "reason_form": ReasonForm(initial=version, auto_id="rework-%s"),
        "cancel_form": ReasonForm(initial=version, auto_id="cancel-%s"),
        "form": form,
    }
    return show(request, "tracking/run.html", None, context)
