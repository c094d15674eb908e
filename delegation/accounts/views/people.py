"""One person: team, grade, hours, cost, and the days away."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from delegation.accounts import actions
from delegation.accounts.forms import AbsenceForm, PersonForm
from delegation.accounts.models import Absence, Person
from delegation.accounts.permissions import (
    Refused,
    may_keep_person,
    may_note_absence,
    may_see_people,
    require,
)
from delegation.accounts.seat import Request

_AWAY = "away-%s"


@require_http_methods(["GET", "POST"])
def person(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is kept of one person of one's own organisation."""
    other = _fetch(request, pk)
    form = PersonForm(request.POST or None, initial=_kept(other))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["minutes_per_week"] = round(said.pop("hours_per_week") * 60)
        actions.keep_person(person=other, by=request.person, **said)
        messages.info(request, f"{other} is kept as you said.")
        return redirect("accounts:person", pk=other.pk)
    return _show(request, other, form, AbsenceForm(auto_id=_AWAY))


@require_POST
def absences(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note days away."""
    other, form = _fetch(request, pk), AbsenceForm(request.POST, auto_id=_AWAY)
    require(may_note_absence(request.person, other=other))
    if form.is_valid():
        try:
            actions.note_absence(person=other, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("accounts:person", pk=other.pk)
    return _show(request, other, PersonForm(initial=_kept(other)), form)


@require_POST
def absence(request: Request, pk: uuid.UUID, absence: uuid.UUID) -> HttpResponse:
    """Take days away back."""
    other = _fetch(request, pk)
    rows = Absence.objects.visible_to(request.person).select_related("person")
    actions.drop_absence(absence=get_object_or_404(rows, pk=absence, person=other), by=request.person)
    return redirect("accounts:person", pk=other.pk)


def _fetch(request: Request, pk: uuid.UUID) -> Person:
    """A colleague whose seat stands, or oneself; 404 for everybody else."""
    rows = Person.objects.visible_to(request.person).select_related("team", "user", "organisation")
    other = get_object_or_404(rows, pk=pk, ended_at=None)
    if other != request.person:
        require(may_see_people(request.person))
    return other


def _kept(other: Person) -> dict[str, Any]:
    return {
        "name": other.name, "team_name": other.team.name if other.team else "", "grade": other.grade,
        "hours_per_week": Decimal(other.minutes_per_week) / 60, "initiative_share": other.initiative_share,
        "rate_per_hour": other.rate_per_hour,
    }  # fmt: skip


def _show(request: Request, other: Person, form: forms.Form, away_form: forms.Form) -> HttpResponse:
    away = other.absences.filter(to_on__gte=timezone.localdate()).order_by("from_on")[:50]
    context = {
        "other": other,
        "form": form,
        "away_form": away_form,
        "away": away,
        "may_see_people": may_see_people(request.person),
        "may_keep": may_keep_person(request.person, other=other),
        "may_note": may_note_absence(request.person, other=other),
        "hours": f"{other.minutes_per_week / 60:.1f}".removesuffix(".0"),
        "base": "portal_base.html" if request.person.is_partner else "base.html",
    }
    wrong = form.errors or away_form.errors
    return render(request, "accounts/person.html", context, status=422 if wrong else 200)
