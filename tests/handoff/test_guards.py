"""Each guard of each arrow: refused without it, obeyed with it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.agreement import actions as agreement_actions
from delegation.agreement.models import AccessGrant, Agreement, Amendment, Capability
from delegation.approval import actions as approval
from delegation.audit.models import AuditEvent
from delegation.handoff import actions
from delegation.handoff.models import Competence, Handoff, Packet
from delegation.moves import Stale
from delegation.notices.models import Notice
from inventory.models import Task
from tests import make
from tests.handoff.reach import (
    STEP,
    approved_task,
    forward,
    fresh,
    in_a_year,
    make_ready,
    prepared,
    reach,
    signed,
    teach,
    terms,
)


def refused(act, *, saying):
    with pytest.raises(Refused, match=saying):
        act()


def prepare(cast, task, **more):
    agreement, item = terms(cast)
    given = {"partner": cast.meridian, "agreement": agreement, "scope_item": item, "by": cast.priya, **more}
    return lambda: actions.prepare(task=task, **given)


class TestPrepare:
    def test_takes_an_approval(self, cast):
        task = make.task(by=cast.priya, status=Task.Status.ASSESSED)

        refused(prepare(cast, task), saying="needs an approval to delegate")

    def test_takes_an_approval_of_the_task_as_it_is_now(self, cast):
        task = approved_task(cast)
        task.objective = "Something else entirely."
        task.save()

        refused(prepare(cast, task), saying="as it is now")

    def test_takes_the_newest_approval(self, cast):
        task = approved_task(cast)
        make.proposal(asked_by=cast.priya, task=task, disposition="keep", status="approved")

        refused(prepare(cast, task), saying="needs an approval to delegate")

    def test_takes_a_task_that_was_assessed(self, cast):
        task = approved_task(cast, status=Task.Status.CATALOGUED)

        refused(prepare(cast, task), saying="has not been decided yet")

    def test_takes_the_real_way_of_approval(self, cast):
        task = make.task(by=cast.priya, status=Task.Status.ASSESSED, edited_by=cast.priya)
        task.refresh_from_db()
        [proposal] = approval.propose(
            tasks=[task], disposition="delegate", reason="It wakes me.", by=cast.priya
        )
        approval.decide(proposal=proposal, verdict="approve", reason="", by=cast.marta)
        task.refresh_from_db()

        assert prepare(cast, task)().status == "preparing"

    def test_begins_one_at_a_time(self, cast):
        handoff = prepared(cast)

        refused(prepare(cast, handoff.task), saying="is being handed off already")

    def test_refuses_what_belongs_to_others(self, cast):
        task = approved_task(cast)
        foreign = make.agreement(by=cast.nils, partner=cast.meridian, number="N-1")
        with_cobalt = make.agreement(by=cast.marta, partner=cast.cobalt, number="C-1")

        refused(prepare(cast, task, agreement=foreign, scope_item=None), saying="not between you and")
        refused(prepare(cast, task, agreement=with_cobalt, scope_item=None), saying="not between you and")
        refused(
            prepare(cast, task, scope_item=make.scope_item(agreement=with_cobalt)), saying="does not belong"
        )
        refused(prepare(cast, task, partner=cast.norrby), saying="is not a partner")

    def test_is_for_the_holder_and_managers_alone(self, cast):
        refused(prepare(cast, approved_task(cast), by=cast.omar), saying="Only the holder")

    def test_copies_the_task_and_nothing_internal(self, cast):
        task = approved_task(cast, origin="The merger", last_consumer="Nobody")

        packet = prepare(cast, task)().packets.get()

        assert (packet.title, packet.objective, packet.budget_minutes) == (task.title, task.objective, 40)
        assert not any(word in str(packet.content) for word in ("merger", "Nobody", "Priya"))


class TestChooseTerms:
    def choose(self, cast, handoff, **more):
        agreement, item = terms(cast)
        given = {"agreement": agreement, "scope_item": item, "by": cast.priya, **more}
        return lambda: actions.choose_terms(handoff=fresh(handoff), **given)

    def test_makes_an_offer_possible_that_was_begun_without_any(self, cast):
        handoff = prepare(cast, approved_task(cast), agreement=None, scope_item=None)()
        make_ready(cast, handoff)
        refused(lambda: actions.offer(handoff=fresh(handoff), by=cast.marta), saying="Choose an agreement")

        self.choose(cast, handoff)()
        actions.offer(handoff=fresh(handoff), by=cast.marta)

        assert (fresh(handoff).status, fresh(handoff).agreement.number) == ("offered", "A-1")

    def test_takes_what_a_proposed_amendment_would_cover(self, cast):
        handoff = prepare(cast, approved_task(cast), scope_item=None)()
        make_ready(cast, handoff)
        item = agreement_actions.gather(
            agreement=handoff.agreement, category="Patch", description="Servers", by=cast.marta
        )

        self.choose(cast, handoff, scope_item=item)()
        refused(lambda: actions.offer(handoff=fresh(handoff), by=cast.marta), saying="propose an amendment")
        agreement_actions.propose(amendment=item.amendment, by=cast.marta)
        actions.offer(handoff=fresh(handoff), by=cast.marta)

        assert fresh(handoff).status == "offered"

    def test_refuses_what_belongs_to_others_and_leaves_no_trace(self, cast):
        handoff = prepared(cast)
        before = (handoff.version, AuditEvent.objects.count())
        foreign = make.agreement(by=cast.nils, partner=cast.meridian, number="N-1")
        with_cobalt = make.agreement(by=cast.marta, partner=cast.cobalt, number="C-1")
        strange = make.scope_item(agreement=with_cobalt)

        for agreement in (foreign, with_cobalt):
            refused(
                self.choose(cast, handoff, agreement=agreement, scope_item=None), saying="not between you and"
            )
        refused(self.choose(cast, handoff, scope_item=strange), saying="does not belong to the agreement")
        refused(self.choose(cast, handoff, agreement=None), saying="does not belong to the agreement")

        assert (fresh(handoff).version, AuditEvent.objects.count()) == before

    def test_is_for_those_who_write_the_packet(self, cast):
        handoff = prepared(cast)

        refused(self.choose(cast, handoff, by=cast.omar), saying="Only the holder of the task and managers")
        refused(self.choose(cast, handoff, by=cast.sven), saying="Only contributors and managers")

    def test_is_over_once_it_is_offered(self, cast):
        handoff = reach(cast, "offered")

        refused(self.choose(cast, handoff), saying="This hand-off is offered")

    def test_is_told_that_somebody_was_faster(self, cast):
        handoff = prepared(cast)
        self.choose(cast, handoff, scope_item=None)()

        with pytest.raises(Stale):
            self.choose(cast, handoff, version=handoff.version)()
        assert fresh(handoff).scope_item is None

    def test_leaves_a_trace_of_what_it_was_and_became(self, cast):
        handoff = prepared(cast)
        self.choose(cast, handoff, agreement=None, scope_item=None)()

        event = AuditEvent.objects.about(handoff).get(verb="chose what it falls under")

        assert (event.by, event.version) == (cast.priya, fresh(handoff).version)
        assert "A-1" in event.before
        assert "A-1" not in event.after


BLANKS = {
    "objective": {"objective": " "}, "outcome": {"outcome": ""}, "checks": {"checks": []}, "schedule_words": {"schedule_words": ""},
    "budget": {"budget_minutes": 0}, "steps": {"steps": []}, "communication": {"communication": ""}, "escalation": {"escalation": ""},
}  # fmt: skip


class TestOffer:
    def offer(self, cast, handoff):
        return lambda: actions.offer(handoff=fresh(handoff), by=cast.marta)

    @pytest.mark.parametrize("blank", BLANKS)
    def test_takes_a_packet_that_says_everything(self, cast, blank):
        handoff = prepared(cast)
        actions.edit_packet(handoff=handoff, by=cast.priya, **BLANKS[blank])
        actions.preview(handoff=handoff, by=cast.priya)

        refused(self.offer(cast, handoff), saying="13 of 14 in place")

    def test_takes_another_preview_after_every_change(self, cast):
        handoff = prepared(cast)
        actions.edit_packet(handoff=handoff, by=cast.priya, objective="Other words.")

        refused(self.offer(cast, handoff), saying="Open the preview")

    def test_counts_no_preview_of_words_that_changed_meanwhile(self, cast):
        handoff = prepared(cast)
        read = handoff.packets.get().fingerprint
        actions.edit_packet(handoff=handoff, by=cast.priya, objective="Other words.")

        actions.preview(handoff=handoff, by=cast.priya, content_hash=read)

        refused(self.offer(cast, handoff), saying="Open the preview")

    def test_takes_an_agreement_in_force_today(self, cast):
        handoff = prepared(cast)
        Agreement.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

        refused(self.offer(cast, handoff), saying="agreement that is in force")

    def test_takes_a_scope_item_or_a_proposed_amendment(self, cast):
        agreement, _ = terms(cast)
        item = agreement_actions.gather(
            agreement=agreement, category="Build", description="New jobs", by=cast.marta
        )
        handoff = actions.prepare(
            task=approved_task(cast),
            partner=cast.meridian,
            agreement=agreement,
            scope_item=item,
            by=cast.priya,
        )
        make_ready(cast, handoff)
        refused(self.offer(cast, handoff), saying="Choose a scope item")

        agreement_actions.propose(amendment=item.amendment, by=cast.marta)

        self.offer(cast, handoff)()
        assert fresh(handoff).status == "offered"

    def test_takes_access_that_was_asked_for(self, cast):
        system = make.system(organisation=cast.halden)
        handoff = prepared(cast, system=system)
        refused(self.offer(cast, handoff), saying="Ask for the partner's access")

        agreement_actions.request_access(
            partner=cast.meridian, system=system, method="Jump host", expires_on=in_a_year(), by=cast.priya
        )

        self.offer(cast, handoff)()
        assert fresh(handoff).status == "offered"

    def test_takes_a_task_that_can_be_done_from_afar(self, cast):
        refused(self.offer(cast, prepared(cast, is_remote=False)), saying="Mark the task as remote")

    def test_takes_an_approval_that_still_stands(self, cast):
        handoff = prepared(cast)
        Task.objects.update(objective="Another task by now.")

        refused(self.offer(cast, handoff), saying="Have it approved as it is now")

    def test_never_takes_a_walled_task_without_a_signature_of_somebody_else(self, cast):
        handoff = prepared(cast, wall="Keys to the vault")
        waiver = {"handoff": handoff, "kind": "wall", "reason": "Seen.", "expires_on": timezone.localdate()}
        refused(self.offer(cast, handoff), saying="Ask for a signed waiver")
        refused(lambda: actions.waive(**waiver, by=cast.priya), saying="Only managers and security officers")

        actions.waive(**waiver, by=cast.sven)

        with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
            refused(self.offer(cast, handoff), saying="Ask for a signed waiver")
        self.offer(cast, handoff)()
        assert fresh(handoff).status == "offered"

    def test_takes_no_waiver_of_who_prepared_it(self, cast):
        agreement, item = terms(cast)
        task = approved_task(cast, wall="Keys to the vault")
        handoff = actions.prepare(
            task=task, partner=cast.meridian, agreement=agreement, scope_item=item, by=cast.marta
        )

        refused(
            lambda: actions.waive(
                handoff=handoff, kind="wall", reason="Mine.", expires_on=in_a_year(), by=cast.marta
            ),
            saying="Somebody else must sign",
        )

    def test_takes_securitys_signature_for_restricted_data_and_these_words(self, cast):
        handoff = prepared(cast, data_class="restricted")
        sign = {
            "handoff": handoff,
            "kind": "data",
            "reason": "Masked.",
            "expires_on": in_a_year(),
            "by": cast.sven,
        }
        refused(self.offer(cast, handoff), saying="Ask a security officer")
        actions.waive(**sign)
        actions.edit_packet(handoff=handoff, by=cast.priya, objective="Other words.")
        actions.preview(handoff=handoff, by=cast.priya)
        refused(self.offer(cast, handoff), saying="Ask a security officer")

        actions.waive(**sign)

        self.offer(cast, handoff)()
        assert fresh(handoff).status == "offered"

    def test_is_not_for_the_author_of_the_packet(self, cast):
        handoff = prepared(cast)
        actions.edit_packet(handoff=handoff, by=cast.marta, objective="Mine.")
        actions.preview(handoff=handoff, by=cast.marta)

        refused(self.offer(cast, handoff), saying="another manager must offer it")
        actions.offer(handoff=fresh(handoff), by=cast.jon)
        assert fresh(handoff).status == "offered"

    def test_freezes_the_words_and_tells_the_partner_without_the_task(self, cast):
        handoff = prepared(cast)
        assert not Packet.objects.visible_to(cast.lena).exists()

        self.offer(cast, handoff)()

        packet = Packet.objects.visible_to(cast.lena).get()
        notice = Notice.objects.get(to=cast.lena)
        assert packet.content_hash == packet.previewed_hash == packet.fingerprint
        assert notice.must_act
        assert str(handoff.task) not in notice.subject + notice.body
        refused(
            lambda: actions.edit_packet(handoff=fresh(handoff), by=cast.priya, title="Later"),
            saying="is offered",
        )

    def test_hands_the_ball_over_with_a_day(self, cast):
        handoff = prepared(cast)

        self.offer(cast, handoff)()

        after = fresh(handoff)
        assert (after.ball, after.deadline_at.date()) == (
            "partner",
            (timezone.now() + timedelta(days=5)).date(),
        )
        assert after.ball_since_at > handoff.created_at


class TestAccept:
    def accept(self, cast, handoff, **more):
        given = {"technicians": [cast.asha], "estimate_minutes": 40, "by": cast.lena, **more}
        return lambda: actions.accept(handoff=fresh(handoff), **given)

    def test_names_technicians_of_the_own_firm(self, cast):
        handoff = reach(cast, "offered")

        refused(self.accept(cast, handoff, technicians=[]), saying="at least one technician")
        refused(self.accept(cast, handoff, technicians=[cast.kim]), saying="your own firm")
        refused(self.accept(cast, handoff, technicians=[cast.priya]), saying="your own firm")
        cast.asha.ended_at = timezone.now()
        refused(self.accept(cast, handoff), saying="has left")

    def test_goes_on_at_the_budget_and_back_to_the_client_above_it(self, cast):
        handoff = reach(cast, "offered")

        assert self.accept(cast, handoff, estimate_minutes=41)() == "preparing"
        back = fresh(handoff)
        assert (back.status, back.ball, back.estimate_minutes) == ("preparing", "client", 41)
        assert not Packet.objects.visible_to(cast.lena).exists()
        actions.edit_packet(handoff=back, by=cast.priya, budget_minutes=45)
        actions.preview(handoff=back, by=cast.priya)
        actions.offer(handoff=fresh(handoff), by=cast.marta)
        assert self.accept(cast, handoff, estimate_minutes=41)() == "in_transfer"
        assert [packet.number for packet in handoff.packets.order_by("number")] == [1, 2]
        assert [packet.budget_minutes for packet in handoff.packets.order_by("number")] == [40, 45]

    def test_dates_the_transfer_and_lets_the_technician_see_it(self, cast):
        handoff = reach(cast, "offered")
        assert not Packet.objects.visible_to(cast.asha).exists()

        self.accept(cast, handoff)()

        assert Packet.objects.visible_to(cast.asha).exists()
        assert not Packet.objects.visible_to(cast.tom).exists()
        assert fresh(handoff).transfer.steps.earliest("position").kind == "brief"
        assert fresh(handoff).partner_lead == cast.lena

    def test_on_an_old_page_changes_nothing(self, cast):
        handoff = reach(cast, "offered")

        with pytest.raises(Stale):
            self.accept(cast, handoff, version=handoff.version - 1)()

    def test_that_is_a_no_takes_a_reason_and_lowers_what_is_expected(self, cast):
        skill = make.skill(organisation=cast.halden)
        Capability.objects.create(organisation=cast.halden, partner=cast.meridian, skill=skill, level=3)
        handoff = reach(cast, "offered", skill=skill)
        refused(lambda: actions.decline(handoff=handoff, why=" ", by=cast.lena), saying="Say why")
        refused(lambda: actions.ask(handoff=handoff, question="", by=cast.lena), saying="Write your question")

        actions.decline(handoff=handoff, why="Nobody knows it.", by=cast.lena)

        assert Capability.objects.get().level == 1
        assert Notice.objects.filter(to=cast.priya, must_act=True, body="Nobody knows it.").exists()


class TestSignTransfer:
    def sign(self, handoff, by):
        return lambda: actions.sign_transfer(handoff=fresh(handoff), by=by)

    def ready(self, cast, **more):
        handoff = forward(cast, prepared(cast, **more), to="offered")
        actions.accept(handoff=handoff, technicians=[cast.asha, cast.tom], estimate_minutes=20, by=cast.lena)
        return fresh(handoff)

    def test_takes_two_released_technicians_or_a_waiver(self, cast):
        handoff = self.ready(cast)
        teach(cast, handoff, release=False)
        actions.release(competence=handoff.competences.get(technician=cast.asha), by=cast.lena)
        refused(self.sign(handoff, cast.priya), saying="4 of 5 in place. The partner lead releases")

        actions.waive(
            handoff=handoff,
            kind="technicians",
            reason="One is enough.",
            expires_on=in_a_year(),
            by=cast.marta,
        )

        assert signed(cast, handoff).status == "standby"

    @pytest.mark.parametrize("kind", ["teach_back", "reverse_shadow"])
    def test_takes_what_was_shown(self, cast, kind):
        handoff = self.ready(cast)
        teach(cast, handoff)
        handoff.transfer.steps.filter(kind=kind).update(done_at=None)

        refused(self.sign(handoff, cast.priya), saying="4 of 5 in place")

    def test_takes_a_procedure_that_the_client_signed_off(self, cast):
        handoff = self.ready(cast)
        teach(cast, handoff)
        handoff.procedure_versions.update(signed_off_at=None)

        refused(self.sign(handoff, cast.lena), saying="the client signs it off")

    def test_takes_live_access(self, cast):
        system = make.system(organisation=cast.halden)
        access = make.access(
            by=cast.priya, partner=cast.meridian, system=system, status=AccessGrant.Status.REQUESTED
        )
        handoff = self.ready(cast, system=system)
        teach(cast, handoff)
        refused(self.sign(handoff, cast.priya), saying="access to the system switched on")

        agreement_actions.grant_access(access=access, by=cast.sven)

        assert signed(cast, handoff).status == "standby"

    @pytest.mark.parametrize("order", [("priya", "lena"), ("lena", "priya")])
    def test_moves_with_the_second_signature_in_either_order(self, cast, order):
        handoff = self.ready(cast)
        teach(cast, handoff)
        first, second = (getattr(cast, name) for name in order)

        assert self.sign(handoff, first)() is False
        refused(self.sign(handoff, first), saying="Your side has signed")
        assert fresh(handoff).status == "in_transfer"
        assert self.sign(handoff, second)() is True
        assert fresh(handoff).status == "standby"

    def test_is_not_for_another_manager_than_the_holder(self, cast):
        handoff = self.ready(cast)
        teach(cast, handoff)

        refused(self.sign(handoff, cast.marta), saying="Only the holder")

    def test_steps_take_evidence_and_the_clients_word(self, cast):
        handoff = self.ready(cast)
        step = handoff.transfer.steps.get(kind="teach_back")
        last = handoff.transfer.steps.get(kind="sign_off")

        refused(
            lambda: actions.mark_step(step=step, minutes=5, by=cast.priya, done=True),
            saying="Write what shows",
        )
        refused(
            lambda: actions.mark_step(step=step, minutes=5, by=cast.lena, evidence="x", done=True),
            saying="The client says",
        )
        refused(
            lambda: actions.mark_step(step=last, minutes=5, by=cast.priya, done=True), saying="Two signatures"
        )
        refused(lambda: actions.mark_step(step=step, minutes=1441, by=cast.priya), saying="0 to 1440")
        actions.mark_step(step=step, minutes=30, by=cast.asha)
        actions.mark_step(step=step, minutes=20, by=cast.priya, evidence="Told all.", done=True)
        step.refresh_from_db()
        assert (step.partner_minutes, step.client_minutes, step.done_by) == (30, 20, cast.priya)


class TestTap:
    def open(self, cast, handoff):
        return lambda: actions.open_tap(handoff=fresh(handoff), by=cast.marta)

    def test_takes_an_agreement_in_force(self, cast):
        handoff = reach(cast, "standby")
        Agreement.objects.update(status="ended")

        refused(self.open(cast, handoff), saying="Renew the agreement")

    def test_takes_a_signed_amendment_for_what_is_out_of_scope(self, cast):
        handoff = reach(cast, "standby")
        amendment = Amendment.objects.create(
            organisation=cast.halden,
            agreement=handoff.agreement,
            status="proposed",
            title="More",
            drafted_by=cast.marta,
        )
        handoff.scope_item.amendment = amendment
        handoff.scope_item.save()
        refused(self.open(cast, handoff), saying="Have the amendment signed")

        agreement_actions.sign(amendment=amendment, by=cast.jon)
        agreement_actions.sign(amendment=amendment, by=cast.lena)

        self.open(cast, handoff)()
        assert fresh(handoff).status == "active"

    def test_takes_hours_left_this_month_unless_the_policy_lets_it(self, cast):
        handoff = reach(cast, "standby")
        agreement_actions.book(
            agreement=handoff.agreement, on=timezone.localdate(), minutes=2390, by=cast.lena
        )
        refused(self.open(cast, handoff), saying="Raise the month's hours")

        Agreement.objects.update(over_use="warn")

        self.open(cast, handoff)()
        assert fresh(handoff).status == "active"

    def test_takes_coverage_for_work_at_night(self, cast):
        handoff = reach(cast, "standby")
        Agreement.objects.update(coverage="office")

        refused(self.open(cast, handoff), saying="coverage outside working hours")

    def test_takes_two_technicians_who_still_are(self, cast):
        handoff = reach(cast, "standby")
        actions.lapse(
            competence=handoff.competences.get(technician=cast.tom), reason="On leave.", by=cast.lena
        )

        refused(self.open(cast, handoff), saying="releases a second technician")

    def test_counts_no_release_whose_day_has_passed(self, cast):
        handoff = reach(cast, "standby")
        Competence.objects.filter(technician=cast.tom).update(
            valid_until_on=timezone.localdate() - timedelta(days=1)
        )

        refused(self.open(cast, handoff), saying="releases a second technician")

    def test_stays_open_for_the_minimum_hold(self, cast):
        handoff = reach(cast, "active")
        now = timezone.now()
        Handoff.objects.update(opened_at=now - timedelta(days=13))
        refused(
            lambda: actions.close_tap(handoff=fresh(handoff), by=cast.marta), saying="keeps it open until"
        )

        Handoff.objects.update(opened_at=now - timedelta(days=14))

        actions.close_tap(handoff=fresh(handoff), by=cast.marta)
        assert fresh(handoff).status == "standby"


class TestSafety:
    @pytest.mark.parametrize("state", ["in_transfer", "standby", "active"])
    def test_goes_on_where_it_was_after_two_people(self, cast, state):
        handoff = reach(cast, state)

        actions.suspend(handoff=fresh(handoff), by=cast.lena)
        refused(
            lambda: actions.resume(handoff=fresh(handoff), note=" ", by=cast.marta),
            saying="Write what happened",
        )
        assert actions.resume(handoff=fresh(handoff), note="False alarm.", by=cast.marta) is False
        refused(
            lambda: actions.resume(handoff=fresh(handoff), note="Me too.", by=cast.jon),
            saying="security officer must agree",
        )
        assert actions.resume(handoff=fresh(handoff), note="Agreed.", by=cast.sven) is True

        after = fresh(handoff)
        assert (after.status, after.suspended_from, after.resume_agreed_by) == (state, "", None)

    def test_suspends_on_an_old_page_too(self, cast):
        handoff = reach(cast, "standby")
        opened_before = fresh(handoff)
        actions.open_tap(handoff=fresh(handoff), by=cast.marta)

        actions.suspend(handoff=opened_before, by=cast.sven)

        assert (fresh(handoff).status, fresh(handoff).suspended_from) == ("suspended", "active")

    def test_tells_both_sides_and_everybody_who_may_resume(self, cast):
        actions.suspend(handoff=reach(cast, "active"), by=cast.marta, why="Smoke.")

        told = {str(notice.to) for notice in Notice.objects.filter(subject__contains="uspended")}
        assert told == {"Sven", "Jon", "Priya", "Lena"}


class TestProcedure:
    def test_is_drafted_by_the_partner_and_signed_off_once(self, cast):
        handoff = reach(cast, "active")
        refused(
            lambda: actions.draft_procedure(handoff=handoff, steps=[], by=cast.lena),
            saying="at least one step",
        )
        refused(
            lambda: actions.draft_procedure(handoff=handoff, steps=[{"why": "x"}], by=cast.lena),
            saying="needs a title",
        )
        old = actions.draft_procedure(handoff=handoff, steps=[STEP], by=cast.asha)
        new = actions.draft_procedure(handoff=handoff, steps=[STEP, STEP], by=cast.asha)

        refused(
            lambda: actions.sign_off_procedure(procedure_version=old, by=cast.priya),
            saying="There is a newer version",
        )
        actions.sign_off_procedure(procedure_version=new, by=cast.priya)
        refused(
            lambda: actions.sign_off_procedure(procedure_version=new, by=cast.marta),
            saying="signed off already",
        )

        assert (old.number, new.number) == (2, 3)


class TestRedelegate:
    def test_keeps_packet_procedure_and_competences(self, cast):
        home = reach(cast, "returned")

        again = actions.redelegate(handoff=home, by=cast.marta)

        packet = again.packets.get()
        assert (again.continues, again.status, packet.number, packet.frozen_at) == (
            home,
            "preparing",
            1,
            None,
        )
        assert packet.content == home.packets.latest("number").content
        assert {str(kept.technician) for kept in again.competences.released(on=timezone.localdate())} == {
            "Asha",
            "Tom",
        }
        assert again.task.procedure.versions.count() == 1
        assert not Packet.objects.visible_to(cast.asha).filter(handoff=again).exists()
        assert Packet.objects.visible_to(cast.asha).filter(handoff=home).exists()

    def test_takes_a_valid_approval(self, cast):
        home = reach(cast, "returned")
        Task.objects.update(objective="Another.")

        refused(lambda: actions.redelegate(handoff=fresh(home), by=cast.marta), saying="needs an approval")
