"""A run in a technician's hand, from the queue to the end."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
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
        page = sign_in(cast.priya).get(f"/runs/{begun.pk}/").content.decode()
        assert "I lack access" in page
        assert "Step 1 done." in page

    def test_shows_the_hour_bank_before_the_first_minute_is_booked(self, cast, sign_in, begun):
        assert b"40 h left this month" in sign_in(cast.asha).get(at(begun, "run")).content

    def test_offers_today_as_the_day_of_the_minutes(self, cast, sign_in, begun):
        page = sign_in(cast.asha).get(at(begun, "run")).content.decode()

        today = timezone.localdate(timezone=ZoneInfo(cast.asha.time_zone))
        assert f'name="worked_on" value="{today:%Y-%m-%d}"' in page

    def test_is_not_submitted_before_every_check_is_filled(self, cast, sign_in, begun):
        begun.refresh_from_db()

        answer = sign_in(cast.asha).post(at(begun, "submission"), {"version": begun.version, "note": ""})

        begun.refresh_from_db()
        assert (answer.status_code, begun.status) == (403, "in_progress")


class TestPage:
    """What a technician reads at two in the morning."""

    def page(self, browser, run, **headers) -> str:
        return browser.get(at(run, "run"), headers=headers).content.decode()

    def test_names_the_next_act_on_its_one_button(self, cast, sign_in, offered):
        asha, words = sign_in(cast.asha), []
        actions.pick_up(run=offered, by=cast.asha)
        words.append(self.page(asha, offered))
        actions.start(run=offered, by=cast.asha)
        words.append(self.page(asha, offered))
        for check in offered.checks.select_related("partner_run"):
            actions.tick(check=check, by=cast.asha, evidence="Seen")
        words.append(self.page(asha, offered))

        for word, page in zip(("Start", "Step 1 done", "Finish and log 1 min"), words, strict=True):
            bar = page[page.index('class="act-bar"') :]
            assert word in bar
            assert bar.count("button primary") == 1

    def test_folds_what_is_done_and_names_the_rest(self, cast, sign_in, begun):
        first = begun.checks.select_related("partner_run").get(position=1)
        actions.tick(check=first, by=cast.asha)

        page = self.page(sign_in(cast.asha), begun)

        folded = page[page.index('class="past"') : page.index("</details>", page.index('class="past"'))]
        assert "Step 1 done" in folded
        assert first.text in folded
        assert page.count('aria-current="step"') == 1
        assert 'data-copy="qctl hold QBATCH"' in page
        assert "Step 1 done. Step 2 is not: Hold new work on the queue" in page

    def test_tick_answers_with_the_time_it_was_saved(self, cast, sign_in, begun):
        check = begun.checks.get(position=1)
        address = reverse("portal:tick", args=[begun.pk, check.pk])
        with time_machine.travel(datetime(2026, 11, 25, 1, 17, tzinfo=UTC), tick=False):
            answer = sign_in(cast.asha).post(address, {"evidence": ""}, headers={"HX-Request": "true"})

        assert "Saved 02:17" in answer.content.decode()

    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
    def test_asks_at_the_field_for_what_shows_the_end(self, cast, sign_in, begun, headers):
        *steps, last = begun.checks.select_related("partner_run").order_by("position")
        for check in steps:
            actions.tick(check=check, by=cast.asha, evidence="Seen" if check.is_acceptance else "")
        asha, address = sign_in(cast.asha), reverse("portal:tick", args=[begun.pk, last.pk])
        before = self.page(asha, begun)

        answer = asha.post(address, {"evidence": " "}, headers=headers)
        page = answer.content.decode()

        assert "(needed: the client sees it)" in before
        assert answer.status_code == 422
        assert f'id="evidence-{last.position}_error">Write what shows it' in page
        assert "autofocus" in page[page.index(f'<input id="evidence-{last.position}"') :].split(">")[0]
        assert asha.post(address, {"evidence": "Seen"}).status_code == 302

    def test_finishes_and_logs_its_minutes_in_one_press(self, cast, sign_in, begun):
        for check in begun.checks.select_related("partner_run"):
            actions.tick(check=check, by=cast.asha, evidence="Seen")
        begun.refresh_from_db()
        said = {"version": begun.version, "minutes": 25, "key": "once", "note": ""}

        sign_in(cast.asha).post(at(begun, "submission"), said)

        assert PartnerRun.objects.get().status == "submitted"
        assert HourBank.objects.get().booked_minutes == 25

    def test_logs_nothing_when_it_cannot_be_finished(self, cast, sign_in, begun):
        begun.refresh_from_db()
        said = {"version": begun.version, "minutes": 25, "key": "once", "note": ""}

        answer = sign_in(cast.asha).post(at(begun, "submission"), said)

        assert (answer.status_code, TimeEntry.objects.count()) == (403, 0)

    def test_logs_a_second_time_on_the_same_run(self, cast, sign_in, begun):
        asha = sign_in(cast.asha)
        for minutes in (25, 10):
            key = re.search(r'name="key" value="([^"]+)"', self.page(asha, begun))[1]
            said = {"minutes": minutes, "worked_on": timezone.localdate(), "category": "run", "key": key}
            assert asha.post(at(begun, "time"), said).status_code == 302

        assert sum(TimeEntry.objects.values_list("minutes", flat=True)) == 35

    def test_stays_with_the_firm_when_a_shift_ends(self, cast, sign_in, begun):
        begun.refresh_from_db()
        said = {"version": begun.version, "why": "My shift ends", "note": "Step 1 is next."}

        sign_in(cast.asha).post(at(begun, "sending_home"), said)

        begun.refresh_from_db()
        assert (begun.status, begun.technician, begun.outcome_note) == ("requested", None, "Step 1 is next.")

    def test_keeps_what_was_typed_when_no_reason_is_given(self, cast, sign_in, begun):
        begun.refresh_from_db()
        said = {"version": begun.version, "note": "QBATCH is not held."}

        answer = sign_in(cast.asha).post(at(begun, "sending_home"), said)

        assert answer.status_code == 422
        assert "QBATCH is not held.</textarea>" in answer.content.decode()
        assert "popover" not in answer.content.decode().split('id="hand-back"')[1].split(">")[0]


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
