"""Waiting: a question to the client, a third party, and going on."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.moves import same_version
from delegation.tracking.actions.messages import say
from delegation.tracking.jobs.telling import tell_client, tell_partner
from delegation.tracking.models import ClockInterval, Message, PartnerRun, turn_clock
from delegation.tracking.permissions import may_answer, may_ask, may_resume, may_wait

Status = PartnerRun.Status
Side = ClockInterval.Side


@transaction.atomic
def ask(*, run: PartnerRun, question: str, by: Person, version: int | None = None) -> Message:
    """Ask the client. Until somebody answers the run waits and the minutes are the client's."""
    same_version(run, version)
    require(may_ask(by, run))
    _said(question, "Write your question, so that it can be answered.")
    reason = f"Waiting for {run.organisation}"
    _let_wait(run, side=Side.CLIENT, reason=reason, by=by)
    message = say(run.handoff, run=run, body=question, by=by, shared=True, is_question=True)
    tell_client(run, by=by, must_act=True, subject=f"A question about {run.packet.title}", body=question)
    return message


@transaction.atomic
def answer(*, run: PartnerRun, body: str, by: Person, version: int | None = None) -> Message:
    """Answer the partner; from here the minutes are the partner's again."""
    same_version(run, version)
    require(may_answer(by, run))
    _said(body, "Write your answer.")
    message = say(run.handoff, run=run, body=body, by=by, shared=True)
    _go_on(run, by=by)
    tell_partner(run, by=by, must_act=True, words="your question was answered")
    return message


@transaction.atomic
def wait(*, run: PartnerRun, who: str, by: Person, version: int | None = None) -> None:
    """Let it wait for somebody who is neither side; the minutes are theirs."""
    same_version(run, version)
    require(may_wait(by, run))
    _said(who, "Say whom it waits for.")
    reason = f"Waiting for {who.strip()}"
    _let_wait(run, side=Side.THIRD_PARTY, reason=reason, by=by)
    tell_client(run, by=by, subject=f"{run.packet.title} waits for a third party", body=reason)


@transaction.atomic
def resume(*, run: PartnerRun, by: Person, version: int | None = None) -> None:
    """Go on, whether it was answered or not needed any more."""
    same_version(run, version)
    require(may_resume(by, run))
    _go_on(run, by=by)


def _let_wait(run: PartnerRun, *, side: str, reason: str, by: Person) -> None:
    run.move(to=Status.WAITING, by=by, why=reason, ball=side, waiting_for=reason[:300])
    turn_clock(run, side=side, at=timezone.now(), reason=reason)


def _go_on(run: PartnerRun, *, by: Person) -> None:
    run.move(to=Status.IN_PROGRESS, by=by, ball="partner", waiting_for="")
    turn_clock(run, side=Side.PARTNER, at=timezone.now())


def _said(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)
