"""Rounds of ratings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import refusals_in, show
from delegation.scoring import actions
from delegation.scoring.forms import CampaignForm
from delegation.scoring.models import Campaign
from delegation.scoring.permissions import may_hold_campaigns, may_see_scores
from inventory.models import Task

SHOWN = 20


@require_http_methods(["GET", "POST"])
def campaigns(request: Request) -> HttpResponse:
    """Rounds with how far each is; posting starts one."""
    require(may_see_scores(request.person))
    form = CampaignForm(request.POST or None, people=_raters(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            started = actions.start_campaign(by=request.person, **form.cleaned_data)
            messages.info(request, f"{started} has started. Everybody in it is told.")
            return redirect("scoring:campaigns")
    rounds = (
        Campaign.objects.visible_to(request.person).prefetch_related("people").order_by("-created_at", "pk")
    )
    context = {
        "campaigns": _progress(list(rounds[:SHOWN])), "form": form, "may_hold": may_hold_campaigns(request.person),
    }  # fmt: skip
    return show(request, "scoring/campaigns.html", None, context)


@require_POST
def campaign_end(request: Request, pk: UUID) -> HttpResponse:
    """End a round."""
    actions.close_campaign(
        campaign=get_object_or_404(Campaign.objects.visible_to(request.person), pk=pk), by=request.person
    )
    return redirect("scoring:campaigns")


def _progress(rounds: list[Campaign]) -> list[dict[str, Any]]:
    """Of the tasks that each round's people hold, how many they have begun to rate since it started; one query."""
    since = min((one.created_at for one in rounds), default=timezone.now())
    people = {person.pk for one in rounds for person in one.people.all()}
    held = Task.objects.filter(holder__in=people).live().exclude(status=Task.Status.DRAFT).values("holder")
    begun = Q(ratings__rater=F("holder"), ratings__rated_at__gte=since)
    counts = {
        row["holder"]: (row["tasks"], row["begun"])
        for row in held.annotate(
            tasks=Count("pk", distinct=True), begun=Count("pk", filter=begun, distinct=True)
        )
    }
    found = []
    for one in rounds:
        pairs = [counts.get(person.pk, (0, 0)) for person in one.people.all()]
        tasks, done = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        found.append(
            {
                "campaign": one,
                "tasks": tasks,
                "done": done,
                "part": f"{36 * done / tasks:.1f}" if tasks else "0",
            }
        )
    return found


def _raters(request: Request) -> Any:
    roles = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN)
    return (
        Person.objects.visible_to(request.person)
        .active(on=timezone.localdate())
        .filter(role__in=roles)
        .order_by("name")
    )
