"""Today: what waits for me. The only page that looks across stages. And what is shown when nothing else can be."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delegation.accounts.models import Person, Role
from delegation.accounts.seat import Request
from delegation.approval.models import Proposal
from delegation.approval.permissions import may_decide_at_all
from delegation.handoff.models import Handoff
from delegation.navigation import places
from delegation.notices.models import Notice
from delegation.pages import show
from delegation.scoring.permissions import may_rate_at_all
from inventory.models import System, Task
from inventory.permissions import may_see_tasks

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def today(request: Request) -> HttpResponse:
    """What needs this person, nothing else; a partner's person is shown to the portal's queue."""
    person = request.person
    if person.is_partner:
        return redirect(reverse("portal:queue"))
    if person.role == Role.EXECUTIVE:
        return redirect(reverse("reporting:capacity"))
    unread = Notice.objects.visible_to(person).unread().order_by("-created_at")
    context: dict[str, Any] = {
        "greeting": f"{_greeting(timezone.localtime().hour)}, {person.name.partition(' ')[0]}",
        "work": _work(person),
        "waiting": list(unread.must_act()[:20]),
        "lately": list(unread.filter(must_act=False)[:5]),
    }
    if not (context["work"] or context["waiting"]):
        context["running"] = Handoff.objects.visible_to(person).filter(status=Handoff.State.ACTIVE).count()
    return show(request, "today.html", None, context)


def _work(person: Person) -> list[dict[str, Any]]:
    """What piles up for this person: how many, of what, and where to begin."""
    found = []
    if may_decide_at_all(person):
        asked = Proposal.objects.visible_to(person).awaiting(person).count()
        found.append({"number": asked, "what": "proposal", "begin": reverse("approval:proposals")})
    if may_rate_at_all(person):
        unscored = [Task.Status.DRAFT, Task.Status.CATALOGUED]
        mine = Task.objects.visible_to(person).held_by(person).filter(status__in=unscored).count()
        found.append({"number": mine, "what": "score", "begin": reverse("scoring:assess")})
    return [one for one in found if one["number"]]


def _greeting(hour: int) -> str:
    """What one says at this hour.

    >>> _greeting(8), _greeting(14), _greeting(23)
    ('Good morning', 'Good afternoon', 'Good evening')
    """
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


@require_safe
def jump(request: Request) -> HttpResponse:
    """Where one can go from here, by the words somebody types: places, tasks and systems."""
    if request.person.is_partner:
        raise Http404  # they have their queue
    words = request.GET.get("q", "").strip()
    entries = places(request)
    near = [entry for entry in entries if words.lower() in entry["label"].lower()]
    context: dict[str, Any] = {"query": words, "places": near, "tasks": [], "systems": []}
    if words and may_see_tasks(request.person):
        tasks = Task.objects.visible_to(request.person).live().matching(words)
        systems = System.objects.visible_to(request.person).filter(name__icontains=words)
        context |= {"tasks": list(tasks.order_by("title")[:8]), "systems": list(systems.order_by("name")[:4])}
    if "go" in request.GET and (first := _first(context)):
        return redirect(first)  # somebody pressed Enter in the dialog
    piece = "_found.html" if "q" in request.GET else "components/jump.html"
    return show(request, "jump.html", piece, context)


def _first(context: dict[str, Any]) -> str:
    """The address of what was found first; nothing if nothing was."""
    for name, address in (("tasks", "inventory:task"), ("systems", "inventory:system")):
        if context[name]:
            return reverse(address, args=[context[name][0].pk])
    return str(context["places"][0]["url"]) if context["places"] else ""


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "well"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is more than Relay takes at once."""
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return render(request, f"{status}.html", status=status)


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
