"""Bringing a task home: by the client, by the partner, without signatures, and what must be in place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.agreement.models import AccessGrant
from delegation.handback import actions
from delegation.handback.models import Return
from delegation.handoff import actions as handoff_actions
from delegation.handoff.models import Handoff
from delegation.notices.models import Notice
from inventory.models import Run
from tests import make
from tests.handoff.reach import STEP, come_home, fresh, going_home, reach


def refused(act, *, saying):
    with pytest.raises(Refused, match=saying):
        act()


def home(handoff):
    return Return.objects.get(handoff=handoff)


class TestRecall:
    @pytest.mark.parametrize("state", ["offered", "in_transfer", "standby", "active", "suspended"])
    def test_is_possible_from_every_state_that_a_partner_knows_on_any_page(self, cast, state):
        handoff = reach(cast, state)
        old_page = Handoff.objects.get(pk=handoff.pk)
        handoff.change("moved on", by=cast.lena, note="Whatever the partner does.")

        actions.recall(handoff=old_page, why="We need it.", by=cast.priya)

        early = state == "offered"
        assert fresh(handoff).status == ("withdrawn" if early else "returning")
        assert Return.objects.filter(handoff=handoff).exists() is not early

    @pytest.mark.parametrize("name", ["priya", "marta", "sven", "ada"])
    def test_is_no_way_round_withdrawing_what_is_only_being_prepared(self, cast, name):
        handoff = reach(cast, "preparing")

        refused(
            lambda: actions.recall(handoff=handoff, why="We need it.", by=getattr(cast, name)),
            saying="nothing to recall",
        )
        assert (fresh(handoff).status, fresh(handoff).version) == ("preparing", handoff.version)

    def test_takes_a_reason_and_the_agreed_notice(self, cast):
        handoff = reach(cast, "active")

        refused(lambda: actions.recall(handoff=handoff, why=" ", by=cast.marta), saying="Say why")
        refused(
            lambda: actions.recall(handoff=handoff, why="x", by=cast.marta, notice_days=29),
            saying="The notice is 30 days",
        )
        refused(
            lambda: actions.recall(handoff=handoff, why="x", by=cast.marta, notice_days=-1), saying="from 0"
        )
        way_home = actions.recall(handoff=handoff, why="x", by=cast.marta, notice_days=30)
        assert way_home.notice_ends_on == (timezone.now() + timedelta(days=30)).date()

    def test_needs_no_notice_when_security_asks(self, cast):
        way_home = actions.recall(handoff=reach(cast, "active"), why="A leak.", by=cast.sven, notice_days=0)

        assert way_home.notice_ends_on == timezone.now().date()
        assert fresh(way_home.handoff).deadline_at > timezone.now()

    def test_tells_the_partner(self, cast):
        actions.recall(handoff=reach(cast, "active"), why="Secret reasons.", by=cast.marta)

        notice = Notice.objects.get(to=cast.lena, subject__contains="recalls")
        assert notice.must_act
        assert "Secret" not in notice.subject + notice.body


class TestHandBack:
    def test_packs_what_changed_and_who_must_learn_it_again(self, cast):
        system = make.system(organisation=cast.halden)
        make.access(by=cast.priya, partner=cast.meridian, system=system)
        handoff = reach(cast, "active", system=system, backup=cast.omar)
        steps = [STEP, {"title": "Call the night duty"}]
        handoff_actions.draft_procedure(handoff=handoff, steps=steps, by=cast.asha)

        way_home = actions.hand_back(
            handoff=handoff, why="Two of us left.", by=cast.lena, reason_code="skill"
        )

        assert way_home.package["changes"] == ["Step 2 “Call the night duty” was added."]
        assert way_home.package["access"] == ["Jump host to JD Edwards"]
        assert way_home.package["refresh"] == ["Priya", "Omar"]
        assert Notice.objects.filter(to=cast.priya, must_act=True, body="Two of us left.").exists()

    def test_is_for_the_own_lead_alone(self, cast):
        handoff = reach(cast, "active")

        refused(
            lambda: actions.hand_back(handoff=handoff, why="x", by=cast.asha), saying="Only partner leads"
        )
        refused(lambda: actions.hand_back(handoff=handoff, why="x", by=cast.rolf), saying="not yours")


class TestComingHome:
    def test_takes_no_open_run_the_access_revoked_and_the_changes_read(self, cast):
        handoff = reach(cast, "active")
        run = make.run(task=handoff.task, at_partner=True)
        in_house = make.run(task=handoff.task, due_at=make.moment("2026-10-06 02:00"))
        actions.recall(handoff=handoff, why="Home.", by=cast.marta)
        sign = lambda: actions.sign(way_home=home(handoff), by=cast.priya)  # noqa: E731 - said again after each step

        refused(sign, saying="0 of 3 in place. Finish, take home or cancel 1 open runs")
        Run.objects.filter(pk=run.pk).update(result=Run.Result.CANCELLED)
        refused(sign, saying="1 of 3 in place. Revoke")
        actions.revoke_access(way_home=home(handoff), by=cast.marta)
        refused(sign, saying="2 of 3 in place. Read what changed")
        actions.review_procedure(way_home=home(handoff), by=cast.priya)
        sign()

        assert home(handoff).status == "signed"
        assert fresh(handoff).ball == "partner"
        assert Run.objects.get(pk=in_house.pk).result == "open"

    def test_ends_when_holder_and_lead_have_signed_in_that_order(self, cast):
        handoff = reach(cast, "returning")
        refused(
            lambda: actions.confirm(way_home=home(handoff), by=cast.lena), saying="The holder signs first"
        )

        come_home(cast, handoff)

        assert (fresh(handoff).status, home(handoff).status) == ("returned", "done")
        assert (home(handoff).signed_by, home(handoff).confirmed_by) == (cast.priya, cast.lena)

    def test_waits_for_a_run_that_opened_after_the_holder_signed(self, cast):
        handoff = reach(cast, "returning")
        actions.sign(way_home=home(handoff), by=cast.priya)
        make.run(task=handoff.task, at_partner=True)

        refused(lambda: actions.confirm(way_home=home(handoff), by=cast.lena), saying="open runs")

    def test_revokes_the_access_unless_another_handoff_needs_it(self, cast):
        system = make.system(organisation=cast.halden)
        access = make.access(by=cast.priya, partner=cast.meridian, system=system)
        one, other = (
            reach(cast, "active", system=system),
            reach(cast, "active", system=system, title="Another"),
        )

        going_home(cast, one)
        access.refresh_from_db()
        assert access.status == AccessGrant.Status.LIVE
        going_home(cast, other)
        access.refresh_from_db()
        assert access.status == AccessGrant.Status.REVOKED


class TestForce:
    def test_is_possible_after_the_deadline_with_a_reason(self, cast):
        handoff = reach(cast, "active")
        going_home(cast, handoff)
        Handoff.objects.filter(pk=handoff.pk).update(deadline_at=timezone.now() + timedelta(hours=1))
        refused(
            lambda: actions.force(way_home=home(handoff), why="x", by=cast.marta),
            saying="Both sides have until",
        )
        Handoff.objects.filter(pk=handoff.pk).update(deadline_at=timezone.now() - timedelta(hours=1))
        refused(lambda: actions.force(way_home=home(handoff), why="", by=cast.marta), saying="Say why")

        actions.force(way_home=home(handoff), why="No answer for a month.", by=cast.marta)

        assert (fresh(handoff).status, home(handoff).forced_reason) == ("returned", "No answer for a month.")

    def test_never_forces_what_keeps_the_client_safe(self, cast):
        handoff = reach(cast, "returning")
        make.run(task=handoff.task, at_partner=True)

        refused(lambda: actions.force(way_home=home(handoff), why="x", by=cast.marta), saying="open runs")
