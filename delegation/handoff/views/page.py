"""One handoff: where it stands, whose move it is, what is missing, and what this person may do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from delegation.accounts.models import Person
from delegation.accounts.permissions import YES, Answer, require
from delegation.accounts.seat import Request
from delegation.audit.models import AuditEvent
from delegation.handoff import engine, permissions
from delegation.handoff.engine import Line
from delegation.handoff.forms import (
    ContinuationForm,
    RecallForm,
    ResumptionForm,
    ReviewForm,
    SuspensionForm,
    TermsForm,
    VersionForm,
    WaiverForm,
    WhyForm,
)
from delegation.handoff.models import Handoff, Packet, Waiver, openable_of, readiness_of, taught_of
from delegation.handoff.permissions import may_see_handoffs
from delegation.handoff.views.terms import terms_for
from delegation.pages import show

State = Handoff.State
TIMELINE = 40
DANGERS = {"suspension", "withdrawal", "recall"}
# What an event says, in the words that the page uses for the act.
WORDS = {
    "began as preparing": "began to prepare it",
    "moved to preparing": "asked, so it is prepared again",
    "moved to offered": "offered it to the partner",
    "moved to in_transfer": "accepted it",
    "moved to active": "opened the tap",
    "moved to suspended": "suspended it",
    "moved to returning": "began to bring it home",
    "moved to returned": "brought it home",
    "moved to declined": "declined it",
    "moved to withdrawn": "withdrew it",
}


@dataclass(frozen=True)
class Act:
    """Something one can do to a handoff: its address, its word, whether this person may, and its form."""

    name: str
    word: str
    may: Answer
    form: forms.BaseForm
    danger: bool = False


@require_GET
def handoff(request: Request, pk: str) -> HttpResponse:
    """The page."""
    return show_handoff(request, fetch(request, pk))


def fetch(request: Request, pk: object) -> Handoff:
    """The client's own handoff, or 404; 403 with its sentence for those at the client who may not see any."""
    if request.person.is_partner:
        raise Http404
    found = get_object_or_404(
        Handoff.objects.visible_to(request.person).whole().select_related("resume_agreed_by"), pk=pk
    )
    require(may_see_handoffs(request.person))
    return found


def show_handoff(
    request: Request,
    found: Handoff,
    *,
    bound: Mapping[str, forms.BaseForm] | None = None,
    whole: bool = False,
) -> HttpResponse:
    """Render a handoff, with the form that was refused in its place; ``whole`` gives the page also to htmx."""
    packet = found.packets.latest("number")
    lines = _lines(found, packet)
    acts = _acts(request.person, found, packet, lines, bound or {})
    events = AuditEvent.objects.visible_to(request.person).about(found).select_related("by").order_by("-id")
    context = {
        "handoff": found,
        "packet": packet,
        "lines": lines,
        "how_far": engine.in_place(lines) if lines else "",
        "acts": [act for act in acts if act.may],
        "not_now": [act for act in acts if not act.may],
        "may_edit": permissions.may_edit_packet(request.person, found),
        "events": [_told(event) for event in events[:TIMELINE]],
        "form": next(iter((bound or {}).values()), None),
        "is_late": found.deadline_at is not None and found.deadline_at < timezone.now(),
    }
    return show(request, "handoff/handoff.html", None if whole else "handoff/_handoff.html", context)


def _told(event: AuditEvent) -> dict[str, Any]:
    if event.verb == "moved to standby":
        words = "signed that it is taught" if event.before == State.IN_TRANSFER else "closed the tap"
    else:
        words = WORDS.get(event.verb, event.words)
    return {"at": event.at, "by": event.by, "words": words, "why": event.why}


def _lines(found: Handoff, packet: Packet) -> tuple[Line, ...]:
    """What must be in place before the next arrow."""
    today = timezone.localdate()
    if found.status == State.PREPARING:
        return readiness_of(found, packet, on=today)
    if found.status == State.IN_TRANSFER:
        return taught_of(found, on=today)
    return openable_of(found, on=today) if found.status == State.STANDBY else ()


def _acts(
    person: Person,
    found: Handoff,
    packet: Packet,
    lines: tuple[Line, ...],
    bound: Mapping[str, forms.BaseForm],
) -> list[Act]:
    now, start = timezone.now(), {"version": found.version}
    ready = _ready(lines)
    may_offer = permissions.may_offer(person, found, packet) and ready
    rows = [
        ("offer", "Offer to the partner", may_offer, VersionForm),
        ("opening", "Open the tap", permissions.may_open(person, found) and ready, WhyForm),
        ("closing", "Close the tap", permissions.may_close(person, found, at=now), WhyForm),
        ("reviews", "Let it go on", permissions.may_review(person, found), ReviewForm),
        ("resumption", "Resume", permissions.may_resume(person, found), ResumptionForm),
        ("suspension", "Suspend now", permissions.may_suspend(person, found), SuspensionForm),
        ("withdrawal", "Withdraw", permissions.may_withdraw(person, found), WhyForm),
        ("recall", "Recall", permissions.may_recall(person, found), RecallForm),
    ]
    offer, *later = [
        Act(name, word, may, bound.get(name) or shape(initial=start, auto_id=f"{name}-%s"), name in DANGERS)
        for name, word, may, shape in rows
    ]
    ends = [_waiver(person, found, packet, bound), _continuation(person, found, bound)]
    return [offer, _terms(person, found, bound), *later, *ends]


def _ready(lines: tuple[Line, ...]) -> Answer:
    gaps = engine.missing(lines)
    return Answer(allowed=not gaps, reason=f"{engine.in_place(lines)}. {gaps[0].next_step}" if gaps else "")


def _terms(person: Person, found: Handoff, bound: Mapping[str, forms.BaseForm]) -> Act:
    now = {"version": found.version, "agreement": found.agreement_id, "scope_item": found.scope_item_id}
    choices = terms_for(person, partner=found.partner)
    shape = bound.get("terms") or TermsForm(initial=now, choices=choices, auto_id="terms-%s")
    return Act("terms", "Choose what it falls under", permissions.may_choose_terms(person, found), shape)


def _waiver(person: Person, found: Handoff, packet: Packet, bound: Mapping[str, forms.BaseForm]) -> Act:
    """One form for the kinds this person may sign for."""
    answers = {kind: permissions.may_waive(person, found, packet, kind=kind) for kind in Waiver.Kind}
    allowed = [(kind.value, kind.label) for kind, answer in answers.items() if answer]
    shape = bound.get("waivers") or WaiverForm(kinds=allowed, auto_id="waivers-%s")
    return Act("waivers", "Sign for an exception", YES if allowed else answers[Waiver.Kind.WALL], shape)


def _continuation(person: Person, found: Handoff, bound: Mapping[str, forms.BaseForm]) -> Act:
    agreements = found.partner.agreements_as_partner.filter(organisation=found.organisation_id).order_by(
        "number"
    )
    shape = bound.get("continuation") or ContinuationForm(agreements=agreements, auto_id="continuation-%s")
    return Act("continuation", "Hand it off again", permissions.may_redelegate(person, found), shape)
