"""Runs fall due at the partner: made from the task's rule, with the steps and checks of what was offered."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.handoff.models import Handoff, Packet
from delegation.tracking import engine
from delegation.tracking.models import Check, PartnerRun, start_clock
from inventory.engine import rhythm
from inventory.models import Run, Task
from inventory.models.derived import working_calendar

log = logging.getLogger("relay.tracking")

AHEAD = timedelta(hours=48)


@shared_task
def due_runs(*, at: datetime | None = None) -> int:
    """Make the runs of the next 48 hours for every open tap; gives how many are new. Asking again makes none.

    What fell due while the clock stood still is made as long as its window lasts.
    """
    now = at or timezone.now()
    rows = Handoff.objects.filter(status=Handoff.State.ACTIVE).exclude(task__rule="")
    open_taps = rows.select_related("task", "organisation", "partner", "agreement").order_by("pk")
    return sum(_make(handoff, at=now) for handoff in open_taps.iterator(chunk_size=200))


def create_run(
    handoff: Handoff, *, due_at: datetime, source: str, by: Person | None, at: datetime
) -> PartnerRun | None:
    """One run at the partner, offered to its technicians; None where there is one for that moment already."""
    packet = handoff.packets.exclude(frozen_at=None).order_by("-number").first()
    if packet is None:
        return None
    try:
        with transaction.atomic():
            run = _write(handoff, packet, due_at=due_at, source=source, at=at)
    except IntegrityError:
        return None
    if run is not None:
        run.begin(by=by, why=str(Run.Source(source).label))
    return run


def _make(handoff: Handoff, *, at: datetime) -> int:
    try:
        wanted = list(_due(handoff, at=at))
    except rhythm.Unclear as unclear:
        log.warning("no runs for handoff %s: %s", handoff.pk, unclear)
        return 0
    known = set(
        PartnerRun.objects.filter(handoff__task=handoff.task_id, starts_at__in=wanted).values_list(
            "starts_at", flat=True
        )
    )
    made = 0
    for due_at in wanted:
        if due_at not in known:
            with transaction.atomic():
                run = create_run(handoff, due_at=due_at, source=Run.Source.SCHEDULE, by=None, at=at)
            made += run is not None
    return made


def _due(handoff: Handoff, *, at: datetime) -> Iterator[datetime]:
    task = handoff.task
    since = max(at - timedelta(minutes=task.window_minutes), handoff.opened_at or at)
    schedule = schedule_of(task, at=at)
    if task.basis == Task.Basis.COMPLETION and (after := _last_done(task)) is not None:
        if not PartnerRun.objects.open().filter(handoff=handoff).exists():
            due = rhythm.after_completion(schedule, completed_at=after)
            # What should have come round before now comes round now, not in the past.
            if due is not None and due.due_at < at + AHEAD:
                yield max(due.due_at, since)
        return
    for due in rhythm.runs(schedule, since=since, until=at + AHEAD):
        yield due.due_at


def schedule_of(task: Task, *, at: datetime) -> rhythm.Schedule:
    """The task's rule on its organisation's calendar, in the task's own time zone. Raises ``rhythm.Unclear``."""
    year = at.astimezone(ZoneInfo(task.time_zone)).year
    return rhythm.Schedule(
        rhythm.from_text(task.rule),
        task.starts_on or task.created_at.date(),
        calendar=working_calendar(task.organisation, years=(year - 1, year, year + 1), zone=task.time_zone),
        closing=rhythm.Closing(task.closing_days),
        usual_time=task.at_time or rhythm.Schedule.usual_time,
    )


def _last_done(task: Task) -> datetime | None:
    done = Run.objects.filter(task=task).done().exclude(ended_at=None).order_by("-ended_at").first()
    return done.ended_at if done else None


def _write(
    handoff: Handoff, packet: Packet, *, due_at: datetime, source: str, at: datetime
) -> PartnerRun | None:
    task = handoff.task
    calendar = working_calendar(handoff.organisation, years=(due_at.year,), zone=task.time_zone)
    fresh = {"source": source, "at_partner": True, "is_off_hours": not calendar.is_working(due_at)}
    run, is_new = Run.objects.get_or_create(
        task=task, due_at=due_at, defaults={"organisation_id": task.organisation_id, "is_popup": not task.rule, **fresh}
    )  # fmt: skip
    if not is_new:
        # Somebody at home has it on the list: it goes to the partner unless it was done, or came home once already.
        if run.result != Run.Result.OPEN or PartnerRun.objects.filter(run=run).exists():
            return None
        Run.objects.filter(pk=run.pk).update(at_partner=True)
    planned_at = due_at + timedelta(minutes=task.window_minutes)
    made = PartnerRun.objects.create(
        organisation_id=task.organisation_id, run=run, handoff=handoff, packet=packet, partner_id=handoff.partner_id,
        starts_at=due_at, planned_at=planned_at, due_at=planned_at,
    )  # fmt: skip
    Check.objects.bulk_create(_checks(made, packet))
    start_clock(made, at=at)
    return made


def _checks(run: PartnerRun, packet: Packet) -> Iterator[Check]:
    """The steps in force, then the acceptance checks, numbered from 1."""
    position = 0
    for step in steps_of(run.handoff, packet):
        text, detail = engine.step_parts(step)
        position += 1
        yield _check(run, position, text=text, detail=detail, is_acceptance=False)
    for check in packet.checks:
        position += 1
        yield _check(run, position, text=engine.check_text(check), detail={}, is_acceptance=True)


def steps_of(handoff: Handoff, packet: Packet) -> list[object]:
    """The newest procedure that was written for this handoff and signed off; before there is one, the packet's steps."""
    signed = handoff.procedure_versions.exclude(signed_off_at=None).order_by("-number").first()
    return list(signed.steps if signed else packet.steps)


def _check(
    run: PartnerRun, position: int, *, text: str, detail: dict[str, str], is_acceptance: bool
) -> Check:
    return Check(
        organisation_id=run.organisation_id, partner_run=run, position=position, text=text[:400], detail=detail,
        is_acceptance=is_acceptance,
    )  # fmt: skip
