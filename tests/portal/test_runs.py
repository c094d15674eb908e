"""A run in a technician's hand, from the queue to the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from delegation.agreement.models import HourBank
from delegation.tracking import actions
from delegation.tracking.models import Message, PartnerRun, TimeEntry
from tests.tracking import make_runs

pytestmark = pytest.mark.django_db


def at(run, noun: str) -> str:
    return reverse(f"portal:{noun}", args=[run.pk])


@pytest.fixture
def offered(cast):
    return make_runs.run(make_runs.handoff(cast))


@pytest.fixture
def begun(cast, offered):
    return make_runs.started(offered, by=cast.asha)


class TestStory:
    def test_picks_up_ticks_logs_and_submits(self, cast, sign_in, offered):
        asha = sign_in(cast.asha)
        assert b"Restart stuck batch queues" in asha.get("/portal/").content
        asha.post(at(offered, "pick_up"))
        asha.post(at(offered, "start"), {"version": PartnerRun.objects.get().version})
        for check in offered.checks.order_by("position"):
            said = {"evidence": "Queue is empty."}
            assert asha.post(reverse("portal:tick", args=[offered.pk, check.pk]), said).status_code == 302
        logged = asha.post(
            at(offered, "time"),
            {"minutes": 25, "worked_on": timezone.localdate(), "category": "run", "key": "once"},
        )
        asha.post(at(offered, "submission"), {"version": PartnerRun.objects.get().version, "note": ""})

        run = PartnerRun.objects.get()
        assert logged.status_code == 302, logged.content.decode()[-2500:]
        assert (run.status, run.technician) == ("submitted", cast.asha)
        assert HourBank.objects.get().booked_minutes == 25

    def test_second_of_two_is_told_who_was_faster(self, cast, sign_in, offered):
        actions.pick_up(run=offered, by=cast.asha)

        answer = sign_in(cast.tom).post(at(offered, "pick_up"))

        assert answer.status_code in {403, 409}
        assert "Asha" in answer.content.decode()
        assert PartnerRun.objects.get().technician == cast.asha

    def test_double_click_logs_the_same_minutes_once(self, cast, sign_in, begun):
        asha = sign_in(cast.asha)
        said = {"minutes": 25, "worked_on": timezone.localdate(), "category": "run", "key": "the-same"}

        asha.post(at(begun, "time"), said)
        asha.post(at(begun, "time"), said)

        assert TimeEntry.objects.count() == 1
        assert HourBank.objects.get().booked_minutes == 25

    def test_question_turns_the_clock_to_the_client_and_the_answer_back(self, cast, sign_in, begun):
        begun.refresh_from_db()
        sign_in(cast.asha).post(
            at(begun, "run_question"), {"version": begun.version, "question": "Is QBATCH2 part of this?"}
        )

        begun.refresh_from_db()
        assert (begun.status, begun.ball) == ("waiting", "client")
        actions.answer(run=begun, body="Only QBATCH.", by=cast.priya)
        begun.refresh_from_db()
        assert (begun.status, begun.ball) == ("in_progress", "partner")
        assert b"Only QBATCH." in sign_in(cast.asha).get(at(begun, "run")).content

    def test_sends_a_run_home_with_a_reason(self, cast, sign_in, begun):
        begun.refresh_from_db()

        sign_in(cast.asha).post(
            at(begun, "sending_home"),
            {"version": begun.version, "why": "I lack access", "note": "Step 1 done."},
        )

        begun.refresh_from_db()
        assert begun.status == "sent_home"

    def test_is_not_submitted_before_every_check_is_filled(self, cast, sign_in, begun):
        begun.refresh_from_db()

        answer = sign_in(cast.asha).post(at(begun, "submission"), {"version": begun.version, "note": ""})

        begun.refresh_from_db()
        assert (answer.status_code, begun.status) == (403, "in_progress")


class TestWalls:
    @pytest.mark.parametrize("name", ["rolf", "kim", "priya", "marta", "nils"])
    def test_does_not_exist_for_anybody_else(self, cast, sign_in, begun, name):
        browser = sign_in(getattr(cast, name))
        answers = {browser.get(at(begun, "run")).status_code}
        for noun in ("pick_up", "start", "run_question", "time", "submission", "sending_home"):
            answers.add(browser.post(at(begun, noun), {"version": 0}).status_code)

        assert answers == {404}

    def test_does_not_exist_for_a_colleague_who_is_not_named_for_it(self, cast, sign_in):
        run = make_runs.run(make_runs.handoff(cast, technicians=[cast.asha]))

        assert sign_in(cast.tom).get(at(run, "run")).status_code == 404
        assert sign_in(cast.lena).get(at(run, "run")).status_code == 200

    def test_shows_nothing_of_the_task_beyond_the_packet(self, cast, sign_in):
        canaries = {
            name: f"CANARY-{name}"
            for name in ("title", "objective", "outcome", "origin", "last_consumer", "wall", "regulations")
        }
        handoff = make_runs.handoff(cast, task_fields=canaries)
        run = make_runs.started(make_runs.run(handoff), by=cast.asha)
        actions.write(handoff=handoff, body="CANARY-internal", by=cast.priya)
        asha, lena = sign_in(cast.asha), sign_in(cast.lena)

        pages = [browser.get(page).content.decode() for browser in (asha, lena) for page in (
            "/portal/", "/portal/done/", "/portal/handoffs/", at(run, "run"), reverse("portal:handoff", args=[handoff.pk]), "/notices/",
        )]  # fmt: skip

        assert not [page for page in pages if "CANARY" in page]

    def test_internal_words_stay_on_their_side(self, cast, sign_in, begun):
        actions.write(handoff=begun.handoff, run=begun, body="They always do this.", by=cast.lena)
        actions.write(
            handoff=begun.handoff, run=begun, body="Seen and known.", by=cast.lena, visibility="shared"
        )

        assert {message.body for message in Message.objects.visible_to(cast.priya)} == {"Seen and known."}
        assert b"They always do this." in sign_in(cast.asha).get(at(begun, "run")).content


class TestQueue:
    @pytest.mark.parametrize("rows", [2, 60])
    def test_costs_the_same_queries(self, cast, sign_in, rows, django_assert_num_queries):
        handoff = make_runs.handoff(cast)
        for number in range(rows):
            make_runs.run(handoff, starts_in=timedelta(hours=number))
        asha = sign_in(cast.asha)
        asha.get("/portal/")
        with django_assert_num_queries(6):  # session, user, seat, rows, and the two ends of a savepoint
            asha.get("/portal/")

    def test_page_of_a_run_costs_few_queries(self, cast, sign_in, begun, django_assert_num_queries):
        asha = sign_in(cast.asha)
        asha.get(at(begun, "run"))
        with django_assert_num_queries(12):  # ten, and the two ends of a savepoint
            asha.get(at(begun, "run"))
