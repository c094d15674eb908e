"""The trail, newest first, and whether it holds."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.audit import trail as audit
from delegation.audit.models import AuditEvent
from delegation.audit.permissions import may_read_trail
from delegation.pages import keyset, show


@require_safe
def trail(request: Request) -> HttpResponse:
    """Who did what to what, when and why."""
    require(may_read_trail(request.person))
    return _show(request, faults=None)


@require_POST
def verification(request: Request) -> HttpResponse:
    """Seal what is new and check every seal."""
    require(may_read_trail(request.person))
    while audit.seal(request.person.organisation):
        pass
    return _show(request, faults=audit.verify(request.person.organisation))


def _show(request: Request, *, faults: list[str] | None) -> HttpResponse:
    rows = AuditEvent.objects.visible_to(request.person).select_related("by")
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(about_name__icontains=words)
    found = keyset(rows, order=("-id",), after=request.GET.get("after", ""), size=100)
    return show(request, "audit/trail.html", None, {"events": found, "faults": faults, "query": words})
