"""What it did: hours of the agreements used month by month, and minutes freed and spent week by week."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from delegation.agreement.models import Agreement, HourBank
from delegation.handoff.models import TransferStep
from delegation.ledger.jobs import count_week
from delegation.ledger.models import Entry
from delegation.management.demonstration.chronicle import monday, save
from delegation.management.demonstration.people import Client
from delegation.tracking.models import TimeEntry
from inventory.models import Initiative

WEEK = timedelta(weeks=1)
# Title, how it was made smaller, weeks ago it took effect, minutes a week it frees.
SMALLER = (
    ("Count visits to the customer site", Entry.Source.ELIMINATED, 7, 21),
    ("Draw the monthly network map", Entry.Source.ELIMINATED, 6, 21),
    ("Search the paper register", Entry.Source.ELIMINATED, 6, 75),
    ("Answer ad hoc data questions", Entry.Source.STREAMLINED, 9, 60),
    ("Build finance reports on request", Entry.Source.STREAMLINED, 5, 45),
    ("Build and test server images", Entry.Source.AUTOMATED, 8, 40),
)
# The share of freed minutes that found a use, by how many weeks ago they were freed: nobody books the last week.
BOOKED_SHARE = 0.8


def count(client: Client) -> None:
    """Fill the hour banks and the ledger from what the runs took."""
    _fill_banks(client)
    first, week = monday(client.chronicle.begins_on), monday(client.chronicle.today) - WEEK
    while week >= first:
        count_week(client.organisation, week_on=week)
        week -= WEEK
    save(_taught(client))
    if client.initiatives:
        save(list(_made_smaller(client)))
        _book(client)


def _fill_banks(client: Client) -> None:
    booked: dict[object, Counter[date]] = defaultdict(Counter)
    rows = TimeEntry.objects.filter(organisation=client.organisation).values_list(
        "handoff__agreement", "worked_on", "minutes"
    )
    for agreement, day, minutes in rows:
        booked[agreement][day.replace(day=1)] += minutes
    agreements = Agreement.objects.filter(organisation=client.organisation).in_bulk()
    save([
        HourBank(
            organisation=client.organisation, agreement=agreements[agreement], month_on=month, booked_minutes=minutes,
            cap_minutes=max(minutes, agreements[agreement].minutes_per_month),
        )
        for agreement, months in booked.items() for month, minutes in sorted(months.items())
    ])  # fmt: skip


def _taught(client: Client) -> list[Entry]:
    """What teaching took of our own time, in the weeks in which it happened."""
    spent: Counter[tuple[object, date]] = Counter()
    steps = TransferStep.objects.filter(
        organisation=client.organisation, done_at__gte=client.chronicle.ago(30)
    )
    for handoff, task, at, minutes in steps.values_list(
        "transfer__handoff", "transfer__handoff__task", "done_at", "client_minutes"
    ):
        if at is None:
            continue
        spent[(handoff, task), monday(at.astimezone(client.chronicle.zone).date())] += minutes
    return [
        Entry(organisation=client.organisation, handoff_id=pair[0], task_id=pair[1], week_on=week, kind=Entry.Kind.TRANSFER, minutes=minutes)
        for (pair, week), minutes in spent.items() if isinstance(pair, tuple)
    ]  # fmt: skip


def _made_smaller(client: Client) -> list[Entry]:
    this_week = monday(client.chronicle.today)
    return [
        Entry(
            organisation=client.organisation, task=client.tasks[title], week_on=this_week - WEEK * ago, kind=Entry.Kind.FREED,
            source=source, minutes=minutes,
        )
        for title, source, since, minutes in SMALLER for ago in range(1, since + 1)
    ]  # fmt: skip


def _book(client: Client) -> None:
    """Say what most of the freed minutes went to; the last two weeks are still open."""
    until = monday(client.chronicle.today) - WEEK * 2
    entries = list(
        Entry.objects.filter(organisation=client.organisation, kind=Entry.Kind.FREED, week_on__lt=until)
    )
    for place, entry in enumerate(sorted(entries, key=lambda one: (one.week_on, one.task_id.hex))):
        if place % 9:
            entry.booked_to = _use(client, entry.week_on, place)
            entry.booked_minutes = int(entry.minutes * BOOKED_SHARE)
    Entry.objects.bulk_update(entries, ["booked_to", "booked_minutes"], batch_size=200)


def _use(client: Client, week_on: date, place: int) -> Initiative:
    running = [one for one in client.initiatives if one.starts_on <= week_on]
    return running[place % len(running)]
