"""What is late is said to the technician, then the lead, then the client; what nobody ends, the clock ends."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.moves import Stale
from delegation.tracking.jobs.finishing import end_run
from delegation.tracking.jobs.telling import leads_of, remind, tell_client, tell_partner
from delegation.tracking.models import PartnerRun
from inventory.models.derived import working_calendar
from inventory.models.systems import DataClass

Status = PartnerRun.Status

# After the due time: the technician at once, the lead, then the accountable person at the client.
LEAD_AFTER = timedelta(minutes=30)
CLIENT_AFTER = timedelta(minutes=60)
# Nobody began it: missed a day later. Somebody did and never ended it: three days later.
MISSED_AFTER = timedelta(hours=24)
ABANDONED_AFTER = timedelta(hours=72)
# Working days after which the client's silence accepts low-risk work; for other work it is a reminder.
SILENCE_DAYS = 3
LOW_RISK_DATA = frozenset({DataClass.PUBLIC, DataClass.INTERNAL})
LOW_RISK_CRITICALITY = 2


@shared_task
def overdue(*, at: datetime | None = None) -> int:
    """Remind, miss and close what its time has passed; gives how many rows it touched. Each reminder goes out once."""
    now = at or timezone.now()
    rows = PartnerRun.objects.open().select_related(
        "packet", "technician", "organisation", "partner", "handoff__agreement", "handoff__accountable",
        "handoff__partner_lead", "handoff__task__holder", "handoff__task__system",
    )  # fmt: skip
    # A run that waits for somebody else is not late: its due time moves on.
    late = rows.filter(due_at__lte=now).exclude(status__in=[Status.SUBMITTED, Status.WAITING])
    frozen = late.exclude(handoff__status="suspended")
    silent = rows.filter(status=Status.SUBMITTED)
    touched = sum(_chase(run, at=now) for run in frozen.order_by("due_at", "pk"))
    return touched + sum(_break_silence(run, at=now) for run in silent.order_by("pk"))


def _chase(run: PartnerRun, *, at: datetime) -> int:
    late = at - run.due_at
    begun = run.started_at is not None
    if late >= (ABANDONED_AFTER if begun else MISSED_AFTER):
        return _end(run, to=Status.MISSED, at=at, why="Nobody finished it in time.")
    return sum(
        remind(person, run, key=f"overdue-{step}", subject=_words(person, run), at=at)
        for step, person in _late_for(run, late=late)
    )


def _late_for(run: PartnerRun, *, late: timedelta) -> Iterator[tuple[str, Person]]:
    if run.technician is not None:
        yield "technician", run.technician
    if late >= LEAD_AFTER or run.technician is None:
        for lead in leads_of(run.handoff):
            yield "lead", lead
    if late >= CLIENT_AFTER:
        yield "client", run.handoff.accountable


def _words(person: Person, run: PartnerRun) -> str:
    due = run.due_at.astimezone(ZoneInfo(person.time_zone))
    name = f"a run for {run.organisation}" if person.is_partner else run.packet.title
    return f"Late: {name}, due {due:%-d %B %H:%M}"


def _break_silence(run: PartnerRun, *, at: datetime) -> int:
    """Low-risk work is done when the client said nothing for some working days; for the rest somebody is asked."""
    if run.submitted_at is None or _working_days(run, at=at) < SILENCE_DAYS:
        return 0
    if is_low_risk(run):
        return _end(run, to=Status.DONE, at=at, why=f"Nobody objected within {SILENCE_DAYS} working days.")
    subject = f"Work to accept: {run.packet.title}"
    return remind(run.handoff.accountable, run, key="unjudged", subject=subject, at=at)


def is_low_risk(run: PartnerRun) -> bool:
    """Whether silence may accept it: plain data, and a system that can stand still for a while."""
    task = run.handoff.task
    criticality = task.system.criticality if task.system else 1
    return task.data_class in LOW_RISK_DATA and not task.wall and criticality <= LOW_RISK_CRITICALITY


def _working_days(run: PartnerRun, *, at: datetime) -> int:
    """Whole working days of the client since it was submitted, that day not counted."""
    client = run.organisation
    submitted, today = _day(run.submitted_at or at, client.time_zone), _day(at, client.time_zone)
    calendar = working_calendar(client, years=range(submitted.year, today.year + 1))
    days = (submitted + timedelta(days=count) for count in range(1, min(60, (today - submitted).days + 1)))
    return sum(calendar.is_open(day) for day in days)


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _end(run: PartnerRun, *, to: str, at: datetime, why: str) -> int:
    """One transaction each: who acts at the same moment wins, and the next tick looks again."""
    try:
        with transaction.atomic():
            end_run(run, to=to, by=None, at=at, why=why)
            word = run.get_status_display()
            tell_client(run, by=None, subject=f"{word}: {run.packet.title}", body=why)
            tell_partner(run, by=None, words=f"a run is {word.lower()}")
    except Stale:
        return 0
    return 1
