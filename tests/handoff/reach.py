"""A handoff in any state, brought there by the people of the cast, the way people bring it there."""

from datetime import date, timedelta

from django.utils import timezone

from delegation.agreement.models import Agreement
from delegation.approval import engine
from delegation.approval.models import Proposal, facts_of
from delegation.handback import actions as handback
from delegation.handback.models import Return
from delegation.handoff import actions
from delegation.handoff.models import Handoff, Procedure, TransferStep
from inventory.models import Task
from tests import make

State = Handoff.State
STEP = {
    "title": "Open the queue monitor",
    "command": "WRKJOBQ",
    "expected": "No job waits longer than an hour.",
}
_PATH = [State.PREPARING, State.OFFERED, State.IN_TRANSFER, State.STANDBY, State.ACTIVE]


def approved_task(cast, *, by=None, **fields) -> Task:
    """A task that somebody approved to delegate, exactly as it is."""
    holder = by or cast.priya
    task = make.task(
        by=holder, **{"status": Task.Status.DECIDED, "title": "Restart stuck batch queues", **fields}
    )
    task.refresh_from_db()
    frozen = facts_of(task)
    make.proposal(
        asked_by=holder,
        task=task,
        frozen=frozen,
        frozen_hash=engine.fingerprint(frozen),
        status=Proposal.Status.APPROVED,
    )
    return task


def terms(cast, **fields):
    """An agreement in force with Meridian and a scope item in it, the same ones when asked again."""
    agreement = Agreement.objects.filter(organisation=cast.halden, number="A-1").first()
    agreement = agreement or make.agreement(by=cast.marta, partner=cast.meridian, **fields)
    return agreement, agreement.scope_items.first() or make.scope_item(agreement=agreement)


def prepared(cast, *, ready=True, task=None, **task_fields) -> Handoff:
    """Prepared by Priya, who holds the task; ``ready`` fills in what is missing and reads the preview."""
    agreement, item = terms(cast)
    task = task or approved_task(cast, **task_fields)
    handoff = actions.prepare(
        task=task, partner=cast.meridian, agreement=agreement, scope_item=item, by=cast.priya
    )
    if ready:
        make_ready(cast, handoff)
    return handoff


def make_ready(cast, handoff) -> None:
    actions.edit_packet(
        handoff=handoff, by=cast.priya, steps=[STEP], checks=["No queue stands still."], communication="Write here.",
        escalation="Call the night duty when two queues stand still.",
    )  # fmt: skip
    actions.preview(handoff=handoff, by=cast.priya)


def teach(cast, handoff, *, release=True) -> None:
    """Everything a transfer needs but the signatures."""
    lead = cast.lena
    if release:
        for competence in handoff.competences.select_related("technician", "handoff"):
            actions.release(competence=competence, by=lead)
    drafted = actions.draft_procedure(handoff=handoff, steps=[STEP], by=lead)
    actions.sign_off_procedure(procedure_version=drafted, by=cast.priya)
    for step in TransferStep.objects.filter(transfer__handoff=handoff).exclude(kind="sign_off"):
        actions.mark_step(step=step, minutes=30, by=cast.priya, evidence="We watched it.", done=True)


def signed(cast, handoff) -> Handoff:
    actions.sign_transfer(handoff=handoff, by=cast.priya)
    actions.sign_transfer(handoff=fresh(handoff), by=cast.lena)
    return fresh(handoff)


def fresh(handoff) -> Handoff:
    return Handoff.objects.whole().get(pk=handoff.pk)


def forward(cast, handoff, *, to: str) -> Handoff:
    """From preparing along the straight way to standby or active."""
    steps = _PATH[: _PATH.index(to) + 1]
    if State.OFFERED in steps:
        actions.offer(handoff=handoff, by=cast.marta)
    if State.IN_TRANSFER in steps:
        actions.accept(
            handoff=fresh(handoff), technicians=[cast.asha, cast.tom], estimate_minutes=25, by=cast.lena
        )
        teach(cast, fresh(handoff))
    if State.STANDBY in steps:
        signed(cast, fresh(handoff))
    if State.ACTIVE in steps:
        actions.open_tap(handoff=fresh(handoff), by=cast.marta)
        Handoff.objects.filter(pk=handoff.pk).update(opened_at=timezone.now() - timedelta(days=60))
    return fresh(handoff)


def reach(cast, state: str, **task_fields) -> Handoff:
    """A handoff in ``state``, with every guard of the next arrow satisfied."""
    handoff = prepared(cast, **task_fields)
    if state in _PATH:
        return forward(cast, handoff, to=state)
    if state == State.WITHDRAWN:
        actions.withdraw(handoff=handoff, by=cast.marta, why="Not now.")
        return fresh(handoff)
    if state == State.DECLINED:
        actions.decline(handoff=forward(cast, handoff, to=State.OFFERED), why="No hours.", by=cast.lena)
        return fresh(handoff)
    handoff = forward(cast, handoff, to=State.ACTIVE)
    if state == State.SUSPENDED:
        actions.suspend(handoff=handoff, by=cast.lena, why="Something smells.")
        return fresh(handoff)
    going_home(cast, handoff)
    if state == State.RETURNED:
        come_home(cast, handoff)
    return fresh(handoff)


def going_home(cast, handoff) -> Return:
    """Recalled, with everything in place but the signatures, and past its deadline."""
    way_home = handback.recall(handoff=handoff, why="We can do it again.", by=cast.marta)
    handback.revoke_access(way_home=way_home, by=cast.marta)
    handback.review_procedure(way_home=way_home, by=cast.priya)
    Handoff.objects.filter(pk=handoff.pk).update(deadline_at=timezone.now() - timedelta(days=1))
    return way_home


def come_home(cast, handoff) -> None:
    handback.sign(way_home=Return.objects.get(handoff=handoff), by=cast.priya)
    handback.confirm(way_home=Return.objects.get(handoff=handoff), by=cast.lena)


def in_a_year() -> date:
    return timezone.localdate() + timedelta(days=365)


def procedure_of(task) -> Procedure:
    return Procedure.objects.get(task=task)
