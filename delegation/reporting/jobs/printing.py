"""Printing: each report once, from one snapshot, with the rights of whoever asked."""

import logging
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, Role
from delegation.moves import Stale
from delegation.notices.word import tell
from delegation.reporting import press
from delegation.reporting.engine import canonical, data_hash, figures, file_name, read
from delegation.reporting.jobs.gathering import gather
from delegation.reporting.models import Report
from delegation.reporting.permissions import may_ask_for_report
from inventory.models.derived import working_calendar

log = logging.getLogger("relay.reporting")

ATTEMPTS = 2
# Longer than a print may take.
STALLED = timedelta(seconds=100)
READERS = (Role.EXECUTIVE, Role.MANAGER)


@shared_task(acks_late=True, time_limit=90, soft_time_limit=60, max_retries=0)
def print_report(*, report_id: str) -> bool:
    """Print one report that was asked for; asking again changes nothing. Gives whether it was printed now."""
    if not _claim(report_id):
        return False
    report = Report.objects.select_related("organisation", "asked_by").get(pk=report_id)
    if report.asked_by is not None and not may_ask_for_report(report.asked_by):
        report.move(
            to=Report.Status.FAILED, by=None, trouble="The person who asked may no longer see reports."
        )
        return False
    try:
        file = press.print_pdf(press.typeset(figures(read(report.facts["canonical"]), press.ink())))
    except press.NoPress as missing:
        report.move(to=Report.Status.FAILED, by=None, trouble=str(missing)[:300])
        return False
    with transaction.atomic():
        report.move(to=Report.Status.PRINTED, by=None, file=file)
        _tell_readers(report)
    return True


@shared_task
def print_due() -> int:
    """Ask again for what was not printed, because a worker died or the queue was down; gives how many."""
    waiting = _resting(Report.objects.filter(asked_at__lt=timezone.now() - STALLED))
    asked = 0
    for report in waiting.defer("facts", "file").order_by("asked_at")[:20]:
        if report.attempts < ATTEMPTS:
            print_report.delay(report_id=str(report.pk))
            asked += 1
            continue
        with suppress(Stale):
            report.move(
                to=Report.Status.FAILED, by=None, trouble="It could not be printed twice. Ask for it again."
            )
    return asked


@shared_task
def scheduled_reports(*, at: str = "") -> int:
    """On the first working day of a month, in each client's own time, ask for the month that ended; gives how many.

    Where the clock stood still on that day, it is asked for later in the month.
    """
    now = datetime.fromisoformat(at) if at else timezone.now()
    asked = 0
    for organisation in Organisation.objects.filter(kind=Organisation.Kind.CLIENT):
        today = now.astimezone(ZoneInfo(organisation.time_zone))
        first = first_working_day(organisation, today.date())
        is_late = today.date() > first and organisation.created_at < today.replace(day=1, hour=0, minute=0)
        if today.hour < 6 or not (today.date() == first or is_late):
            continue
        month_on = (today.date().replace(day=1) - timedelta(days=1)).replace(day=1)
        asked += _ask_by_schedule(organisation, month_on, now)
    return asked


def first_working_day(organisation: Organisation, on: date) -> date:
    """The first day of that month on which the organisation works."""
    calendar = working_calendar(organisation, years=[on.year])
    return calendar.open_day(on.replace(day=1), forward=True) or on.replace(day=1)


def snapshot(organisation: Organisation, *, month_on: date, as_of: datetime) -> dict[str, object]:
    """The fields of a report that hold its snapshot: facts, hash, moment and file name."""
    facts = gather(organisation, month_on=month_on, as_of=as_of)
    return {
        "facts": {"canonical": canonical(facts)},
        "data_hash": data_hash(facts),
        "as_of": as_of,
        "file_name": file_name(organisation.name, month_on),
    }


def _ask_by_schedule(organisation: Organisation, month_on: date, now: datetime) -> bool:
    if Report.objects.filter(organisation=organisation, month_on=month_on, asked_by=None).exists():
        return False
    with transaction.atomic():
        report = Report.objects.create(
            organisation=organisation,
            month_on=month_on,
            asked_at=now,
            **snapshot(organisation, month_on=month_on, as_of=now),
        )
        report.begin(by=None, why="the first working day of the month")
        print_report.delay_on_commit(report_id=str(report.pk))
    return True


def _claim(report_id: str) -> bool:
    """Take it for the press; one worker gets it, and nobody takes it from a press that is still at it."""
    rows = _resting(Report.objects.filter(pk=report_id, attempts__lt=ATTEMPTS))
    return bool(rows.update(attempts=F("attempts") + 1, tried_at=timezone.now()))


def _resting(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those that are asked for and that no worker can be printing now."""
    rests = Q(tried_at=None) | Q(tried_at__lt=timezone.now() - STALLED)
    return reports.filter(rests, status=Report.Status.ASKED)


def _tell_readers(report: Report) -> None:
    """A link, never the file: whoever opens it signs in first. What nobody waits for comes by mail; nothing is to be done."""
    people = [report.asked_by] if report.asked_by else Person.objects.filter(
        organisation=report.organisation_id, role__in=READERS, ended_at=None
    ).select_related("user")  # fmt: skip
    for person in people:
        tell(
            person, kind="report", about=report, by_mail=report.asked_by is None, key=f"report:{report.pk}:{person.pk}",
            address=reverse("reporting:report", args=[report.pk]), subject=f"The capacity report of {report.month_on:%B %Y} is printed",
        )  # fmt: skip
