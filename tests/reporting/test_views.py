"""Capacity and reports, as executives see them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from delegation.accounts.models import Organisation
from delegation.notices.models import Notice
from delegation.reporting import jobs, press
from delegation.reporting.engine import figures, read
from delegation.reporting.models import Report
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 30, 9, tzinfo=UTC)


@pytest.fixture
def half_a_year(cast):
    """Nightly runs by Priya since May, some of them at the partner."""
    task = make.task(by=cast.priya)
    walled = make.task(by=cast.omar, title="Sign payroll", wall="Regulated")
    make.initiative(organisation=cast.halden, minutes_per_week=600)
    for day in range(0, 180, 2):
        due_at = make.moment("2026-05-04 02:00") + timedelta(days=day)
        make.run(
            task=task,
            due_at=due_at,
            minutes=30,
            result="done",
            is_off_hours=True,
            at_partner=day > 120,
            is_popup=True,
        )
    make.run(task=walled, due_at=make.moment("2026-10-12 10:00"), minutes=45, result="done")
    return task


class TestCapacity:
    def test_shows_the_month_from_real_runs(self, cast, sign_in, half_a_year):
        page = sign_in(cast.eva).get("/capacity/?month=2026-10").content.decode()

        assert "October" in page
        assert "Sign payroll" in page

    @pytest.mark.parametrize(
        ("name", "status"),
        [("eva", 200), ("marta", 200), ("otto", 200), ("ada", 200), ("priya", 403), ("sven", 403)],
    )
    def test_is_for_those_who_oversee(self, cast, sign_in, name, status):
        assert sign_in(getattr(cast, name)).get("/capacity/").status_code == status

    def test_shows_an_ended_month_as_it_was_printed(self, cast, sign_in, half_a_year):
        live = sign_in(cast.marta).get("/capacity/?month=2026-09").content.decode()
        jobs.scheduled_reports(at="2026-10-01T08:00:00+00:00")
        report = Report.objects.get(organisation=cast.halden)
        Report.objects.filter(pk=report.pk).update(status=Report.Status.PRINTED)
        make.run(task=half_a_year, due_at=make.moment("2026-09-15 11:00"), minutes=6000, result="done")

        page = sign_in(cast.marta).get("/capacity/?month=2026-09")
        later = sign_in(cast.marta).get("/capacity/?month=2026-10").content.decode()

        said = figures(read(Report.objects.get(pk=report.pk).facts["canonical"]), press.ink())
        assert page.context["figures"].headlines == said.headlines
        assert "The figures of the report of 1 October 2026" in page.content.decode()
        assert reverse("reporting:report", args=[report.pk]) in page.content.decode()
        assert "Drawn now; no report" in live
        assert "Drawn now; no report" in later

    def test_draws_a_month_anew_that_was_printed_before_it_ended(self, cast, sign_in, half_a_year):
        jobs.scheduled_reports(at="2026-10-01T08:00:00+00:00")
        Report.objects.update(status=Report.Status.PRINTED, as_of="2026-09-15T08:00:00+00:00")

        page = sign_in(cast.marta).get("/capacity/?month=2026-09").content.decode()

        assert "Drawn now; no report" in page

    def test_claims_nothing_before_three_weeks_are_counted(self, cast, sign_in):
        page = sign_in(cast.eva).get("/capacity/").content.decode()

        assert "Three weeks of data are needed." in page
        assert "over capacity" not in page


class TestReport:
    def test_is_printed_from_one_snapshot_and_downloaded(
        self, cast, sign_in, half_a_year, django_capture_on_commit_callbacks
    ):
        browser = sign_in(cast.eva)

        answer = browser.post("/reports/", {"month": "2026-10"})
        report = Report.objects.get()
        assert answer.url == reverse("reporting:report", args=[report.pk])
        assert b"Being made" in browser.get(answer.url).content
        make.run(task=half_a_year, due_at=make.moment("2026-10-13 11:00"), minutes=600, result="done")
        jobs.print_report(report_id=str(report.pk))

        file = browser.get(reverse("reporting:report_file", args=[report.pk]))
        assert file.content.startswith(b"%PDF-")
        assert file["Content-Disposition"] == 'attachment; filename="halden-it-capacity-2026-10.pdf"'
        view = browser.get(reverse("reporting:report_print", args=[report.pk])).content.decode()
        report.refresh_from_db()
        assert report.data_hash[:12] in view

    def test_is_made_once_however_often_the_worker_is_asked(self, cast, sign_in, half_a_year):
        sign_in(cast.eva).post("/reports/", {"month": "2026-10"})
        report = Report.objects.get()

        assert [jobs.print_report(report_id=str(report.pk)) for _ in range(3)] == [True, False, False]
        assert Notice.objects.filter(kind="report").count() == 1

    @pytest.mark.parametrize("name", ["marta", "priya", "nils", "nora", "lena", "asha"])
    def test_belongs_to_whoever_asked(self, cast, sign_in, half_a_year, name):
        sign_in(cast.eva).post("/reports/", {"month": "2026-10"})
        report = Report.objects.get()
        browser = sign_in(getattr(cast, name))

        for noun in ("report", "report_print", "report_file"):
            assert browser.get(reverse(f"reporting:{noun}", args=[report.pk])).status_code == 404

    def test_is_shown_no_more_to_whoever_lost_the_right(self, cast, sign_in, half_a_year):
        browser = sign_in(cast.eva)
        browser.post("/reports/", {"month": "2026-10"})
        report = Report.objects.get()
        cast.eva.role = "contributor"
        cast.eva.save()

        for noun in ("report", "report_print", "report_file"):
            answer = browser.get(reverse(f"reporting:{noun}", args=[report.pk]))
            assert answer.status_code == 403
            assert "can see capacity and reports" in answer.content.decode()

    def test_is_not_printed_for_somebody_who_lost_the_right_meanwhile(self, cast, sign_in, half_a_year):
        sign_in(cast.eva).post("/reports/", {"month": "2026-10"})
        cast.eva.role = "contributor"
        cast.eva.save()

        jobs.print_report(report_id=str(Report.objects.get().pk))

        assert Report.objects.get().status == "failed"


class TestSchedule:
    @pytest.mark.parametrize(
        ("moment", "asked"),
        [
            ("2026-11-01T10:00:00+00:00", 0),  # a Sunday
            ("2026-11-02T04:00:00+00:00", 0),  # five in the morning there
            ("2026-11-02T05:30:00+00:00", 2),  # the first working day: Halden and Norrby
            ("2026-11-03T10:00:00+00:00", 0),
        ],
    )
    def test_asks_on_the_first_working_day(self, cast, moment, asked):
        Organisation.objects.update(created_at="2026-11-01T00:00+00:00")
        assert jobs.scheduled_reports(at=moment) == asked

    def test_asks_once_however_often_the_clock_ticks(self, cast):
        jobs.scheduled_reports(at="2026-11-02T08:00:00+00:00")

        assert jobs.scheduled_reports(at="2026-11-02T09:00:00+00:00") == 0
        assert {f"{report.month_on}" for report in Report.objects.all()} == {"2026-10-01"}

    def test_mails_a_link_to_those_who_read_it(self, cast, half_a_year):
        jobs.scheduled_reports(at="2026-11-02T08:00:00+00:00")
        report = Report.objects.get(organisation=cast.halden)

        jobs.print_report(report_id=str(report.pk))

        told = Notice.objects.filter(kind="report", by_mail=True)
        assert {notice.to for notice in told} == {cast.eva, cast.marta, cast.jon}
        assert {notice.address for notice in told} == {reverse("reporting:report", args=[report.pk])}
        assert not any(notice.must_act for notice in told)
