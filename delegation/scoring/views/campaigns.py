"""Rounds of ratings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import keyset, refusals_in, show
from delegation.scoring import actions
from delegation.scoring.forms import CampaignForm
from delegation.scoring.models import Asked, Campaign, Rating
from delegation.scoring.permissions import may_hold_campaigns, may_see_scores
from inventory.models import Task

SHOWN, NAMED = 20, 12


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
    members: Any = Asked.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    counted = Subquery(members.annotate(sum=Count("pk")).values("sum"))
    rounds: Any = Campaign.objects.visible_to(request.person).annotate(people_in=Coalesce(counted, 0))
    found = keyset(rounds, order=("-created_at", "id"), after=request.GET.get("after", ""), size=SHOWN)
    context = {
        "campaigns": _progress(found.rows), "next": found.next, "form": form, "may_hold": may_hold_campaigns(request.person),
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
    """Who is in each round, and of the tasks they hold how many they have begun to rate since it started."""
    begun = Rating.objects.filter(
        task=OuterRef("pk"), rater=OuterRef("holder"), rated_at__gte=OuterRef("holder__campaigns__created_at")
    )
    held = Task.objects.filter(holder__campaigns__in=rounds).live().exclude(status=Task.Status.DRAFT)
    counted = held.values_list("holder__campaigns").annotate(
        tasks=Count("pk"), begun=Count("pk", filter=Exists(begun))
    )
    counts = {pk: (tasks, done) for pk, tasks, done in counted}
    named = Prefetch("people", Person.objects.order_by("name", "pk")[:NAMED], to_attr="named")
    prefetch_related_objects(rounds, named)
    return [_shown(one, *counts.get(one.pk, (0, 0))) for one in rounds]


def _shown(one: Any, tasks: int, done: int) -> dict[str, Any]:
    names = [str(person) for person in one.named]
    others = one.people_in - len(names)
    who = ", ".join([*names, f"{others} others"] if others else names)
    part = f"{36 * done / tasks:.1f}" if tasks else "0"
    return {"campaign": one, "tasks": tasks, "done": done, "who": who, "part": part}


def _raters(request: Request) -> Any:
    roles = (Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN)
    return (
        Person.objects.visible_to(request.person)
        .active(on=timezone.localdate())
        .filter(role__in=roles)
        .order_by("name")
    )
