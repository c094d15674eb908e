"""The queue: what is mine now, what is offered to me, what comes later."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delegation.accounts.seat import Request
from delegation.pages import keyset, show
from delegation.tracking.models import PartnerRun
from portal.scope import for_partners

SOON = timedelta(hours=24)


@require_safe
@for_partners
def queue(request: Request) -> HttpResponse:
    """What waits for this person, what is due first on top."""
    now = timezone.now()
    rows = (
        PartnerRun.objects.visible_to(request.person)
        .open()
        .select_related("packet", "organisation", "technician")
    )
    found = keyset(rows, order=("due_at", "id"), after=request.GET.get("after", ""), size=100)
    mine = [row for row in found if row.technician_id == request.person.pk]
    given = [row for row in mine if row.status == PartnerRun.Status.SUBMITTED]
    others = [row for row in found if row.technician_id != request.person.pk]
    groups = (
        ("Now", [row for row in mine if row not in given]),
        ("Offered", [row for row in others if row.technician_id is None and row.starts_at <= now + SOON]),
        ("With colleagues", [row for row in others if row.technician_id is not None]),
        ("The client looks at it", given),
        ("Later", [row for row in others if row.technician_id is None and row.starts_at > now + SOON]),
    )
    return show(
        request,
        "portal/queue.html",
        None,
        {"groups": [(word, rows) for word, rows in groups if rows], "next": found.next, "now": now},
    )


@require_safe
@for_partners
def done(request: Request) -> HttpResponse:
    """What has ended, newest first."""
    rows = PartnerRun.objects.visible_to(request.person).filter(status__in=PartnerRun.ENDS)
    found = keyset(
        rows.select_related("packet", "organisation", "technician"),
        order=("-due_at", "id"),
        after=request.GET.get("after", ""),
        size=100,
    )
    return show(request, "portal/done.html", None, {"runs": found})
