"""A firm's handoffs: what is offered, taught, running, and coming to an end."""

import uuid

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from delegation.accounts.seat import Request
from delegation.handback import actions as handback
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.models import Handoff
from delegation.pages import keyset, show
from delegation.tracking.actions import write
from delegation.tracking.forms import MessageForm
from portal.forms import AcceptanceForm, QuestionForm, RefusalForm, ReturnForm, SuspensionForm, VersionForm
from portal.scope import for_leads, for_partners, handoff_of
from portal.views.page import act, show_handoff

State = Handoff.State
WAITING = 20
GROUPS = (
    ("Offered to us", (State.OFFERED,)),
    ("Being taught", (State.IN_TRANSFER,)),
    ("Running", (State.ACTIVE, State.STANDBY, State.SUSPENDED)),
    ("Going home", (State.RETURNING,)),
    ("Ended", (State.RETURNED, State.DECLINED)),
)


@require_safe
@for_partners
def handoffs(request: Request) -> HttpResponse:
    """Every handoff this person may see, by how far it is."""
    rows = Handoff.objects.visible_to(request.person).select_related("organisation")
    found = keyset(
        rows.with_packet_title(), order=("-created_at", "id"), after=request.GET.get("after", ""), size=100
    )
    groups = [(label, [row for row in found if row.status in states]) for label, states in GROUPS]
    asked = Handoff.objects.given_back_by(request.person).order_by("-moved_at", "id")
    context = {
        "groups": [(label, rows) for label, rows in groups if rows], "next": found.next,
        "asked": asked.values("note", "moved_at", client=F("organisation__name"))[:WAITING],
    }  # fmt: skip
    return show(request, "portal/handoffs.html", None, context)


@require_safe
@for_partners
def handoff(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One handoff: the packet word for word, and what this person may do now."""
    return show_handoff(request, pk)


@require_POST
@for_leads
def acceptance(request: Request, pk: uuid.UUID) -> HttpResponse:
    form = AcceptanceForm(request.POST, person=request.person)
    return act(
        request,
        pk,
        "acceptance",
        form,
        lambda found, said: actions.accept(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def question(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "question",
        QuestionForm(request.POST),
        lambda found, said: actions.ask(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def refusal(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "refusal",
        RefusalForm(request.POST),
        lambda found, said: actions.decline(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def suspension(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "suspension",
        SuspensionForm(request.POST),
        lambda found, said: actions.suspend(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def handing_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    return act(
        request,
        pk,
        "handing_back",
        ReturnForm(request.POST),
        lambda found, said: handback.hand_back(handoff=found, by=request.person, **said),
    )


@require_POST
@for_leads
def confirmation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Nothing of it is left here."""
    found, _ = handoff_of(request, pk)
    way_home = get_object_or_404(
        Return.objects.visible_to(request.person).select_related("handoff__task"), handoff=found
    )

    form = VersionForm(request.POST)
    return act(
        request,
        pk,
        "confirmation",
        form,
        lambda _, said: handback.confirm(way_home=way_home, by=request.person, **said),
    )


@require_POST
@for_partners
def words(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say something on a handoff; it stays in the firm unless it is shared."""
    form = MessageForm(request.POST, other="The client too", auto_id="message-%s")
    return act(
        request, pk, "words", form, lambda found, said: write(handoff=found, by=request.person, **said)
    )
