"""One request, one transaction, one person.

The transaction opens before the view and closes after the whole response is rendered, so that a database's own
row security can be bound to it later. ``ATOMIC_REQUESTS`` would close it before a lazily rendered template.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from delegation.accounts import lifetime
from delegation.accounts.models import Organisation, Person, Role, User
from delegation.accounts.permissions import Refused

SEAT = "seat"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The ground floor is for everybody; beside it a partner's person finds the portal, a client's all but the portal.
GROUND = frozenset({"", "accounts", "notices"})
PORTAL = "portal"
security_log = logging.getLogger("relay.security")


class Request(HttpRequest):
    """A request of someone who is signed in; ``person`` is the seat that acts."""

    person: Person
    seats: list[Person]
    htmx: object


class SeatBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, but a login is read together with its seats: every page would ask for them next."""

    def get_user(self, user_id: UUID) -> User | None:
        seats = seats_of(user_id)
        if not seats:
            return super().get_user(user_id)  # type: ignore[no-any-return]
        user = seats[0].user
        user.seats_read = seats  # type: ignore[attr-defined]
        return user


class SeatMiddleware:
    """Opens the request's transaction and binds the person to it; a failed answer writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if connection.vendor == "sqlite":
            # A page that only reads must not wait for the one writer that SQLite allows. Connecting sets the mode anew.
            connection.ensure_connection()
            connection.transaction_mode = "DEFERRED" if request.method in SAFE else "IMMEDIATE"  # type: ignore[attr-defined]
        with transaction.atomic(), timezone.override(None):
            bind(request)
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            if response.streaming and getattr(request, "person", None):
                raise ImproperlyConfigured("A person's rows must not be streamed after the transaction.")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Turn strangers away from everything that is not marked ``public``."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404  # no address of ours holds a NUL, and PostgreSQL takes none
        if request.user.is_authenticated and request.path == reverse("account_email"):
            # A login keeps the address it was invited by; allauth's page would let anybody take another.
            return redirect("accounts:settings")
        if getattr(view, "public", False) or _is_entrance(request):
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if getattr(request, "person", None) is None:
            return render(request, "accounts/no_seat.html", status=403)
        if needs_second_factor(request):
            return redirect("mfa_index")
        if not _is_on_own_side(request):
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a refusal as its sentence, whoever forgot to catch it."""
        if not isinstance(error, Refused):
            return None
        security_log.warning(
            "refused %s %s", request.method, request.resolver_match and request.resolver_match.view_name
        )
        return render(request, "403.html", {"reason": str(error)}, status=403)


def bind(request: HttpRequest) -> None:
    """Find the seat that acts: the one chosen in this session, else the only or first one."""
    request.person = None  # type: ignore[attr-defined]
    request.seats = []  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return
    read: list[Person] | None = getattr(request.user, "seats_read", None)
    seats = seats_of(request.user.pk) if read is None else read
    chosen = request.session.get(SEAT)
    person = next((seat for seat in seats if str(seat.pk) == chosen), seats[0] if seats else None)
    request.seats = seats  # type: ignore[attr-defined]
    request.person = person  # type: ignore[attr-defined]
    if person is not None:
        timezone.activate(person.time_zone)  # what a page says about time, it says in the reader's
        _end_if_over(request, person)


def seats_of(user_id: UUID) -> list[Person]:
    """A login's seats that may act today on this surface, with their organisation, oldest first; one query."""
    today = timezone.localdate()
    seats = (
        Person.objects.active(on=today).filter(user=user_id).select_related("organisation", "team", "user")
    )
    if settings.RELAY_SURFACE == "client":
        seats = seats.filter(organisation__kind=Organisation.Kind.CLIENT)
    elif settings.RELAY_SURFACE == "portal":
        seats = seats.filter(organisation__kind=Organisation.Kind.PARTNER)
    if settings.RELAY_SECOND_FACTOR:
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - allauth's models need loaded apps

        seats = seats.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("user"))))
    return list(seats.order_by("created_at", "pk"))


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this seat must enrol a second factor before it sees anything."""
    person: Person = request.person  # type: ignore[attr-defined]
    if not settings.RELAY_SECOND_FACTOR or person.role not in {
        Role.MANAGER,
        Role.ADMIN,
        Role.SECURITY,
        Role.LEAD,
        Role.TECHNICIAN,
    }:
        return False
    return not person.has_factor  # type: ignore[attr-defined]


def _is_on_own_side(request: HttpRequest) -> bool:
    """Whether the address belongs to the ground floor or to the side of the seat that acts."""
    person: Person = request.person  # type: ignore[attr-defined]
    app = request.resolver_match.app_name if request.resolver_match else ""
    return app in GROUND or (app == PORTAL) == person.is_partner


def _is_entrance(request: HttpRequest) -> bool:
    return request.path.startswith("/accounts/")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse("Your session has ended. Sign in again.", status=401)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _end_if_over(request: HttpRequest, person: Person) -> None:
    why = lifetime.why_over(request.session, is_partner=person.is_partner)
    if not why:
        lifetime.stamp(request.session)
        return
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - needs loaded apps

    request.session.flush()
    request.user = AnonymousUser()
    request.person = None  # type: ignore[attr-defined]
    request.seats = []  # type: ignore[attr-defined]
    messages.warning(request, why)
