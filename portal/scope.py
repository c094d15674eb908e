"""Whose window this is: the door that a client's people do not find, and what a partner's person may fetch."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from delegation.accounts.models import Role
from delegation.accounts.seat import Request
from delegation.handoff.models import Handoff, Packet
from delegation.tracking.models import PartnerRun

Rest = ParamSpec("Rest")
View = Callable[Concatenate[Request, Rest], HttpResponse]


def for_partners(view: View[Rest]) -> View[Rest]:
    """A page of the portal: a client's person gets 404, as from an address that does not exist."""

    @wraps(view)
    def inside(request: Request, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.person.is_partner:
            raise Http404
        return view(request, *args, **kwargs)

    return inside


def for_leads(view: View[Rest]) -> View[Rest]:
    """A page of the portal that technicians do not have either."""

    @wraps(view)
    def inside(request: Request, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.person.role != Role.LEAD:
            raise Http404
        return view(request, *args, **kwargs)

    return inside


def run_of(request: Request, pk: uuid.UUID) -> PartnerRun:
    """A run that this person may see, with its packet."""
    return get_object_or_404(PartnerRun.objects.visible_to(request.person).whole(), pk=pk)


def handoff_of(request: Request, pk: uuid.UUID) -> tuple[Handoff, Packet]:
    """A handoff that this person may see, and the newest packet that was frozen for the partner."""
    rows = Handoff.objects.visible_to(request.person).select_related(
        "organisation", "partner", "agreement", "partner_lead"
    )
    handoff = get_object_or_404(rows, pk=pk)
    packets = Packet.objects.filter(handoff=handoff, partner=request.person.organisation_id)
    packet = packets.exclude(frozen_at=None).order_by("-number").first()
    if packet is None:
        raise Http404
    return handoff, packet
