"""What counts, and how much."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from delegation.accounts.permissions import require
from delegation.accounts.seat import Request
from delegation.pages import refusals_in, show
from delegation.scoring import actions
from delegation.scoring.forms import WeightsForm
from delegation.scoring.models import Rubric, Standing, engine_rubric
from delegation.scoring.permissions import may_publish, may_see_scores

SHOWN = 20


@require_http_methods(["GET", "POST"])
def rubric(request: Request) -> HttpResponse:
    """The criteria with their weights; posting publishes the next rubric."""
    require(may_see_scores(request.person))
    history = _history(request)
    newest = history[0] if history else None
    now = engine_rubric(newest)
    form = WeightsForm(request.POST or None, rubric=now, initial={"number": newest.number if newest else 1})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            new = actions.publish(by=request.person, **form.said())
            messages.info(request, f"{new} is published. The ranking follows it in a moment.")
            return redirect("scoring:rubric")
    context = {
        "form": form, "newest": newest, "history": history, "may_publish": may_publish(request.person),
        "follows": _follows(request, newest), "weights": [(one, form[f"weight_{one.key}"]) for one in now.criteria],
    }  # fmt: skip
    return show(request, "scoring/rubric.html", None, context)


def _history(request: Request) -> list[Rubric]:
    published = Rubric.objects.visible_to(request.person).published().select_related("published_by")
    return list(published.order_by("-number")[:SHOWN])


def _follows(request: Request, newest: Rubric | None) -> bool:
    """Whether the ranking has yet to follow the newest rubric."""
    standing = Standing.objects.filter(pk=request.person.organisation_id).first()
    return bool(newest and standing and standing.rubric_id != newest.pk)
