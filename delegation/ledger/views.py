"""The ledger: what each week freed, and what became of it."""

import uuid

from django.contrib import messages
from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from delegation import choices
from delegation.accounts.models import Role
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.ledger import actions
from delegation.ledger.forms import BookingForm
from delegation.ledger.models import Entry
from delegation.ledger.permissions import may_see_ledger
from delegation.pages import keyset, refusals_in, show
from inventory.models import Initiative

# Fifty rows carry a list each; a longer one is written in and suggested once.
CHOSEN_FROM = 20


@require_safe
def ledger(request: Request) -> HttpResponse:
    """Freed hours week by week, newest first, and how many are not used yet."""
    require(may_see_ledger(request.person))
    return _show(request, BookingForm(initiatives=_initiatives(request)))


@require_POST
def booking(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what the freed minutes were used for."""
    entry = get_object_or_404(Entry.objects.visible_to(request.person).select_related("task"), pk=pk)
    require(may_see_ledger(request.person))
    form = BookingForm(request.POST, initiatives=_initiatives(request))
    if form.is_valid():
        with refusals_in(form):
            actions.book(entry=entry, by=request.person, **form.cleaned_data)
            messages.info(request, "Booked.")
            return redirect("ledger:ledger")
    return _show(request, form)


def _initiatives(request: Request) -> QuerySet[Initiative]:
    return Initiative.objects.visible_to(request.person).order_by("name")


def _show(request: Request, form: BookingForm) -> HttpResponse:
    freed = Entry.objects.visible_to(request.person).filter(kind=Entry.Kind.FREED)
    sums = freed.aggregate(
        freed=Sum("minutes", default=0),
        booked=Sum("booked_minutes", default=0, filter=Q(booked_minutes__gt=0)),
    )
    rows = keyset(
        freed.select_related("task", "booked_to"),
        order=("-week_on", "id"),
        after=request.GET.get("after", ""),
        size=50,
    )
    context = {
        "entries": rows,
        "form": form,
        "initiatives": (known := list(_initiatives(request)[: choices.LISTED + 1])),
        "are_many": len(known) > CHOSEN_FROM,
        "may_book": request.person.role == Role.MANAGER,
        "figures": [
            {"label": "Hours freed", "value": f"{sums['freed'] / 60:,.0f}"},
            {"label": "Booked to initiatives", "value": f"{sums['booked'] / 60:,.0f}"},
            {"label": "Not used yet", "value": f"{(sums['freed'] - sums['booked']) / 60:,.0f}"},
        ],
    }
    return show(request, "ledger/ledger.html", None, context)
