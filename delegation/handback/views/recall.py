"""The way home begins: one request, from wherever the handoff stands."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from delegation.accounts.seat import Request
from delegation.handback import actions
from delegation.handoff.forms import RecallForm
from delegation.handoff.views.acts import act


@require_POST
def recall(request: Request, pk: str) -> HttpResponse:
    """Take it home."""
    return act(request, pk, "recall", RecallForm(request.POST), actions.recall)
