"""The list of handoffs, and the beginning of one."""

from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.approval.models import Proposal
from delegation.handoff import actions
from delegation.handoff.forms import PreparationForm
from delegation.handoff.models import Handoff, TransferStep
from delegation.handoff.permissions import may_begin, may_see_handoffs
from delegation.handoff.views.terms import terms_for
from delegation.pages import keyset, refusals_in, show
from inventory.models import Task

PARTNERS = 50
ORDER = ("place", "-moved_at", "id")
PLACES = {0: "Back to us", 1: "Waiting", 2: "Running", 3: "Done"}


@require_GET
def handoffs(request: Request) -> HttpResponse:
    """What is out, and is it going well; what comes back to us stands first."""
    _client_only(request)
    rows = Handoff.objects.visible_to(request.person).select_related("task", "partner")
    if partner := request.GET.get("partner", ""):
        rows = rows.filter(partner__slug=partner)
    found = keyset(rows, order=ORDER, after=request.GET.get("after", ""), size=50)
    done = TransferStep.objects.filter(transfer__handoff__in=found.rows, done_at__isnull=False)
    steps = dict(done.values_list("transfer__handoff").annotate(Count("pk")))
    for row in found:
        row.place_word, row.steps_done = PLACES[row.place], steps.get(row.pk, 0)  # type: ignore[attr-defined]
    ours = Handoff.objects.filter(organisation=request.person.organisation_id, partner=OuterRef("pk"))
    partners = Organisation.objects.filter(Exists(ours)).order_by("name")
    context = {
        "handoffs": found,
        "partners": partners[:PARTNERS],
        "partner": partner,
        "may_begin": may_begin(request.person),
    }
    return show(request, "handoff/handoffs.html", "handoff/_handoffs.html", context)


@require_http_methods(["GET", "POST"])
def preparation(request: Request) -> HttpResponse:
    """Choose an approved task, a partner and the agreement; posting begins the handoff."""
    _client_only(request)
    require(may_begin(request.person))
    form = PreparationForm(request.POST or None, choices=_choices(request.person), initial=_asked(request))
    if form.is_valid():
        with refusals_in(form):
            begun = actions.prepare(by=request.person, **form.cleaned_data)
    if request.method == "POST" and not form.errors:
        return redirect("handoff:handoff", pk=begun.pk)
    return show(request, "handoff/preparation.html", None, {"form": form})


def _client_only(request: Request) -> None:
    if request.person.is_partner:
        raise Http404
    require(may_see_handoffs(request.person))


def _choices(person: Person) -> dict[str, Any]:
    """What this person may choose from: approved tasks that nobody hands off yet, and one's own agreements."""
    approved = Proposal.objects.visible_to(person).filter(
        status=Proposal.Status.APPROVED, disposition=Proposal.Disposition.DELEGATE
    )
    tasks = Task.objects.visible_to(person).live().filter(pk__in=approved.values("task"))
    terms = terms_for(person)
    partners = Organisation.objects.filter(pk__in=terms["agreement"].values("partner"))
    return {
        "task": tasks.exclude(pk__in=Handoff.objects.live().values("task")).order_by("title"),
        "partner": partners.order_by("name"),
        **terms,
    }


def _asked(request: Request) -> dict[str, Any]:
    return {"task": request.GET.get("task", "")}
