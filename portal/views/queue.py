"""The queue: what is mine now, what is offered to me, what comes later."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from delegation.accounts.seat import Request
from delegation.pages import show
from portal.scope import for_partners


@require_safe
@for_partners
def queue(request: Request) -> HttpResponse:
    """What waits for this person."""
    return show(request, "portal/queue.html", None, {})
