"""Today: what waits for me. The only page that looks across stages. And what is shown when nothing else can be."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from delegation.accounts.models import Role
from delegation.accounts.seat import Request
from delegation.notices.models import Notice
from delegation.pages import show


def today(request: Request) -> HttpResponse:
    """What needs this person, nothing else; a partner's person is shown to the portal's queue."""
    person = request.person
    if person.is_partner:
        return redirect(reverse("portal:queue"))
    if person.role == Role.EXECUTIVE:
        return redirect(reverse("reporting:capacity"))
    unread = Notice.objects.visible_to(person).unread().order_by("-created_at")
    waiting = list(unread.must_act()[:20])
    lately = list(unread.filter(must_act=False)[:5])
    return show(request, "today.html", None, {"waiting": waiting, "lately": lately})


def health(_request: HttpRequest) -> JsonResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "well"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "404.html", status=404)


def broken(_request: HttpRequest) -> HttpResponse:
    """A plain page that needs no database and no person."""
    return HttpResponse(_BROKEN, status=500)


_BROKEN = """<!doctype html><html lang="en-GB"><head><title>Relay could not answer</title></head><body>
<h1>Relay could not answer</h1><p>Nothing was changed. The fault has been written down.</p>
<p><a href="/">Go to Today</a>, or try again in a minute.</p></body></html>"""

health.public = True  # type: ignore[attr-defined]
