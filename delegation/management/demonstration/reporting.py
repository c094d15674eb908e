"""Two months' reports from the schedule, printed; and the words people were owed."""

from datetime import datetime, time, timedelta

from delegation.accounts.models import Organisation
from delegation.management.demonstration.people import Client
from delegation.notices.models import Notice
from delegation.reporting.jobs import print_report
from delegation.reporting.jobs.printing import snapshot
from delegation.reporting.models import Report
from inventory.models import Task


def report(client: Client) -> None:
    """The two months that have ended, each with its snapshot; printed where Pango is there."""
    told = client.chronicle
    month_on = told.today.replace(day=1)
    for _ in range(2):
        at = datetime.combine(month_on, time(6, 15), tzinfo=told.zone)
        month_on = (month_on - timedelta(days=1)).replace(day=1)
        row = Report.objects.create(
            organisation=client.organisation, month_on=month_on, asked_at=at,
            **snapshot(client.organisation, month_on=month_on, as_of=min(at, told.now)),
        )  # fmt: skip
        told.began(row, by=None, at=at, why="the first working day of the month")
        told.write()
        print_report(report_id=str(row.pk))


# To whom, from what, which page, words, days ago, read?, must act?
WORDS = (
    ("marta", "proposal", "/proposals/", "5 proposed: Build finance reports on request and four more", 1, False, False),
    ("jon", "proposal", "/proposals/", "5 proposed: Build finance reports on request and four more", 1, False, False),
    ("priya", "decision", "/proposals/", "Declined: Hold jobs at month-end close", 4, False, False),
    ("priya", "decision", "/proposals/", "Returned: Install ERP fixes", 6, True, True),
    ("omar", "handoff", "/handoffs/", "Taught and signed: Load price files", 12, True, False),
    ("ana", "campaign", "/assess/", "You have {unscored} tasks to assess", 2, False, False),
    ("tomas", "campaign", "/assess/", "You have {unscored} tasks to assess", 2, False, False),
    ("sven", "handoff", "/handoffs/", "Suspended: Watch plant-floor alarms", 2, False, True),
    ("eva", "report", "/reports/", "The capacity report of last month is printed", 3, False, False),
    ("rachel", "handoff", "/portal/", "Halden Foods offers you a task", 4, False, True),
    ("asha", "run", "/portal/", "Your question was answered", 1, False, False),
    ("rolf", "handoff", "/portal/", "Halden Foods asks for the draft of a procedure", 2, False, False),
    ("nils", "handoff", "/handoffs/", "Meridian Managed IT accepted: Reset passwords of shop staff", 9, True, False),
)  # fmt: skip


def tell_everybody(client: Client) -> None:
    """A few words for each, and no mail for anybody: these people have no letter box."""
    told = client.chronicle
    Notice.objects.bulk_create(
        Notice(
            organisation=client.people[first].organisation, to=client.people[first], kind=kind, address=address,
            subject=subject.format(unscored=_unscored(client, first)),
            must_act=must_act, created_at=told.ago(days=days), next_try_at=told.ago(days=days),
            read_at=told.ago(days=days - 1) if is_read else None,
        )
        for first, kind, address, subject, days, is_read, must_act in WORDS
    )  # fmt: skip
    ours = Organisation.objects.filter(is_demonstration=True)
    Notice.objects.filter(organisation__in=ours).update(by_mail=False)


def _unscored(client: Client, first: str) -> int:
    tasks = Task.objects.filter(organisation=client.organisation, holder=client.people[first])
    return tasks.filter(status__in=[Task.Status.DRAFT, Task.Status.CATALOGUED]).count()
