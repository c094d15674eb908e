"""The list of agreements, and one of them with its scope, hours and what the partner could do."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.agreement import engine, permissions
from delegation.agreement.forms import ScopeForm, VersionForm, WhyForm
from delegation.agreement.models import Agreement, Amendment, Capability, HourBank
from delegation.pages import keyset, show
from inventory.models import Task

ORDER = ("-ends_on", "id")
ITEMS = ("category", "description", "id")
SHOWN = 30
# The map has so many systems and kinds of work at most, from so many places.
EDGE, CELLS = 15, 200
CELL_WORDS = {"in_scope": "In scope", "could_do": "Could do", "outside": "Outside", "walled": "Walled"}


@require_GET
def agreements(request: Request) -> HttpResponse:
    """What we have with whom, and how much of it is used this month."""
    client_only(request)
    rows = Agreement.objects.visible_to(request.person).select_related("partner")
    found = keyset(rows, order=ORDER, after=request.GET.get("after", ""), size=50)
    context = {"agreements": found, "may_draft": permissions.may_draft_agreement(request.person)}
    return show(request, "agreement/agreements.html", None, context)


@require_GET
def agreement(request: Request, pk: str) -> HttpResponse:
    """One agreement."""
    return show_agreement(request, fetch(request, pk))


def client_only(request: Request) -> None:
    """404 for partners, 403 with its sentence for those at the client who may not see agreements."""
    if request.person.is_partner:
        raise Http404
    require(permissions.may_see_agreements(request.person))


def fetch(request: Request, pk: object) -> Agreement:
    """The client's own agreement, or 404."""
    if request.person.is_partner:
        raise Http404
    rows = Agreement.objects.visible_to(request.person).select_related(
        "partner", "drafted_by", "organisation"
    )
    found = get_object_or_404(rows, pk=pk)
    client_only(request)
    return found


def show_agreement(request: Request, found: Agreement, *, form: forms.BaseForm | None = None) -> HttpResponse:
    """Render it, with what was refused on top."""
    person, start = request.person, {"version": found.version}
    items = keyset(
        found.scope_items.select_related("amendment"),
        order=ITEMS,
        after=request.GET.get("after", ""),
        size=50,
    )
    bank = found.hour_banks.filter(month_on=engine.month_of(timezone.localdate())).first()
    context = {
        "agreement": found,
        "items": items,
        "amendments": [_row(person, amendment) for amendment in _amendments(found)],
        "bank": bank,
        "bar": min(36, round(36 * bank.used_minutes / max(1, bank.cap_minutes))) if bank else 0,
        "hours": _hours(bank) if bank else {},
        "map": _scope_map(found),
        "may_edit": permissions.may_edit_agreement(person, found),
        "may_put_in_force": permissions.may_put_in_force(person, found),
        "may_end": permissions.may_end_agreement(person, found),
        "may_gather": permissions.may_gather(person, found),
        "scope_form": form if isinstance(form, ScopeForm) else ScopeForm(),
        "end_form": form if isinstance(form, WhyForm) else WhyForm(initial=start, auto_id="end-%s"),
        "form": form,
    }
    return show(request, "agreement/agreement.html", "agreement/_agreement.html", context)


def _hours(bank: HourBank) -> dict[str, str]:
    """The bank in hours, as the agreement speaks of them."""
    minutes = {
        "used": bank.used_minutes, "cap": bank.cap_minutes, "booked": bank.booked_minutes,
        "reserved": bank.reserved_minutes, "left": bank.left_minutes,
    }  # fmt: skip
    return {name: f"{each / 60:,.1f}".removesuffix(".0") for name, each in minutes.items()}


def _amendments(found: Agreement) -> list[Amendment]:
    """What is still to be settled, then what was, newest first."""
    open_first = Case(When(status__in=[Amendment.Status.DRAFT, Amendment.Status.PROPOSED], then=0), default=1)
    rows = found.amendments.select_related("signed_by_client", "signed_by_partner", "drafted_by")
    amendments = list(rows.order_by(open_first, "-moved_at")[:SHOWN])
    for amendment in amendments:
        amendment.agreement = found
    return amendments


def _row(person: Any, amendment: Amendment) -> dict[str, Any]:
    return {
        "amendment": amendment,
        "form": VersionForm(initial={"version": amendment.version}, auto_id=f"amendment-{amendment.pk}-%s"),
        "may_propose": permissions.may_propose_amendment(person, amendment),
        "may_sign": permissions.may_sign_amendment(person, amendment),
        "may_reject": permissions.may_reject_amendment(person, amendment),
        "may_reopen": permissions.may_reopen_amendment(person, amendment),
    }


def _scope_map(found: Agreement) -> dict[str, Any]:
    """Rows of systems, cells of skills: in scope, could do, outside or walled, with our tasks and their hours there.

    Where most of our hours are.
    """
    handoffs: Any = apps.get_model("delegation", "Handoff")._default_manager  # told further up the story
    live = handoffs.live().filter(task=OuterRef("pk"), partner=found.partner_id)
    able = Capability.objects.filter(
        organisation=found.organisation_id, partner=found.partner_id, skill=OuterRef("skill"), level__gte=2
    )
    places: Any = (
        Task.objects.filter(organisation=found.organisation_id, system__isnull=False, skill__isnull=False)
        .live()
        .values("system__name", "skill__name")
        .annotate(
            tasks=Count("pk"),
            hours=Sum("hours_per_month"),
            with_partner=Count("pk", filter=Exists(live)),
            behind_walls=Count("pk", filter=~Q(wall="")),
            can_do=Exists(able),
        )
    )
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    kinds: set[str] = set()
    for place in places.order_by("-hours")[:CELLS]:
        system, kind = place["system__name"], place["skill__name"]
        if (system in rows or len(rows) < EDGE) and (kind in kinds or len(kinds) < EDGE):
            rows.setdefault(system, {})[kind] = place
            kinds.add(kind)
    shown = [
        {"system": system, "cells": [_cell(kind, rows[system].get(kind)) for kind in sorted(kinds)]}
        for system in sorted(rows)
    ]
    return {"kinds": sorted(kinds), "rows": shown} if shown else {}


def _cell(skill: str, place: dict[str, Any] | None) -> dict[str, Any]:
    if place is None:
        return {"skill": skill, "state": "", "word": "", "tasks": 0, "hours": 0}
    state = engine.cell_of(
        place["tasks"], handed_off=place["with_partner"], walled=place["behind_walls"], can_do=place["can_do"]
    )
    return {
        "skill": skill,
        "state": state,
        "word": CELL_WORDS[state],
        "tasks": place["tasks"],
        "hours": place["hours"],
    }
