"""Seats: switch, see, invite, take, end; and one's own settings."""

import uuid

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.accounts import actions
from delegation.accounts.forms import InvitationForm, PasswordForm, RoleForm, SettingsForm, choices_of
from delegation.accounts.models import Invitation, Person, User
from delegation.accounts.permissions import Refused, may_invite, may_see_people, require, roles_at
from delegation.accounts.seat import SEAT, Request
from delegation.pages import keyset

YEAR_SECONDS = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def seats(request: Request) -> HttpResponse:
    """Choose the organisation to act in."""
    if request.method == "POST":
        chosen = next((seat for seat in request.seats if str(seat.pk) == request.POST.get("seat")), None)
        if chosen is not None:
            request.session[SEAT] = str(chosen.pk)
            request.session.cycle_key()
            return redirect("portal:queue" if chosen.is_partner else "today")
    return render(request, "accounts/seats.html")


@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody in one's own organisation, and the invitations that wait."""
    require(may_see_people(request.person))
    return _people(request, InvitationForm(organisation=request.person.organisation))


@require_POST
def invitations(request: Request) -> HttpResponse:
    """Offer a seat; the mail goes out when it is written down."""
    require(may_invite(request.person))
    form = InvitationForm(request.POST, organisation=request.person.organisation)
    if form.is_valid():
        try:
            invitation, _ = actions.invite(
                organisation=request.person.organisation, by=request.person, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"{invitation.email} is invited. The link works for 72 hours.")
            return redirect("accounts:people")
    return _people(request, form, status=422)


@require_POST
def withdrawn_invitation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, pk)
    actions.withdraw_invitation(invitation=found, by=request.person)
    messages.info(request, f"The invitation of {found.email} is withdrawn. Its link no longer works.")
    return redirect("accounts:people")


@require_POST
def renewed_invitation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    fresh, _ = actions.renew_invitation(invitation=_invitation(request, pk), by=request.person)
    messages.info(
        request, f"{fresh.email} is invited again. The new link works for 72 hours, the old one no longer."
    )
    return redirect("accounts:people")


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, as which role; then a password, and the seat."""
    found = actions.invitation_for(token)
    if found is None:
        return render(request, "accounts/no_invitation.html", status=410)
    user = request.user if isinstance(request.user, User) else None
    has_login = User.objects.filter(email=found.email).exists()
    form = PasswordForm(request.POST or None, email=found.email) if not has_login and user is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        password = form.cleaned_data["password"] if form else None
        try:
            person = actions.take_seat(invitation=found, password=password, user=user)
        except Refused as refusal:
            return render(
                request,
                "accounts/invitation.html",
                {"invitation": found, "form": form, "user": user, "refusal": refusal},
                status=403,
            )
        if user is None:
            login(request, person.user)
        request.session[SEAT] = str(person.pk)
        return redirect("portal:queue" if person.is_partner else "today")
    status = 422 if form and form.errors else 200
    return render(
        request, "accounts/invitation.html", {"invitation": found, "form": form, "user": user}, status=status
    )


invitation.public = True  # type: ignore[attr-defined]


@require_POST
def role(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a colleague another role."""
    require(may_invite(request.person))
    colleagues = Person.objects.visible_to(request.person).select_related("organisation")
    other = get_object_or_404(colleagues, pk=pk)
    form = RoleForm(request.POST, organisation=request.person.organisation)
    if not form.is_valid():
        return _people(request, InvitationForm(organisation=request.person.organisation), status=422)
    actions.give_role(person=other, by=request.person, role=form.cleaned_data["role"])
    messages.info(request, f"{other} is {other.get_role_display().lower()} now.")
    return redirect("accounts:people")


@require_POST
def ending(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End a colleague's seat."""
    require(may_invite(request.person))
    other = get_object_or_404(Person.objects.visible_to(request.person).select_related("user"), pk=pk)
    actions.end_seat(person=other, by=request.person)
    messages.info(request, f"{other}'s seat has ended.")
    return redirect("accounts:people")


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """Appearance, keys and time zone."""
    initial = {
        "theme": request.COOKIES.get("theme", ""),
        "density": request.COOKIES.get("density", ""),
        "single_keys": request.COOKIES.get("keys") != "off",
        "time_zone": request.person.time_zone,
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        Person.objects.filter(pk=request.person.pk).update(time_zone=form.cleaned_data["time_zone"])
        messages.info(request, "Saved.")
        return _remembering(request, form)
    base = "portal_base.html" if request.person.is_partner else "base.html"
    return render(
        request, "accounts/settings.html", {"form": form, "base": base}, status=422 if form.errors else 200
    )


def _remembering(request: Request, form: SettingsForm) -> HttpResponse:
    """Back to the settings, with what the browser keeps: how pages look, and whether single keys act."""
    response = redirect("accounts:settings")
    kept = {
        "theme": form.cleaned_data["theme"],
        "density": form.cleaned_data["density"],
        "keys": "" if form.cleaned_data["single_keys"] else "off",
    }
    for name, value in kept.items():
        response.set_cookie(
            name, value, max_age=YEAR_SECONDS, secure=request.is_secure(), samesite="Lax", httponly=True
        )
    return response


def _people(request: Request, form: InvitationForm, *, status: int = 200) -> HttpResponse:
    everybody = Person.objects.visible_to(request.person).filter(ended_at=None).select_related("user", "team")
    found = keyset(everybody, order=("name", "id"), after=request.GET.get("after", ""))
    waiting = Invitation.objects.filter(
        organisation=request.person.organisation_id, used_at=None, withdrawn_at=None
    )
    context = {
        "people": found,
        "now": timezone.now(),
        "waiting": waiting.order_by("-created_at")[:50],
        "form": form,
        "may_invite": may_invite(request.person),
        "roles": choices_of(roles_at(request.person.organisation)),
        "base": "portal_base.html" if request.person.is_partner else "base.html",
    }
    return render(request, "accounts/people.html", context, status=status)


def _invitation(request: Request, pk: uuid.UUID) -> Invitation:
    """An invitation to one's own organisation, or 404."""
    require(may_invite(request.person))
    return get_object_or_404(Invitation, pk=pk, organisation=request.person.organisation_id)
