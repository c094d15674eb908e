"""Several proposals approved at once: looked at once more, then each on its own."""

from decimal import Decimal

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from delegation.accounts.permissions import Refused, require
from delegation.accounts.seat import Request
from delegation.approval import actions
from delegation.approval.forms import BatchForm
from delegation.approval.models import Decision, Proposal
from delegation.approval.permissions import may_decide, may_decide_at_all
from delegation.approval.views.shown import fetched
from delegation.moves import Stale
from delegation.pages import show

Outcome = tuple[Proposal, bool, str]


@require_POST
def decisions(request: Request) -> HttpResponse:
    """Check what was ticked; the second post approves it, row by row, and says what became of each."""
    require(may_decide_at_all(request.person))
    form = BatchForm(request.POST, proposals=fetched(request))
    outcomes: list[Outcome] = []
    chosen: list[Proposal] = []
    if form.is_valid():
        chosen = list(form.cleaned_data["proposals"])
        if form.cleaned_data["confirmed"]:
            outcomes = [
                _approve(request, one, form.version_of(one.pk), form.cleaned_data["reason"]) for one in chosen
            ]
    context = {
        "form": form, "outcomes": outcomes,
        "rows": [(one, may_decide(request.person, one)) for one in chosen],
        "hours": sum((one.task.hours_per_month for one in chosen), Decimal(0)),
        "told": sorted({str(one.asked_by) for one in chosen}),
    }  # fmt: skip
    return show(request, "approval/decisions.html", None, context)


def _approve(request: Request, asked: Proposal, version: int, reason: str) -> Outcome:
    """Approve one; a refusal of it leaves the others standing."""
    try:
        with transaction.atomic():
            actions.decide(
                proposal=asked,
                verdict=Decision.Verdict.APPROVE,
                reason=reason,
                by=request.person,
                version=version,
            )
    except (Refused, Stale) as no:
        return asked, False, str(no)
    return (
        asked,
        True,
        "Approved." if asked.status == Proposal.Status.APPROVED else "Approved, the first of two.",
    )
