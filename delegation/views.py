"""Today: what waits for me. The only page that looks across stages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from delegation.accounts.seat import Request
from delegation.pages import show


def today(request: Request) -> HttpResponse:
    return show(request, "today.html", None, {"notices": []})


def health(_request: HttpRequest) -> JsonResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "well"})


health.public = True  # type: ignore[attr-defined]
