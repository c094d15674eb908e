"""The partners we work with: who they are, their ways into our systems, and what they can do."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from delegation.accounts.models import Person
from delegation.accounts.permissions import Answer, require
from delegation.accounts.seat import Request
from delegation.agreement import permissions
from delegation.agreement.forms import AccessForm, BringForm, CapabilityForm
from delegation.agreement.models import AccessGrant, Agreement, Capability, OfferedHours, Partnership
from delegation.pages import keyset, show
from inventory.models import Skill, System

AT_ONCE = 200


@require_GET
def partners(request: Request) -> HttpResponse:
    """Who works for us, and who was asked to."""
    return show_partners(request, BringForm())


@require_GET
def partner(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One partner."""
    return show_partner(request, fetch_partner(request, pk))


def show_partners(request: Request, form: forms.Form) -> HttpResponse:
    """The list, with what was refused beside it."""
    _client_only(request)
    person = request.person
    in_force = Count("partner__agreements_as_partner", filter=_ours(person) & _in_force(), distinct=True)
    rows = (
        Partnership.objects.visible_to(person)
        .joined()
        .select_related("partner")
        .annotate(agreements=in_force)
    )
    found = keyset(rows, order=("partner__name", "id"), after=request.GET.get("after", ""), size=50)
    context = {
        "partners": found,
        "waiting": Partnership.objects.visible_to(person).waiting().order_by("-asked_at")[:20],
        "form": form,
        "may_bring": permissions.may_bring(person),
    }
    return show(request, "agreement/partners.html", None, context)


def show_partner(request: Request, found: Partnership, *, form: forms.Form | None = None) -> HttpResponse:
    """One partner, with what was refused where it was said."""
    person, firm = request.person, found.partner_id
    accesses = AccessGrant.objects.visible_to(person).filter(partner=firm).select_related("system", "sponsor")
    grants = accesses.order_by("status", "system__name")[:AT_ONCE]
    agreements = Agreement.objects.visible_to(person).filter(partner=firm).order_by("-ends_on")
    weeks = OfferedHours.objects.visible_to(person).filter(partner=firm, week_on__gte=timezone.localdate())
    skills = _skills(person, found)
    context = {
        "partnership": found,
        "grants": [(grant, acts_of(person, grant)) for grant in grants],
        "agreements": agreements[:20] if permissions.may_see_agreements(person) else [],
        "skills": [skill for skill in skills if skill.level],
        "people": _people(found),
        "weeks": weeks.order_by("week_on")[:8],
        "access_form": form if isinstance(form, AccessForm) else AccessForm(person=person),
        "capability_form": form if isinstance(form, CapabilityForm) else CapabilityForm(person=person),
        "may_ask": permissions.may_ask_for_access(person, System(organisation=person.organisation)),
        "may_note": permissions.may_note_capability(person, client=person.organisation),
        "names": System.objects.visible_to(person).order_by("name").values_list("name", flat=True)[:AT_ONCE],
        "skill_names": [skill.name for skill in skills],
        "form": form,
    }  # fmt: skip
    return show(request, "agreement/partner.html", "agreement/_partner.html", context)


def fetch_partner(request: Request, pk: uuid.UUID) -> Partnership:
    """A partner that has joined this client, or 404."""
    _client_only(request)
    rows = Partnership.objects.visible_to(request.person).joined().select_related("partner")
    return get_object_or_404(rows, pk=pk)


def acts_of(person: Person, grant: AccessGrant) -> list[tuple[str, str, Answer]]:
    """What may be done to a way in where it stands: the name of its address, its word, whether and why not."""
    acts = [
        ("access_opening", "Switch on", permissions.may_grant_access(person, grant)),
        ("access_suspension", "Suspend", permissions.may_suspend_access(person, grant)),
        ("access_revocation", "Revoke", permissions.may_revoke_access(person, grant)),
    ]
    return [act for act in acts if act[2]]


def said(request: Request, sentence: str, found: Partnership) -> HttpResponse:
    """Back to the partner's page with a sentence on what was done."""
    messages.info(request, sentence)
    return redirect("agreement:partner", pk=found.pk)


def _client_only(request: Request) -> None:
    if request.person.is_partner:
        raise Http404
    require(permissions.may_see_partners(request.person))


def _skills(person: Person, found: Partnership) -> list[Any]:
    """Our skills, those first in which something is noted of the partner: ``level`` and ``word``."""
    noted = Capability.objects.filter(skill=OuterRef("pk"), partner=found.partner_id).values("level")
    rows = Skill.objects.visible_to(person).annotate(level=Subquery(noted[:1]))
    skills: list[Any] = list(rows.order_by(F("level").desc(nulls_last=True), "name")[:AT_ONCE])
    for skill in skills:
        skill.word = Capability.Level(skill.level).label if skill.level else ""
    return skills


def _people(found: Partnership) -> list[Person]:
    seats = Person.objects.active(on=timezone.localdate()).filter(organisation=found.partner_id)
    return list(seats.order_by("role", "name")[:AT_ONCE])


def _ours(person: Person) -> Q:
    return Q(partner__agreements_as_partner__organisation=person.organisation_id)


def _in_force() -> Q:
    running = [Agreement.Status.IN_FORCE, Agreement.Status.EXPIRING]
    return Q(partner__agreements_as_partner__status__in=running)
