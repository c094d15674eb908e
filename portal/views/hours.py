"""The hours a lead offers, by client and week."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from delegation.accounts.models import Organisation
from delegation.accounts.seat import Request
from delegation.agreement import actions
from delegation.agreement.models import Agreement, OfferedHours
from delegation.pages import refusals_in, show
from portal.forms import HoursForm
from portal.scope import for_leads

WEEKS = 13


@require_http_methods(["GET", "POST"])
@for_leads
def hours(request: Request) -> HttpResponse:
    """What was offered for the weeks to come, and a form to offer more or less."""
    today = timezone.localdate()
    mondays = [today - timedelta(days=today.weekday()) + timedelta(weeks=week) for week in range(WEEKS)]
    known = Agreement.objects.visible_to(request.person).exclude(status=Agreement.Status.ENDED)
    clients = Organisation.objects.filter(pk__in=known.values("organisation")).order_by("name")
    form = HoursForm(request.POST or None, clients=clients, mondays=mondays)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.offer_hours(by=request.person, **form.cleaned_data)
        if not form.errors:
            messages.info(request, f"{form.cleaned_data['client']} sees it now.")
            return redirect("portal:hours")
    offered = OfferedHours.objects.visible_to(request.person).filter(week_on__gte=mondays[0])
    rows = offered.select_related("organisation").order_by("week_on", "organisation__name")[:200]
    return show(request, "portal/hours.html", None, {"form": form, "rows": rows, "clients": clients})
