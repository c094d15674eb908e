"""What people do about reports: ask for one."""

from datetime import date, datetime

from django.db import transaction

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.reporting import jobs
from delegation.reporting.jobs.printing import snapshot
from delegation.reporting.models import Report
from delegation.reporting.permissions import may_ask_for_report


@transaction.atomic
def ask(*, month_on: date, by: Person, at: datetime) -> Report:
    """Take one snapshot of a month now and have it printed; a second click while it is being made gives the same report.

    Raises ``Refused`` where ``by`` may not, or for a month that has not begun.
    """
    require(may_ask_for_report(by))
    if month_on > at.date():
        raise Refused("That month has not begun.")
    waiting = Report.objects.filter(
        organisation=by.organisation, month_on=month_on, asked_by=by, status=Report.Status.ASKED
    )
    if (report := waiting.first()) is not None:
        return report
    report = Report.objects.create(
        organisation=by.organisation, month_on=month_on, asked_by=by, asked_at=at,
        **snapshot(by.organisation, month_on=month_on, as_of=at),
    )  # fmt: skip
    report.begin(by=by)
    jobs.print_report.delay_on_commit(report_id=str(report.pk))
    return report
