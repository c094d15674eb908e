"""What every response carries, whoever made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

SPOKEN = ("GET", "HEAD", "POST")
FILE = (200, 206, 304)


class HeadersMiddleware:
    """Keeps everything out of caches but our own files, which say how long themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        # Of a host that is refused, the library's own middleware sees nothing.
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        if not (request.path.startswith("/static/") and response.status_code in FILE):
            response.headers["Cache-Control"] = "no-store"
        return response


class MethodMiddleware:
    """Relay speaks GET, HEAD and POST; a method that an address does not take gets a page with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        spoken = request.method in SPOKEN
        response = self.get_response(request) if spoken else HttpResponseNotAllowed(SPOKEN)
        if response.status_code != 405:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
