"""What people do with runs, and what becomes of the clock, the hours and the trail."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.agreement.models import Agreement, HourBank
from delegation.audit.models import AuditEvent
from delegation.handoff.models import Handoff
from delegation.moves import Stale
from delegation.notices.models import Notice
from delegation.tracking import actions
from delegation.tracking.models import Message, PartnerRun, TimeEntry, minutes_of
from inventory.models import Run
from tests.tracking import make_runs

pytestmark = pytest.mark.django_db

Status = PartnerRun.Status


def sides(run):
    return [interval.side for interval in run.intervals.order_by("from_at")]


def log(run, by, *, minutes=25, key="one", **fields):
    return actions.log_time(
        run=run, minutes=minutes, worked_on=fields.pop("on", timezone.localdate()), by=by, key=key, **fields
    )


class TestOrder:
    def test_makes_a_run_with_the_packets_steps_and_checks(self, cast, handoff, soon):
        run = actions.order(handoff=handoff, at=soon, by=cast.priya)

        assert (run.starts_at, run.planned_at) == (soon, soon + timedelta(minutes=240))
        assert [check.text for check in run.checks.order_by("position")] == [
            "Connect to the network", "Hold new work on the queue", "Jobs flow again"
        ]  # fmt: skip
        assert run.run.source == Run.Source.ORDER
        assert Notice.objects.get(to=cast.lena).must_act

    def test_takes_the_signed_procedure_before_the_packets_steps(self, cast, handoff, soon):
        from delegation.handoff import actions as handoff_actions

        drafted = handoff_actions.draft_procedure(
            handoff=handoff, steps=[{"title": "The newer way"}], by=cast.lena
        )
        handoff_actions.sign_off_procedure(procedure_version=drafted, by=cast.priya)

        run = actions.order(handoff=handoff, at=soon, by=cast.priya)

        assert run.checks.order_by("position")[0].text == "The newer way"

    def test_does_not_make_two_for_one_moment(self, cast, handoff, soon):
        actions.order(handoff=handoff, at=soon, by=cast.priya)

        with pytest.raises(Refused, match="for that moment already"):
            actions.order(handoff=handoff, at=soon, by=cast.marta)

    @pytest.mark.parametrize("days", [-1, 400])
    def test_refuses_moments_out_of_reach(self, cast, handoff, days):
        with pytest.raises(Refused):
            actions.order(handoff=handoff, at=timezone.now() + timedelta(days=days), by=cast.priya)

    def test_needs_an_open_tap(self, cast, soon):
        handoff = make_runs.handoff(cast, status=Handoff.State.STANDBY)

        with pytest.raises(Refused, match="tap is closed"):
            actions.order(handoff=handoff, at=soon, by=cast.priya)


class TestPickUp:
    def test_gives_it_to_the_first_and_tells_the_second(self, cast, run):
        opened_elsewhere = PartnerRun.objects.whole().get(pk=run.pk)
        actions.pick_up(run=run, by=cast.asha)

        with pytest.raises(Stale, match=r"Asha took this (1 second|\d+ seconds) ago\."):
            actions.pick_up(run=opened_elsewhere, by=cast.tom)

        run.refresh_from_db()
        assert (run.technician, run.status, run.version) == (cast.asha, Status.ACCEPTED, 1)

    def test_again_changes_nothing(self, cast, run):
        actions.pick_up(run=run, by=cast.asha)
        events = AuditEvent.objects.count()

        actions.pick_up(run=run, by=cast.asha)

        assert AuditEvent.objects.count() == events

    def test_takes_a_release(self, cast, handoff, run):
        handoff.competences.filter(technician=cast.tom).update(level="trainee")

        with pytest.raises(Refused, match="not released"):
            actions.pick_up(run=run, by=cast.tom)

    def test_takes_a_release_that_lasts(self, cast, handoff, run):
        yesterday = timezone.localdate() - timedelta(days=1)
        handoff.competences.filter(technician=cast.tom).update(valid_until_on=yesterday)

        with pytest.raises(Refused, match="not released"):
            actions.pick_up(run=run, by=cast.tom)

    def test_waits_while_the_handoff_is_suspended(self, cast, run):
        Handoff.objects.update(status=Handoff.State.SUSPENDED, suspended_from="active")

        with pytest.raises(Refused, match="suspended"):
            actions.pick_up(run=PartnerRun.objects.whole().get(), by=cast.asha)

    def test_goes_back_to_the_queue_with_its_ticks(self, cast, started):
        check = started.checks.order_by("position")[0]
        actions.tick(check=check, by=cast.asha)

        actions.put_down(run=started, by=cast.asha, note="My shift ends.")

        assert (started.status, started.technician) == (Status.REQUESTED, None)
        assert started.checks.exclude(done_at=None).count() == 1
        actions.pick_up(run=started, by=cast.tom)
        assert started.technician == cast.tom

    def test_can_be_given_by_the_lead_to_a_released_technician_only(self, cast, handoff, run):
        actions.reassign(run=run, technician=cast.tom, by=cast.lena)
        handoff.competences.filter(technician=cast.asha).update(lapsed_reason="A year without doing it")

        with pytest.raises(Refused, match="not released"):
            actions.reassign(run=run, technician=cast.asha, by=cast.lena)

        assert run.technician == cast.tom
        assert Notice.objects.filter(to=cast.tom, must_act=True).exists()

    def test_is_not_given_away_by_technicians(self, cast, run):
        with pytest.raises(Refused, match="Only partner leads"):
            actions.reassign(run=run, technician=cast.tom, by=cast.asha)


class TestTick:
    def test_a_second_click_changes_nothing(self, cast, started):
        check = started.checks.order_by("position")[0]

        first = actions.tick(check=check, by=cast.asha)
        events = AuditEvent.objects.count()
        check.refresh_from_db()
        second = actions.tick(check=check, by=cast.asha)

        assert (first, second) == (True, False)
        assert AuditEvent.objects.count() == events

    def test_of_an_acceptance_check_takes_what_shows_it(self, cast, started):
        check = started.checks.get(is_acceptance=True)

        with pytest.raises(Refused, match="what shows it"):
            actions.tick(check=check, by=cast.asha, evidence="  ")

    def test_can_be_taken_back(self, cast, started):
        check = started.checks.order_by("position")[0]
        actions.tick(check=check, by=cast.asha)

        assert actions.untick(check=check, by=cast.asha)
        assert not actions.untick(check=check, by=cast.asha)

    def test_is_for_whoever_has_it(self, cast, started):
        with pytest.raises(Refused, match="Asha has this"):
            actions.tick(check=started.checks.order_by("position")[0], by=cast.tom)


class TestSubmit:
    def test_needs_every_check_filled(self, cast, started):
        with pytest.raises(Refused, match="“Connect to the network” is open"):
            actions.submit(run=started, by=cast.asha)

    def test_hands_the_clock_to_the_client(self, cast, submitted):
        assert (submitted.status, submitted.ball) == (Status.SUBMITTED, "client")
        assert sides(submitted)[-1] == "client"
        assert Notice.objects.filter(to=cast.priya, subject__startswith="Finished").exists()


class TestWaiting:
    def test_a_question_is_shared_and_the_minutes_are_the_clients(self, cast, started):
        message = actions.ask(run=started, question="Is QBATCH2 part of this?", by=cast.asha)

        assert (message.visibility, message.is_question) == ("shared", True)
        assert (started.status, started.ball, started.waiting_for) == (
            "waiting",
            "client",
            "Waiting for Halden",
        )
        assert sides(started)[-1] == "client"
        assert Notice.objects.get(to=cast.priya).must_act

    def test_an_answer_gives_the_clock_back_and_moves_the_due_time(self, cast, started, time_machine_at):
        planned = started.planned_at
        actions.ask(run=started, question="Which?", by=cast.asha)
        with time_machine_at(timezone.now() + timedelta(minutes=90)):
            actions.answer(run=started, body="Only QBATCH.", by=cast.priya)

            assert (started.status, started.ball) == ("in_progress", "partner")
            assert timedelta(minutes=89) <= started.due_at - planned <= timedelta(minutes=91)
            minutes = minutes_of(list(started.intervals.order_by("from_at")), at=timezone.now())
            assert minutes["client"] in {89, 90}
        assert Notice.objects.filter(to=cast.asha, must_act=True).exists()

    def test_a_third_party_has_its_own_minutes(self, cast, started):
        actions.wait(run=started, who="the network supplier", by=cast.asha)
        actions.resume(run=started, by=cast.asha)

        assert started.status == Status.IN_PROGRESS
        assert started.waiting_for == ""


class TestLogTime:
    def test_books_on_the_months_hours(self, cast, started):
        log(started, cast.asha)

        assert HourBank.objects.get().booked_minutes == 25
        entry = TimeEntry.objects.get()
        assert (entry.scope_item, entry.status) == (started.handoff.scope_item, "submitted")

    def test_twice_with_one_key_is_one_entry(self, cast, started):
        first = log(started, cast.asha)

        assert log(started, cast.asha) == first
        assert HourBank.objects.get().booked_minutes == 25

    def test_with_other_words_under_one_key_is_refused(self, cast, started):
        log(started, cast.asha)

        with pytest.raises(ValidationError, match="logged already"):
            log(started, cast.asha, minutes=30)
        assert HourBank.objects.get().booked_minutes == 25

    def test_stops_at_24_hours_a_day(self, cast, started):
        log(started, cast.asha, minutes=1400)

        with pytest.raises(Refused, match="40 minutes more"):
            log(started, cast.asha, minutes=41, key="two")
        log(started, cast.asha, minutes=40, key="three")
        assert HourBank.objects.get().booked_minutes == 1440

    @pytest.mark.parametrize("minutes", [0, -5, 1441])
    def test_takes_whole_minutes_of_a_day(self, cast, started, minutes):
        with pytest.raises(Refused, match="whole number"):
            log(started, cast.asha, minutes=minutes)

    def test_stops_where_the_agreement_says_so(self, cast, started):
        Agreement.objects.update(minutes_per_month=20)
        started.handoff.agreement.refresh_from_db()

        with pytest.raises(Refused, match="20 minutes left"):
            log(started, cast.asha)
        assert not TimeEntry.objects.exists()

    def test_goes_on_where_the_agreement_allows_it(self, cast, started):
        Agreement.objects.update(minutes_per_month=20, over_use=Agreement.OverUse.ALLOW)
        started.refresh_from_db()

        log(PartnerRun.objects.whole().get(), cast.asha)

        assert HourBank.objects.get().booked_minutes == 25

    def test_refuses_days_outside_the_agreement_and_days_to_come(self, cast, started):
        for days in (-3000, 3):
            with pytest.raises(Refused):
                log(started, cast.asha, on=timezone.localdate() + timedelta(days=days))

    def test_can_be_corrected_until_it_is_approved(self, cast, started):
        entry = log(started, cast.asha)

        actions.take_back_time(entry=entry, by=cast.asha)

        assert HourBank.objects.get().booked_minutes == 0
        assert not TimeEntry.objects.visible_to(cast.priya).exists()
        with pytest.raises(Refused):
            actions.take_back_time(entry=log(started, cast.asha, key="two"), by=cast.lena)


class TestJudging:
    def test_accepting_fills_the_catalogues_run(self, cast, started):
        log(started, cast.asha)
        make_runs.submitted(started, by=cast.asha)

        actions.accept_work(run=started, by=cast.priya)

        kept = Run.objects.get()
        assert (kept.result, kept.minutes, kept.performer, kept.at_partner) == ("done", 25, cast.asha, True)
        assert kept.started_at == started.started_at
        assert TimeEntry.objects.get().status == TimeEntry.Status.APPROVED
        assert not started.intervals.filter(to_at=None).exists()

    def test_is_not_for_who_logged_the_hours(self, cast, started):
        from delegation.accounts.models import Person

        both = Person.objects.create(
            user=cast.asha.user, organisation=cast.halden, role="manager", name="Asha"
        )
        log(started, cast.asha)
        make_runs.submitted(started, by=cast.asha)

        with pytest.raises(Refused, match="You logged hours"):
            actions.accept_work(run=started, by=both)

    def test_rework_asks_for_the_checks_again(self, cast, submitted):
        actions.rework(run=submitted, why="QPAY stands still.", by=cast.marta)

        assert (submitted.status, submitted.rework_count, submitted.ball) == ("rework", 1, "partner")
        assert submitted.checks.get(is_acceptance=True).done_at is None
        assert Message.objects.visible_to(cast.asha).get().body == "QPAY stands still."
        actions.start(run=submitted, by=cast.asha)
        with pytest.raises(Refused, match="Jobs flow again"):
            actions.submit(run=submitted, by=cast.asha)

    def test_of_two_who_judge_one_is_obeyed(self, cast, submitted):
        opened_elsewhere = PartnerRun.objects.whole().get(pk=submitted.pk)
        actions.accept_work(run=submitted, by=cast.priya)

        with pytest.raises(Stale):
            actions.rework(run=opened_elsewhere, why="No.", by=cast.marta)


class TestGoingHome:
    def test_tells_the_client_at_once_and_opens_the_run_there(self, cast, started):
        actions.send_home(run=started, why="I lack access", note="Steps 1 and 2 done.", by=cast.asha)

        kept = Run.objects.get()
        assert (started.status, started.ball, started.outcome_note) == (
            "sent_home",
            "client",
            "Steps 1 and 2 done.",
        )
        assert (kept.result, kept.at_partner) == ("open", False)
        assert Notice.objects.get(to=cast.priya).must_act

    def test_is_possible_while_suspended(self, cast, started):
        Handoff.objects.update(status=Handoff.State.SUSPENDED, suspended_from="active")

        actions.send_home(run=PartnerRun.objects.whole().get(), why="It is not safe", by=cast.asha)

        assert PartnerRun.objects.get().status == Status.SENT_HOME

    def test_cancelling_tells_whoever_has_it(self, cast, started):
        actions.cancel(run=started, why="The system is down today.", by=cast.priya)

        assert Run.objects.get().result == "cancelled"
        assert Notice.objects.get(to=cast.asha).must_act

    @pytest.mark.parametrize("act", ["send_home", "cancel"])
    def test_takes_a_reason(self, cast, started, act):
        by = cast.asha if act == "send_home" else cast.priya

        with pytest.raises(Refused):
            getattr(actions, act)(run=started, why=" ", by=by)


class TestDispute:
    def test_is_seen_by_both_sides_and_changes_no_minute(self, cast, started):
        interval = started.intervals.order_by("-from_at")[0]

        actions.dispute(interval=interval, why="We were waiting for you.", by=cast.lena)

        interval.refresh_from_db()
        assert interval.dispute == "We were waiting for you."
        assert Message.objects.visible_to(cast.priya).count() == 1
        with pytest.raises(Refused, match="already"):
            actions.dispute(interval=interval, why="No.", by=cast.priya)


class TestWrite:
    def test_stays_on_ones_own_side_by_default(self, cast, handoff):
        actions.write(handoff=handoff, body="They are slow.", by=cast.priya)
        actions.write(handoff=handoff, body="They are strict.", by=cast.asha)

        assert [str(message) for message in Message.objects.visible_to(cast.marta)] == ["They are slow."]
        assert [str(message) for message in Message.objects.visible_to(cast.lena)] == ["They are strict."]
        assert not Notice.objects.exists()

    def test_shared_words_are_told_without_their_text(self, cast, handoff):
        actions.write(handoff=handoff, body="Please use the new door.", by=cast.priya, visibility="shared")

        assert Message.objects.visible_to(cast.asha).count() == 1
        assert Notice.objects.get(to=cast.lena).body == ""

    def test_needs_words(self, cast, handoff):
        with pytest.raises(Refused):
            actions.write(handoff=handoff, body=" \n", by=cast.priya)


class TestTheTrail:
    def test_keeps_every_version_of_a_run_without_a_gap(self, cast, started):
        actions.ask(run=started, question="Which?", by=cast.asha)
        actions.answer(run=started, body="That one.", by=cast.priya)
        make_runs.submitted(started, by=cast.asha)
        actions.accept_work(run=started, by=cast.marta)

        events = AuditEvent.objects.filter(about_id=str(started.pk)).exclude(version=None)
        assert sorted(events.values_list("version", flat=True)) == list(range(started.version + 1))
