"""What frames every page: who is asking, where they may go, and how it looks."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from delegation.accounts.models import Person, Role

_DOERS = frozenset({Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN})
_STAFF = _DOERS | {Role.SECURITY, Role.AUDITOR}
_ALL = _STAFF | {Role.EXECUTIVE}
_STEER = frozenset({Role.MANAGER, Role.ADMIN, Role.AUDITOR, Role.EXECUTIVE})


@dataclass(frozen=True)
class Place:
    """Somewhere a person may go: its word, its URL name, its icon, and whose it is."""

    label: str
    name: str
    icon: str
    roles: frozenset[str]
    key: str = ""  # the letter that goes there after G


# Four groups in working order; a place that a person may not use is absent, not disabled.
GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "Catalogue",
        (
            Place("Inventory", "inventory:tasks", "tasks", _STAFF, "i"),
            Place("Assess", "scoring:assess", "cards", _DOERS, "a"),
            Place("Imports", "inventory:imports", "import", _DOERS, "m"),
            Place("Chores", "inventory:chores", "search", _DOERS, "o"),
        ),
    ),
    (
        "Decide",
        (
            Place("Ranking", "scoring:ranking", "matrix", _STAFF, "r"),
            Place("Approvals", "approval:proposals", "approve", _ALL, "p"),
        ),
    ),
    (
        "Delegate",
        (
            Place("Hand-offs", "handoff:handoffs", "handoff", _STAFF, "h"),
            Place("Partners", "agreement:partners", "people", _ALL, "f"),
            Place("Agreements", "agreement:agreements", "map", _STEER | {Role.SECURITY}, "g"),
        ),
    ),
    (
        "Report",
        (
            Place("Capacity", "reporting:capacity", "chart", _STEER, "c"),
            Place("Reports", "reporting:reports", "book", _STEER, "e"),
            Place(
                "Ledger", "ledger:ledger", "list", frozenset({Role.MANAGER, Role.ADMIN, Role.AUDITOR}), "l"
            ),
        ),
    ),
)
FOOT: tuple[Place, ...] = (
    Place("Notices", "notices:notices", "bell", _ALL, "n"),
    Place("People", "accounts:people", "people", frozenset({Role.ADMIN, Role.MANAGER, Role.AUDITOR})),
    Place("Trail", "audit:trail", "audit", frozenset({Role.ADMIN, Role.AUDITOR})),
    Place("Settings", "accounts:settings", "settings", _ALL, "s"),
)
PHONE: dict[str, tuple[str, ...]] = {
    Role.EXECUTIVE: ("today", "reporting:capacity", "reporting:reports", "approval:proposals"),
    Role.MANAGER: (
        "today",
        "approval:proposals",
        "scoring:ranking",
        "handoff:handoffs",
        "reporting:capacity",
    ),
    Role.CONTRIBUTOR: ("today", "inventory:tasks", "scoring:assess", "handoff:handoffs", "notices:notices"),
}
_FIRM = frozenset({Role.LEAD, Role.TECHNICIAN})
PORTAL: tuple[Place, ...] = (
    Place("Queue", "portal:queue", "today", _FIRM),
    Place("Hand-offs", "portal:handoffs", "handoff", _FIRM),
    Place("Done", "portal:done", "check", _FIRM),
    Place("Hours", "portal:hours", "chart", frozenset({Role.LEAD})),
    Place("Team", "portal:team", "people", frozenset({Role.LEAD})),
    Place("Notices", "notices:notices", "bell", _FIRM),
)
PORTAL_FOOT: tuple[Place, ...] = (Place("Settings", "accounts:settings", "settings", _FIRM),)
TODAY = Place("Today", "today", "today", _ALL, "t")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``: product name, person, seats, theme and the places this person may go."""
    person: Person | None = getattr(request, "person", None)
    found = {
        "product": settings.RELAY_NAME,
        "person": person,
        "organisation": person.organisation if person else None,
        "seats": getattr(request, "seats", []),
        "theme": request.COOKIES.get("theme", ""),
        "density": request.COOKIES.get("density", ""),
        "keys_off": request.COOKIES.get("keys") == "off",
    }
    if person is None:
        return found
    if person.is_partner:
        places = _entries(PORTAL, person, request)
        foot = _entries(PORTAL_FOOT, person, request)
        return {
            **found, "navigation": [("", places)], "navigation_foot": foot, "navigation_phone": places,
        }  # fmt: skip
    groups = [(label, _entries(places, person, request)) for label, places in GROUPS]
    everything = [TODAY, *(place for _, places in GROUPS for place in places), *FOOT]
    phone = PHONE.get(person.role, ("today", "inventory:tasks", "handoff:handoffs", "notices:notices"))
    return {
        **found,
        "navigation": [(label, entries) for label, entries in groups if entries],
        "navigation_foot": _entries(FOOT, person, request),
        "navigation_phone": _entries(
            [place for name in phone for place in everything if place.name == name], person, request
        ),
    }


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """Every place of the client's that this person may go to, in the order of the side bar."""
    person: Person = request.person  # type: ignore[attr-defined]
    return _entries([TODAY, *(place for _, group in GROUPS for place in group), *FOOT], person, request)


def _entries(places: Any, person: Person, request: HttpRequest) -> list[dict[str, Any]]:
    entries = []
    for place in places:
        if person.role not in place.roles:
            continue
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            # The portal's process does not serve the client's addresses.
            continue
        current = request.path == url or (url not in {"/", "/portal/"} and request.path.startswith(url))
        entries.append(
            {"label": place.label, "url": url, "icon": place.icon, "current": current, "key": place.key}
        )
    return entries
