"""How an organisation stands at this moment, in one query of single figures."""

from typing import Any

from django.db.models import Count, DecimalField, IntegerField, Min, QuerySet, Subquery, Sum

from delegation.accounts.models import Organisation
from delegation.approval.models import Proposal
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import Ball
from delegation.reporting.engine import Ask, Stays
from inventory.models import Task

NAMED = 3
_COUNT: Any = IntegerField()
_HOURS: Any = DecimalField(max_digits=12, decimal_places=2)


def standing_of(organisation: Organisation, *, walled_minutes: int) -> dict[str, Any]:
    """Who carries, what is walled off, and what waits for somebody on the client's side."""
    ours = {"organisation": organisation}
    handoffs, asked = Handoff.objects.filter(**ours).live(), Proposal.objects.filter(**ours).open()
    walled = Task.objects.filter(**ours).live().exclude(wall="")
    titles = walled.order_by("-hours_per_month", "title").values("title")
    figures = {
        "asked": _one(asked, Count("pk")),
        "hours": _one(asked, Sum("task__hours_per_month"), _HOURS),
        "waiting": _one(handoffs.filter(ball=Ball.CLIENT), Count("pk")),
        "partners": _one(handoffs, Count("partner", distinct=True)),
        "partner": _one(handoffs, Min("partner__name"), None),
        "walled": _one(walled, Count("pk")),
        **{f"title_{place}": Subquery(titles[place : place + 1]) for place in range(NAMED)},
    }
    rows: Any = Organisation.objects.filter(pk=organisation.pk).values(**figures)
    found: dict[str, Any] = rows.get()
    named = tuple(found[f"title_{place}"] for place in range(NAMED) if found[f"title_{place}"])
    return {
        "partner": found["partner"] if found["partners"] == 1 else "the partners" if found["partners"] else "the partner",
        "stays": Stays(found["walled"] or 0, named, walled_minutes), "asks": _asks(found),
    }  # fmt: skip


def _one(rows: QuerySet[Any], figure: Any, output: Any = _COUNT) -> Subquery:
    """A figure over all the rows, as a column; nothing where there are none."""
    counted = rows.order_by().values("organisation").annotate(figure=figure).values("figure")
    return Subquery(counted, output_field=output) if output else Subquery(counted)


def _asks(found: dict[str, Any]) -> tuple[Ask, ...]:
    asks = []
    if found["asked"]:
        tasks = "task" if found["asked"] == 1 else "tasks"
        asks.append(
            Ask(
                f"Decide on {found['asked']} proposed {tasks}.",
                f"They take {found['hours'] or 0:.0f} hours a month.",
            )
        )
    if found["waiting"]:
        plural = "s" if found["waiting"] > 1 else ""
        asks.append(
            Ask(f"Move {found['waiting']} hand-off{plural} on.", "The next step is ours, not the partner's.")
        )
    return tuple(asks)
