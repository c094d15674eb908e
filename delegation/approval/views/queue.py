"""The queue, and asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.approval import actions
from delegation.approval.forms import ProposalForm
from delegation.approval.permissions import may_propose_at_all, may_see_proposals
from delegation.approval.views.shown import decidable_first, fetched, shown
from delegation.pages import keyset, refusals_in, show
from inventory.models import Task

ORDER = ("-asked_at", "id")
SIZE = 50


@require_http_methods(["GET", "POST"])
def proposals(request: Request) -> HttpResponse:
    """The queue with its first proposal open; posting asks for one or many tasks."""
    require(may_see_proposals(request.person))
    if request.method == "POST":
        return _propose(request)
    everything = request.GET.get("show") == "all"
    rows = fetched(request) if everything else fetched(request).open()
    found = keyset(rows, order=ORDER, after=request.GET.get("after", ""), size=SIZE)
    queue = decidable_first(request.person, found)
    chosen = queue[0][0] if queue else None
    context = {
        "proposals": queue,
        "show_all": everything,
        "next_url": f"?{'show=all&' if everything else ''}after={found.next}" if found.next else "",
        **(shown(request, chosen) if chosen else {}),
    }
    return show(request, "approval/proposals.html", "approval/_proposals.html", context)


def _propose(request: Request) -> HttpResponse:
    require(may_propose_at_all(request.person))
    tasks = Task.objects.visible_to(request.person).live().select_related("holder", "system", "organisation")
    form = ProposalForm(request.POST, tasks=tasks)
    if form.is_valid():
        with refusals_in(form):
            asked = actions.propose(by=request.person, **form.cleaned_data)
            one = len(asked) == 1
            messages.info(
                request,
                f"{asked[0].task} is proposed."
                if one
                else f"{len(asked)} are proposed. The managers are told.",
            )
    if form.errors:
        return show(request, "approval/refused.html", None, {"form": form})
    return redirect("approval:proposals")
