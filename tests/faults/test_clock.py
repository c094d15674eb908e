"""The clock's words: over both daylight-saving changes, at month ends, on a leap day, and while it jumps."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from delegation.accounts.models import Organisation
from delegation.agreement.jobs import age
from delegation.agreement.models import AccessGrant, Agreement
from delegation.handoff.jobs import remind_stuck
from delegation.handoff.models import Handoff
from delegation.notices import jobs as notices
from delegation.notices.models import Notice
from delegation.notices.word import tell
from delegation.reporting.jobs import scheduled_reports
from delegation.reporting.models import Report
from delegation.tracking.jobs import due_runs, overdue
from delegation.tracking.models import PartnerRun
from inventory.models import Run
from tests import make
from tests.handoff.reach import reach
from tests.tracking import make_runs

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OSLO, NEW_YORK, KOLKATA = "Europe/Oslo", "America/New_York", "Asia/Kolkata"
HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def jumping(start: datetime, end: datetime, *, step: timedelta):
    """A clock that goes forward by steps, and at every seventh runs five hours ahead and then falls back behind."""
    at, tick = start, 0
    while at < end:
        yield at
        tick += 1
        if tick % 7 == 0:
            yield at + 5 * HOUR
            yield at - 2 * HOUR
        at += step


def once_each_local_date(zone: str) -> Counter:
    """How often each person was told the same kind of thing about the same object on one local date."""
    said = Notice.objects.filter(kind__in=["overdue", "stuck", "escalated"])
    return Counter(
        (row.to_id, row.about_id, row.kind, row.created_at.astimezone(ZoneInfo(zone)).date()) for row in said
    )


NIGHTLY, EARLY = "FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "FREQ=DAILY;BYHOUR=1;BYMINUTE=30"
DUE = {
    "Oslo loses an hour": (OSLO, NIGHTLY, ["2026-03-28 01:30", "2026-03-29 01:30", "2026-03-30 00:30"]),
    "Oslo gets an hour twice": (OSLO, NIGHTLY, ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]),
    "New York loses an hour": (NEW_YORK, NIGHTLY, ["2026-03-07 07:30", "2026-03-08 07:30", "2026-03-09 06:30"]),
    "New York gets an hour twice": (NEW_YORK, EARLY, ["2026-10-31 05:30", "2026-11-01 05:30", "2026-11-02 06:30"]),
    "Kolkata changes nothing": (KOLKATA, NIGHTLY, ["2026-03-28 21:00", "2026-03-29 21:00", "2026-03-30 21:00"]),
    "a short month ends": (
        OSLO, "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=0",
        ["2027-01-31 16:00", "2027-02-28 16:00", "2027-03-31 15:00", "2027-04-30 15:00"],
    ),
    "a leap year's February ends": (
        OSLO, "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=17;BYMINUTE=0", ["2028-01-31 16:00", "2028-02-29 16:00", "2028-03-31 15:00"],
    ),
    "the leap day comes round": (
        NEW_YORK, "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0", ["2028-01-29 14:00", "2028-02-29 14:00", "2028-03-29 13:00"],
    ),
}  # fmt: skip


class TestRunsFallDue:
    @pytest.mark.parametrize("case", DUE)
    def test_at_the_right_moment_of_their_own_zone_once(self, cast, case):
        zone, rule, moments = DUE[case]
        wanted = [utc(moment) for moment in moments]
        start, end = wanted[0] - 6 * HOUR, wanted[-1] + 6 * HOUR
        make_runs.handoff(
            cast, opened_at=start, task_fields={"rule": rule, "time_zone": zone, "starts_on": start.date()}
        )  # fmt: skip

        step = 6 * HOUR if end - start < timedelta(days=7) else 30 * HOUR
        for at in jumping(start, end, step=step):
            due_runs(at=at)

        made = PartnerRun.objects.filter(starts_at__lte=end).order_by("starts_at")
        assert [run.starts_at for run in made] == wanted
        assert (
            list(Run.objects.filter(due_at__lte=end).order_by("due_at").values_list("due_at", flat=True))
            == wanted
        )

    def test_after_the_clock_stood_still_for_as_long_as_their_window_lasts(self, cast):
        start = utc("2026-10-25 00:00")
        make_runs.handoff(
            cast, opened_at=start - timedelta(days=9),
            task_fields={"rule": NIGHTLY, "time_zone": OSLO, "starts_on": start.date(), "window_minutes": 240},
        )  # fmt: skip

        due_runs(at=start + 4 * HOUR)

        assert PartnerRun.objects.order_by("starts_at").first().starts_at == utc("2026-10-25 00:30")


class TestWhatIsLate:
    @pytest.mark.parametrize(
        "due", ["2026-03-29 00:45", "2026-10-25 00:45", "2026-12-31 22:45", "2028-02-29 22:45"]
    )
    def test_is_said_once_to_each_and_ended_once(self, cast, due):
        moment = utc(due)
        with time_machine.travel(moment - 3 * HOUR):
            run = make_runs.run(make_runs.handoff(cast, accountable=cast.marta), at=moment - 3 * HOUR)
            make_runs.actions.pick_up(run=run, by=cast.asha)
        PartnerRun.objects.filter(pk=run.pk).update(due_at=moment)

        for at in jumping(moment - HOUR, moment + 26 * HOUR, step=timedelta(minutes=30)):
            if at < moment + 23 * HOUR or at >= moment + 24 * HOUR:
                overdue(at=at)

        told = Notice.objects.filter(kind="overdue").values_list("to__name", flat=True)
        assert sorted(told) == ["Asha", "Lena", "Marta"]
        run.refresh_from_db()
        assert run.status == PartnerRun.Status.MISSED
        assert max(once_each_local_date(OSLO).values()) == 1

    @pytest.mark.parametrize("deadline", ["2026-03-28 23:30", "2026-10-24 23:30", "2027-01-31 08:00"])
    def test_handoff_is_reminded_and_escalated_once_each(self, cast, deadline):
        handoff = reach(cast, "offered")
        Notice.objects.all().delete()
        due = utc(deadline)
        Handoff.objects.filter(pk=handoff.pk).update(deadline_at=due)

        for at in jumping(due - 4 * HOUR, due + timedelta(days=5), step=2 * HOUR):
            remind_stuck(at=at)

        told = Counter(Notice.objects.values_list("kind", "to__name"))
        assert told == {
            ("stuck", "Lena"): 1,
            ("escalated", "Jon"): 1,
            ("escalated", "Lena"): 1,
            ("escalated", "Marta"): 1,
        }
        assert max(once_each_local_date(OSLO).values()) == 1


class TestTheDigest:
    @pytest.mark.parametrize(
        ("zone", "day"),
        [
            (OSLO, "2026-03-28"), (OSLO, "2026-10-24"), (NEW_YORK, "2026-03-07"), (NEW_YORK, "2026-10-31"), (KOLKATA, "2028-02-28"),
        ],
    )  # fmt: skip
    def test_goes_out_once_on_each_local_morning(self, cast, zone, day):
        cast.priya.time_zone = zone
        cast.priya.save()
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for at in jumping(start, start + timedelta(days=3), step=timedelta(minutes=50)):
            tell(cast.priya, subject=f"News at {at}", at=at)
            notices.digests(at=at.isoformat())

        mornings = [row.created_at.astimezone(ZoneInfo(zone)) for row in Notice.objects.filter(kind="digest")]
        dates = Counter(morning.date() for morning in mornings)
        assert all(morning.time() >= time(7, 30) for morning in mornings)
        assert max(dates.values()) == 1
        assert len(dates) >= 3
        lines = Counter(
            Notice.objects.exclude(kind="digest").exclude(digest=None).values_list("pk", flat=True)
        )
        assert max(lines.values()) == 1

    def test_says_nothing_to_nobody_and_nothing_of_nothing(self, cast):
        tell(cast.priya, subject="News", at=utc("2026-03-28 12:00"))
        tell(cast.omar, subject="News", at=utc("2026-03-28 12:00"))
        cast.priya.user.is_active = False
        cast.priya.user.save()
        cast.omar.expires_on = datetime(2026, 3, 28).date()
        cast.omar.save()

        assert notices.digests(at="2026-03-29T08:00:00+00:00") == 0


class TestAClockThatWasWrong:
    def test_leaves_no_mail_waiting_for_the_moment_it_dreamt_of(self, cast, mailoutbox):
        with time_machine.travel(utc("2026-10-25 09:00")):
            tell(cast.priya, subject="Answer", must_act=True)

        with time_machine.travel(utc("2026-10-25 04:00")):
            assert notices.relay() == 1
            assert notices.relay() == 0
        with time_machine.travel(utc("2026-10-25 09:30")):
            assert notices.relay() == 0

        assert len(mailoutbox) == 1


class TestAnAgreement:
    @pytest.mark.parametrize(
        ("zone", "before", "after"),
        [
            (OSLO, "2026-12-31 22:30", "2026-12-31 23:30"),
            (NEW_YORK, "2027-01-01 04:30", "2027-01-01 05:30"),
            (KOLKATA, "2026-12-31 18:00", "2026-12-31 19:00"),
        ],
    )
    def test_and_its_accesses_last_until_the_clients_own_midnight(self, cast, zone, before, after):
        Organisation.objects.filter(pk=cast.halden.pk).update(time_zone=zone)
        last = datetime(2026, 12, 31).date()
        agreement = make.agreement(
            by=cast.marta, partner=cast.meridian, status=Agreement.Status.EXPIRING, ends_on=last
        )
        system = make.system(organisation=cast.halden)
        access = make.access(by=cast.priya, partner=cast.meridian, system=system, expires_on=last)

        assert (age(at=utc(before)), age(at=utc(after))) == (0, 2)

        agreement.refresh_from_db()
        access.refresh_from_db()
        assert (agreement.status, access.status) == (Agreement.Status.ENDED, AccessGrant.Status.REVOKED)


class TestTheMonthsReport:
    def test_comes_late_where_the_clock_stood_still_on_its_day(self, cast):
        Organisation.objects.update(created_at=utc("2026-05-01 00:00"))

        asked = [scheduled_reports(at=f"2026-11-0{day}T09:00:00+00:00") for day in (1, 4, 4, 5)]

        assert asked == [0, 2, 0, 0]
        assert set(Report.objects.values_list("month_on", flat=True)) == {datetime(2026, 10, 1).date()}

    def test_is_not_asked_for_a_month_in_which_nobody_was_there(self, cast):
        Organisation.objects.update(created_at=utc("2026-11-03 00:00"))

        assert scheduled_reports(at="2026-11-04T09:00:00+00:00") == 0
