"""What a page about proposals shows of them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.seat import Request
from delegation.approval import engine
from delegation.approval.forms import DecisionForm
from delegation.approval.models import Decision, Proposal, ProposalQuerySet, facts_of
from delegation.approval.permissions import may_decide, may_withdraw
from delegation.scoring.permissions import may_see_scores


def fetched(request: Request) -> ProposalQuerySet:
    """The proposals this person may see, whole, with their answers."""
    answers = Prefetch("decisions", Decision.objects.select_related("by").order_by("at", "pk"))
    return Proposal.objects.visible_to(request.person).whole().prefetch_related(answers)


def decidable_first(person: Person, rows: Iterable[Proposal]) -> list[tuple[Proposal, bool]]:
    """Each with whether this person may decide on it; those first, otherwise in the order of ``rows``."""
    return sorted(((one, bool(may_decide(person, one))) for one in rows), key=lambda row: not row[1])


def shown(request: Request, asked: Proposal, *, form: DecisionForm | None = None) -> dict[str, Any]:
    """The frozen copy, what has changed since, the answers so far, and the acts that this person may do now."""
    is_open = asked.status == Proposal.Status.OPEN
    return {
        "proposal": asked,
        "frozen": asked.frozen,
        "lines": engine.in_words(asked.frozen),
        "differences": engine.differences(asked.frozen, facts_of(asked.task)) if is_open else [],
        "form": form or DecisionForm(initial={"version": asked.version}),
        "may_decide": may_decide(request.person, asked),
        "may_withdraw": may_withdraw(request.person, asked),
        "may_see_scores": may_see_scores(request.person),
        "consequences": _consequences(request, asked),
    }


def _consequences(request: Request, asked: Proposal) -> dict[str, Any]:
    """Hours freed a month, how many of them at night, and the holder's month before and after."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    follows: Any = Proposal.objects.filter(pk=asked.pk).with_consequences(request.person, since=today)
    counted = follows.values("holder_hours", "sitting_approved", "sitting_hours").get()
    task, before = asked.task, counted["holder_hours"] or Decimal(0)
    night = task.hours_per_month * task.off_hours_share
    leaves = asked.disposition != Proposal.Disposition.KEEP
    after = max(before - task.hours_per_month, Decimal(0)) if leaves else before
    widest = max(before, Decimal(1))
    return {
        "leaves": leaves, "hours": f"{task.hours_per_month:.1f}", "night": f"{night:.1f}",
        "before": f"{before:.0f}", "after": f"{after:.0f}", "before_part": "36", "after_part": f"{36 * after / widest:.1f}",
        "approved": counted["sitting_approved"], "freed": f"{counted['sitting_hours'] or 0:.0f}",
    }  # fmt: skip
