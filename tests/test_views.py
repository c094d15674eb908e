"""Today: what needs me, and nothing else."""

import pytest

from inventory.models import Task
from tests import make


class TestToday:
    def test_tells_a_manager_how_many_proposals_wait_and_where(self, cast, sign_in):
        make.proposal(asked_by=cast.priya)

        page = sign_in(cast.jon).get("/").content.decode()

        assert "1 proposal</b> waits for your decision" in page
        assert 'href="/proposals/"' in page

    def test_tells_a_contributor_what_of_theirs_has_no_score(self, cast, sign_in):
        task = make.task(by=cast.priya, holder=cast.priya)
        Task.objects.filter(pk=task.pk).update(status=Task.Status.CATALOGUED)

        page = sign_in(cast.priya).get("/").content.decode()

        assert "1 of your tasks</b> has no score yet" in page

    def test_does_not_call_for_what_one_asked_oneself(self, cast, sign_in):
        make.proposal(asked_by=cast.jon)

        assert "for your decision" not in sign_in(cast.jon).get("/").content.decode()

    def test_says_when_nothing_waits(self, cast, sign_in):
        page = sign_in(cast.otto).get("/").content.decode()

        assert "Nothing needs you." in page

    @pytest.mark.parametrize(
        ("hour", "words"), [(8, "Good morning"), (15, "Good afternoon"), (22, "Good evening")]
    )
    def test_greets_by_the_reader_s_own_clock(self, cast, sign_in, monkeypatch, hour, words):
        from datetime import UTC, datetime, timedelta

        cast.otto.time_zone = "Asia/Tokyo"
        cast.otto.save()
        now = datetime(2026, 11, 25, hour, tzinfo=UTC) - timedelta(hours=9)
        browser = sign_in(cast.otto)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        from django.contrib.sessions.models import Session

        Session.objects.update(expire_date=now + timedelta(days=1))

        assert f"{words}, Otto" in browser.get("/").content.decode()


class TestJump:
    def test_finds_places_tasks_and_systems(self, cast, sign_in):
        task = make.task(by=cast.priya, title="Check replication lag")
        make.system(organisation=cast.halden, name="Replication hub")

        page = sign_in(cast.marta).get("/jump/?q=repl").content.decode()

        assert f"/tasks/{task.pk}/" in page
        assert "Replication hub" in page

    def test_goes_to_the_first_when_enter_is_pressed(self, cast, sign_in):
        task = make.task(by=cast.priya, title="Check replication lag")
        browser = sign_in(cast.priya)

        assert browser.get("/jump/?q=replication&go=1").url == f"/tasks/{task.pk}/"
        assert browser.get("/jump/?q=rank&go=1").url == "/ranking/"

    def test_says_when_nothing_is_called_so(self, cast, sign_in):
        page = sign_in(cast.priya).get("/jump/?q=<b>nothing</b>&go=1").content.decode()

        assert "Nothing here is called “&lt;b&gt;nothing&lt;/b&gt;”." in page

    def test_finds_nobody_elses_and_nothing_for_partners(self, cast, sign_in):
        make.task(by=cast.nina, title="Norrby payroll export")

        assert "payroll export" not in sign_in(cast.priya).get("/jump/?q=payroll").content.decode()
        assert sign_in(cast.asha).get("/jump/?q=payroll").status_code in {403, 404}

    def test_names_only_places_that_one_may_go_to(self, cast, sign_in):
        places = sign_in(cast.eva).get("/jump/").context["places"]

        assert {"Capacity", "Reports", "Approvals"} <= {entry["label"] for entry in places}
        assert "Inventory" not in {entry["label"] for entry in places}

    def test_is_a_piece_in_the_dialog_and_a_page_without_a_script(self, cast, sign_in):
        browser = sign_in(cast.priya)

        assert "<html" not in browser.get("/jump/", headers={"HX-Request": "true"}).content.decode()
        assert "<h1" in browser.get("/jump/").content.decode()
