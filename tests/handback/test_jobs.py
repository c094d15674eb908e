"""The clock: warned in time and once, home at the end of the agreement, and nobody forgets a stuck handoff."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from delegation.agreement.jobs import age
from delegation.agreement.models import AccessGrant, Agreement
from delegation.audit.models import AuditEvent
from delegation.handback.jobs import bring_home, warn_of_ends
from delegation.handback.models import Return
from delegation.handoff import jobs
from delegation.handoff.jobs import remind_stuck
from delegation.notices.models import Notice
from tests import make
from tests.handoff.reach import fresh, reach

ENDS = datetime.combine(make.date(2027, 12, 31), time(12), ZoneInfo("Europe/Oslo"))


def before(days):
    return ENDS - timedelta(days=days)


class TestWarnOfEnds:
    def test_warns_both_sides_four_times_once_each(self, cast):
        reach(cast, "active")
        Notice.objects.all().delete()

        told = [
            warn_of_ends(at=before(days))
            for days in (91, 90, 89, 60, 59, 30, 29, 8, 7, 6, 0)
            for _again in range(2)
        ]

        assert told == [0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]
        assert {str(notice.to) for notice in Notice.objects.all()} == {"Priya", "Lena"}
        assert not Notice.objects.filter(to=cast.lena, subject__contains="Restart").exists()

    def test_warns_again_about_another_end(self, cast):
        reach(cast, "active")
        warn_of_ends(at=before(90))
        Agreement.objects.update(ends_on=ENDS.date() + timedelta(days=365))

        assert warn_of_ends(at=before(90) + timedelta(days=365)) == 2


class TestBringHome:
    @pytest.mark.parametrize("state", ["in_transfer", "standby", "active", "suspended"])
    def test_starts_the_return_at_the_end_less_notice(self, cast, state):
        handoff = reach(cast, state)

        assert bring_home(at=before(31)) == 0
        assert bring_home(at=before(30)) == 1
        assert bring_home(at=before(30)) == 0

        way_home = Return.objects.get()
        assert (fresh(handoff).status, way_home.reason_code, way_home.notice_ends_on) == (
            "returning",
            "end",
            ENDS.date(),
        )
        assert AuditEvent.objects.about(handoff).order_by("-id").first().by is None

    @pytest.mark.parametrize("state", ["preparing", "offered"])
    def test_withdraws_what_was_not_accepted(self, cast, state):
        handoff = reach(cast, state)

        bring_home(at=before(30))

        assert fresh(handoff).status == "withdrawn"

    def test_follows_an_agreement_that_was_ended_early(self, cast):
        handoff = reach(cast, "active")
        Agreement.objects.update(status="ended")

        bring_home(at=before(400))

        assert fresh(handoff).status == "returning"

    @pytest.mark.parametrize("state", ["returning", "returned", "declined", "withdrawn"])
    def test_leaves_the_rest_alone(self, cast, state):
        handoff = reach(cast, state)

        assert bring_home(at=before(0)) == 0
        assert fresh(handoff).version == handoff.version


class TestRemindStuck:
    def test_reminds_whose_move_it_is_and_escalates_once_each(self, cast):
        handoff = reach(cast, "offered")
        Notice.objects.all().delete()
        due = handoff.deadline_at

        moments = [due - timedelta(minutes=1), due + timedelta(minutes=5), due + timedelta(hours=1)]
        moments += [due + timedelta(days=2), due + timedelta(days=9)]
        told = [remind_stuck(at=moment) for moment in moments]

        assert told == [0, 1, 0, 3, 0]
        assert sorted(str(notice.to) for notice in Notice.objects.filter(kind="escalated")) == [
            "Jon",
            "Lena",
            "Marta",
        ]
        assert str(Notice.objects.get(kind="stuck").to) == "Lena"

    def test_reaches_every_one_of_them_however_many_were_told_before(self, cast, monkeypatch):
        monkeypatch.setattr(jobs, "AT_ONCE", 1)
        handoffs = [reach(cast, "offered"), reach(cast, "offered"), reach(cast, "offered")]
        due = max(handoff.deadline_at for handoff in handoffs) + timedelta(minutes=5)

        assert remind_stuck(at=due) == 3
        assert set(Notice.objects.filter(kind="stuck").values_list("about_id", flat=True)) == {
            str(handoff.pk) for handoff in handoffs
        }

    def test_asks_no_more_of_the_database_for_many_that_were_told(self, cast, django_assert_max_num_queries):
        for _ in range(3):
            handoff = reach(cast, "offered")
        remind_stuck(at=handoff.deadline_at + timedelta(days=3))

        with django_assert_max_num_queries(5):
            assert remind_stuck(at=handoff.deadline_at + timedelta(days=3)) == 0

    def test_never_tells_the_partner_what_is_only_being_prepared(self, cast):
        handoff = reach(cast, "preparing")

        remind_stuck(at=handoff.deadline_at + timedelta(days=3))

        assert not Notice.objects.filter(to=cast.lena).exists()
        assert Notice.objects.filter(to=cast.priya, kind="stuck").exists()

    def test_says_nothing_of_handoffs_that_ended(self, cast):
        reach(cast, "returned")

        assert remind_stuck(at=before(-3650)) == 0


class TestAge:
    def test_calls_agreements_expiring_and_then_ended_and_ends_old_accesses(self, cast):
        agreement = make.agreement(by=cast.marta, partner=cast.meridian)
        access = make.access(
            by=cast.priya, partner=cast.meridian, system=make.system(organisation=cast.halden)
        )

        assert [age(at=before(91)), age(at=before(90)), age(at=before(90))] == [0, 1, 0]
        assert age(at=before(-1)) == 2

        agreement.refresh_from_db()
        access.refresh_from_db()
        assert (agreement.status, access.status) == (Agreement.Status.ENDED, AccessGrant.Status.REVOKED)
