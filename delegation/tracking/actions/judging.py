"""The client judges the work; either side may dispute a minute."""

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.moves import same_version
from delegation.tracking.actions.messages import say
from delegation.tracking.jobs import end_run
from delegation.tracking.jobs.telling import tell_client, tell_partner
from delegation.tracking.models import ClockInterval, PartnerRun, turn_clock
from delegation.tracking.permissions import may_accept_work, may_dispute, may_rework

Status = PartnerRun.Status


@transaction.atomic
def accept_work(*, run: PartnerRun, by: Person, version: int | None = None) -> None:
    """Say that it is done; its hours are approved and the catalogue knows what it took."""
    same_version(run, version)
    require(may_accept_work(by, run))
    end_run(run, to=Status.DONE, by=by, at=timezone.now())
    tell_partner(run, by=by, words="your work was accepted")


@transaction.atomic
def rework(*, run: PartnerRun, why: str, by: Person, version: int | None = None) -> None:
    """Send it back with what is wrong; its acceptance checks must be shown again."""
    same_version(run, version)
    require(may_rework(by, run))
    if not why.strip():
        raise Refused("Say what is wrong, so that it can be put right.")
    run.move(to=Status.REWORK, by=by, why=why, ball="partner", rework_count=run.rework_count + 1)
    run.checks.filter(is_acceptance=True).update(done_at=None, done_by=None, evidence="")
    turn_clock(run, side=ClockInterval.Side.PARTNER, at=timezone.now(), reason="Rework")
    say(run.handoff, run=run, body=why, by=by, shared=True)
    tell_partner(run, by=by, must_act=True, words="please look at a run again")


@transaction.atomic
def dispute(*, interval: ClockInterval, why: str, by: Person) -> None:
    """Say that these minutes were not that side's; the other side is told and the interval stays as it is."""
    run = interval.partner_run
    require(may_dispute(by, run))
    if not why.strip():
        raise Refused("Say what is wrong with these minutes.")
    if not ClockInterval.objects.filter(pk=interval.pk, dispute="").update(dispute=why.strip()[:300]):
        raise Refused("This interval is disputed already. Write a message about it.")
    trail.record("disputed the clock", about=run, by=by, why=why, before=str(interval))
    say(run.handoff, run=run, body=f"Disputed: {interval}. {why.strip()}", by=by, shared=True)
    if by.is_partner:
        tell_client(run, by=by, must_act=True, subject=f"Minutes are disputed: {run.packet.title}", body=why)
    else:
        tell_partner(run, by=by, must_act=True, words="minutes of a run are disputed")
