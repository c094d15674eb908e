"""The floor: a bare Django page of tasks. Session, login, one keyset query, a template of finished strings, no more."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from delegation.pages import keyset
from inventory.models import Task

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tests.load.floor.here",
]
TEMPLATE = """<!doctype html><html lang="en-GB"><head><title>Tasks</title></head><body><h1>Tasks</h1><table>
<tbody>{% for row in rows %}<tr><td>{{ row.0 }}</td><th scope="row"><a href="{{ row.1 }}">{{ row.2 }}</a></th><td>{{ row.3 }}</td>
<td>{{ row.4 }}</td><td>{{ row.5 }}</td><td>{{ row.6 }}</td><td>{{ row.7 }}</td><td>{{ row.8 }}</td><td>{{ row.9 }}</td></tr>
{% endfor %}</tbody></table><a href="?after={{ next }}">More</a></body></html>"""


def here(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Only the floor is served: its one address, without anything of Relay's around it."""

    def inside(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return inside


def floor(request: HttpRequest, size: int) -> HttpResponse:
    seat = request.user.seats_read[0]
    tasks = Task.objects.filter(organisation=seat.organisation_id).select_related("system", "holder")
    found = keyset(tasks, order=("title", "id"), after=request.GET.get("after", ""), size=size)
    rows = [
        (
            task.reference, f"/tasks/{task.pk}/", task.title, str(task.system), str(task.holder), task.rhythm_words,
            str(task.effort_likely), f"{task.hours_per_month:.1f}", task.purpose, task.status,
        )
        for task in found
    ]  # fmt: skip
    return HttpResponse(_template().render({"rows": rows, "next": found.next}, request))


def browser() -> Client:
    """A browser that knows the floor alone."""
    client = Client()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    return client


def _template() -> Any:
    global _made  # noqa: PLW0603 - compiled once, like any template
    _made = _made or engines["django"].from_string(TEMPLATE)
    return _made


_made: Any = None
urlpatterns = [path("floor/<int:size>/", floor)]
