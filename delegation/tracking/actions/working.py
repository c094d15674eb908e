"""Doing it: start, tick each step with what shows it, submit; or send this one run home."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.moves import same_version
from delegation.tracking.actions.messages import say
from delegation.tracking.jobs import end_run
from delegation.tracking.jobs.telling import tell_client
from delegation.tracking.models import Check, ClockInterval, PartnerRun, turn_clock
from delegation.tracking.permissions import may_send_home, may_start, may_submit, may_tick

Status = PartnerRun.Status


@transaction.atomic
def start(*, run: PartnerRun, by: Person, version: int | None = None) -> None:
    """Begin, or begin again after the work came back."""
    same_version(run, version)
    require(may_start(by, run))
    now = timezone.now()
    run.move(to=Status.IN_PROGRESS, by=by, started_at=run.started_at or now, ball="partner")
    turn_clock(run, side=ClockInterval.Side.PARTNER, at=now)


@transaction.atomic
def tick(*, check: Check, by: Person, evidence: str = "") -> bool:
    """Say that a step is done, with what shows it; gives whether that was news. A second click changes nothing.

    Raises ``Refused`` for an acceptance check without what shows it.
    """
    run = check.partner_run
    evidence = evidence.strip()
    if check.done_at is not None and evidence in {"", check.evidence}:
        return False
    require(may_tick(by, run))
    if check.is_acceptance and not evidence:
        raise Refused("Write what shows it, so that the client can see it too.")
    rows = Check.objects.filter(pk=check.pk).exclude(done_at__isnull=False, evidence=evidence)
    if not rows.update(done_at=timezone.now(), done_by=by, evidence=evidence):
        return False
    trail.record(f"ticked {check.position}", about=run, by=by, why=evidence)
    return True


@transaction.atomic
def untick(*, check: Check, by: Person) -> bool:
    """Take a tick back; gives whether there was one."""
    require(may_tick(by, check.partner_run))
    rows = Check.objects.filter(pk=check.pk, done_at__isnull=False)
    if not rows.update(done_at=None, done_by=None, evidence=""):
        return False
    trail.record(f"took tick {check.position} back", about=check.partner_run, by=by)
    return True


@transaction.atomic
def submit(*, run: PartnerRun, by: Person, note: str = "", version: int | None = None) -> None:
    """Say that it is finished; from here the minutes are the client's. Every check is filled, or it is refused."""
    same_version(run, version)
    require(may_submit(by, run))
    missing = run.checks.unfilled().order_by("position").first()
    if missing is not None:
        raise Refused(
            f"Not everything is ticked: “{missing.text}” is open. Tick it with what shows it, then finish."
        )
    now = timezone.now()
    run.move(to=Status.SUBMITTED, by=by, ball="client", submitted_at=now, outcome_note=note)
    turn_clock(run, side=ClockInterval.Side.CLIENT, at=now, reason="Looking at the work")
    tell_client(run, by=by, subject=f"Finished: {run.packet.title}", body=note)


@transaction.atomic
def send_home(*, run: PartnerRun, why: str, by: Person, note: str = "", version: int | None = None) -> None:
    """Give this one run back, with the reason and how it was left; the client is told at once."""
    same_version(run, version)
    require(may_send_home(by, run))
    if not why.strip():
        raise Refused("Say why it goes home, so that the client can take over.")
    end_run(run, to=Status.SENT_HOME, by=by, at=timezone.now(), why=why, note=note)
    say(run.handoff, run=run, body=f"{why}\n\n{note}".strip(), by=by, shared=True)
    tell_client(
        run, by=by, must_act=True, subject=f"Sent home: {run.packet.title}", body=f"{why}\n\n{note}".strip()
    )
