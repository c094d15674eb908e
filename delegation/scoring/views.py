"""Assess, ratings and ranking."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.scoring.permissions import may_rate_at_all, may_see_scores
from inventory.models import Task


@require_http_methods(["GET", "POST"])
def assess(request: Request) -> HttpResponse:
    """The next question on the next task of mine."""
    require(may_rate_at_all(request.person))
    return render(request, "scoring/ranking.html", {})


@require_http_methods(["GET", "POST"])
def ratings(request: Request, pk: str) -> HttpResponse:
    """Every criterion of one task."""
    require(may_see_scores(request.person))
    get_object_or_404(Task.objects.visible_to(request.person), pk=pk)
    return render(request, "scoring/ranking.html", {})


@require_http_methods(["GET"])
def ranking(request: Request) -> HttpResponse:
    """Every scored task, by its index."""
    require(may_see_scores(request.person))
    return render(request, "scoring/ranking.html", {})
