"""Trials and improvements as people see them."""

import pytest

from delegation.approval.actions import decide, propose
from delegation.streamlining.models import Improvement, Missed, Trial
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast):
    task = make.task(by=cast.priya, title="Print the label report", status=Task.Status.ASSESSED)
    asked = propose(tasks=[task], disposition="eliminate", reason="", by=cast.priya)[0]
    decide(proposal=asked, verdict="approve", reason="", by=cast.marta)
    return task


@pytest.fixture
def trial(cast, task):
    return Trial.objects.create(
        organisation=cast.halden,
        task=task,
        stop_from_on="2026-10-05",
        watch_until_on="2026-11-30",
        started_by=cast.marta,
    )


class TestTrials:
    def test_start_from_the_page(self, cast, sign_in, task):
        browser = sign_in(cast.marta)

        response = browser.post(
            "/trials/",
            {
                "task": task.pk,
                "stop_from_on": "2026-10-05",
                "watch_until_on": "2026-11-30",
                "watchers": [cast.omar.pk],
            },
        )

        assert response.url == f"/trials/{Trial.objects.get().pk}/"
        assert b"Print the label report" in browser.get("/trials/").content

    def test_offer_only_what_was_approved_to_go(self, cast, sign_in, task):
        make.task(by=cast.priya, title="Keep the lights on", status=Task.Status.DECIDED)

        page = sign_in(cast.marta).get("/trials/").content.decode()

        assert "Print the label report" in page
        assert "Keep the lights on" not in page

    def test_take_word_of_what_was_missed(self, cast, sign_in, trial):
        browser = sign_in(cast.omar)

        browser.post(f"/trials/{trial.pk}/missed/", {"what": "<b>No labels</b>"})

        assert Missed.objects.get().by == cast.omar
        assert b"&lt;b&gt;No labels&lt;/b&gt;" in browser.get(f"/trials/{trial.pk}/").content

    def test_end_with_the_version_that_was_looked_at(self, cast, sign_in, trial):
        browser = sign_in(cast.marta)
        end = {"outcome": "stopped", "why": ""}

        assert browser.post(f"/trials/{trial.pk}/end/", {**end, "version": 4}).status_code == 409
        assert browser.post(f"/trials/{trial.pk}/end/", {"outcome": "burnt", "version": 0}).status_code == 422
        assert browser.post(f"/trials/{trial.pk}/end/", {**end, "version": 0}).status_code == 302
        assert Task.objects.get().status == Task.Status.RETIRED

    def test_say_no_to_who_may_not_end_them(self, cast, sign_in, trial):
        response = sign_in(cast.priya).post(f"/trials/{trial.pk}/end/", {"outcome": "stopped", "version": 0})

        assert response.status_code == 403
        assert Trial.objects.get().status == "running"

    @pytest.mark.parametrize("name", ["nils", "lena"])
    def test_do_not_exist_for_strangers(self, cast, sign_in, trial, name):
        browser = sign_in(getattr(cast, name))

        assert browser.get(f"/trials/{trial.pk}/").status_code == 404
        assert browser.post(f"/trials/{trial.pk}/missed/", {"what": "x"}).status_code == 404


class TestImprovements:
    def test_are_added_and_finished(self, cast, sign_in):
        task = make.task(by=cast.priya)
        browser = sign_in(cast.priya)
        given = {
            "task": task.pk,
            "change": "Let a script do it",
            "saved_minutes_per_month": 90,
            "owner": cast.priya.pk,
        }

        browser.post("/improvements/", given)
        change = Improvement.objects.get()
        assert (
            browser.post(f"/improvements/{change.pk}/done/", {"saved_minutes_per_month": -5}).status_code
            == 422
        )
        browser.post(
            f"/improvements/{change.pk}/done/", {"saved_minutes_per_month": 60, "done_on": "2026-10-05"}
        )

        change.refresh_from_db()
        assert (change.saved_minutes_per_month, str(change.done_on)) == (60, "2026-10-05")
        assert b"saves 60 minutes a month" in browser.get("/improvements/").content

    def test_do_not_exist_for_strangers(self, cast, sign_in):
        change = Improvement.objects.create(
            organisation=cast.halden, task=make.task(by=cast.priya), change="x", owner=cast.priya
        )

        for name in ("nina", "lena"):
            response = sign_in(getattr(cast, name)).post(
                f"/improvements/{change.pk}/done/", {"saved_minutes_per_month": 1}
            )
            assert response.status_code == 404

    def test_are_closed_to_executives_with_a_sentence(self, cast, sign_in):
        response = sign_in(cast.eva).get("/improvements/")

        assert response.status_code == 403
        assert b"can see trials and improvements" in response.content
