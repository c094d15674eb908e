"""What the page of one run shows: the step that is next, the time, the words, and what this person may do."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.seat import Request
from delegation.handoff.models import left_minutes
from delegation.pages import show
from delegation.tracking import engine, permissions
from delegation.tracking.models import ClockInterval, Message, PartnerRun, TimeEntry, worked_of
from portal.forms import REASONS, SHIFT_ENDS, FinishForm, HomeForm, RunQuestionForm, TimeForm
from portal.scope import run_of

# Hours that were taken back are drafts.
COUNTED = ~Q(status=TimeEntry.Status.DRAFT)
Bound = Mapping[str, forms.BaseForm]


def show_run(request: Request, pk: uuid.UUID, *, bound: Bound | None = None) -> HttpResponse:
    """Render a run, with the form that was refused in its place."""
    row, person, bound, now = run_of(request, pk), request.person, bound or {}, timezone.now()
    context = {
        "run": row,
        "packet": row.packet,
        "client": row.organisation,
        "phone": engine.telephone(row.packet.escalation),
        "now": now,
        "form": next(iter(bound.values()), None),
        **_answers(person, row),
        **_steps(row),
        **_time(row, bound, at=now),
        **_words(person, row, bound),
    }
    context["home_form"] = bound.get("sending_home") or HomeForm(
        initial={"version": row.version, "note": context["left"]}, auto_id="home-%s"
    )
    return show(request, "portal/run.html", "portal/_run.html", context)


def _answers(person: Person, row: PartnerRun) -> dict[str, Any]:
    return {
        "may_pick_up": permissions.may_pick_up(person, row, on=timezone.localdate()),
        "may_start": permissions.may_start(person, row),
        "may_tick": permissions.may_tick(person, row),
        "may_ask": permissions.may_ask(person, row),
        "may_resume": permissions.may_resume(person, row),
        "may_log_time": permissions.may_log_time(person, row),
        "may_submit": permissions.may_submit(person, row),
        "may_send_home": permissions.may_send_home(person, row),
        "may_put_down": permissions.may_put_down(person, row),
    }


def _steps(row: PartnerRun) -> dict[str, Any]:
    """Those that are done, the one that is next, the rest, and how it was left in a sentence."""
    checks = list(row.checks.order_by("position")[:200])
    done = [check for check in checks if check.done_at]
    open_ones = [check for check in checks if not check.done_at]
    done_words = f"{engine.steps_words([check.position for check in done])} done" if done else ""
    left = f"{done_words or 'No step is done'}."
    if open_ones:
        left += f" Step {open_ones[0].position} is not: {open_ones[0].text}"
    return {
        "checks": checks,
        "done": done,
        "done_words": done_words,
        "done_at": max((check.done_at for check in checks if check.done_at), default=None),
        "current": open_ones[0] if open_ones else None,
        "rest": open_ones[1:],
        "left": left,
    }


def _time(row: PartnerRun, bound: Bound, *, at: datetime) -> dict[str, Any]:
    """Minutes: until it is due, worked, logged, left in the hour bank; and the forms that log them."""
    today, version = timezone.localdate(), {"version": row.version}
    intervals = list(ClockInterval.objects.filter(partner_run=row).order_by("from_at")[:100])
    logged = TimeEntry.objects.filter(partner_run=row).aggregate(
        minutes=Sum("minutes", filter=COUNTED), rows=Count("pk")
    )
    worked, key = worked_of(row, intervals, at=at), {"key": f"{row.pk}:{logged['rows']}"}
    left = left_minutes(row.handoff, on=today)
    to_log = min(1440, max(0, worked - (logged["minutes"] or 0)) or (0 if logged["rows"] else 1))
    initial = {"worked_on": today, "category": TimeEntry.Category.RUN, **key}
    return {
        "pace": engine.pace(
            picked_up_at=row.picked_up_at, due_at=row.due_at, usual_minutes=row.packet.budget_minutes, at=at
        ),
        "left_words": engine.left_words(due_at=row.due_at, at=at),
        "intervals": intervals,
        "worked": worked,
        "clock": f"{worked // 60}:{worked % 60:02}",
        "logged": engine.span_words(logged["minutes"]) if logged["minutes"] else "",
        "bank_left": "" if left is None else f"{left // 60} h",
        "time_form": bound.get("time") or TimeForm(initial=initial, auto_id="time-%s"),
        "finish_form": bound.get("submission")
        or FinishForm(initial={"minutes": to_log, **key, **version}, auto_id="finish-%s"),
    }


def _words(person: Person, row: PartnerRun, bound: Bound) -> dict[str, Any]:
    said = Message.objects.visible_to(person).filter(partner_run=row).select_related("by")
    names = {"client": row.organisation, "partner": row.partner}
    shift = permissions.may_put_down(person, row)
    return {
        "messages_here": list(said.order_by("at")[:100]),
        "question_form": bound.get("question")
        or RunQuestionForm(initial={"version": row.version}, auto_id="question-%s"),
        "reasons": [(why, then.format(**names)) for why, then in REASONS if why != SHIFT_ENDS or shift],
    }
