"""What frames every page: who is asking, where they may go, and how it looks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``: product name, person, seats, theme and navigation."""
    return {
        "product": settings.RELAY_NAME,
        "person": getattr(request, "person", None),
        "seats": getattr(request, "seats", []),
        "theme": request.COOKIES.get("theme", ""),
        "navigation": [],
        "navigation_phone": [],
    }
