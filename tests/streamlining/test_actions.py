"""Stopping a task on trial, and making tasks smaller."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from delegation.accounts.permissions import Refused
from delegation.approval.actions import decide, propose
from delegation.audit.models import AuditEvent
from delegation.moves import Stale
from delegation.notices.models import Notice
from delegation.streamlining.actions import end_trial, finish, improve, miss, start_trial
from delegation.streamlining.jobs import remind
from delegation.streamlining.models import Improvement, Missed, Trial
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast):
    """Approved to be eliminated."""
    task = make.task(by=cast.priya, title="Print the label report", status=Task.Status.ASSESSED)
    asked = propose(tasks=[task], disposition="eliminate", reason="Nobody reads it.", by=cast.priya)[0]
    decide(proposal=asked, verdict="approve", reason="Try it.", by=cast.marta)
    Notice.objects.all().delete()
    return Task.objects.get(pk=task.pk)


def started(task, by, **fields):
    days = {"stop_from_on": date(2026, 10, 5), "watch_until_on": date(2026, 11, 30), "watchers": []}
    return start_trial(task=task, by=by, **{**days, **fields})


class TestStart:
    def test_tells_the_holder_and_the_watchers(self, cast, task):
        trial = started(task, cast.marta, watchers=[cast.omar, cast.eva])

        assert set(Notice.objects.values_list("to", flat=True)) == {cast.priya.pk, cast.omar.pk, cast.eva.pk}
        assert AuditEvent.objects.about(trial).get().by == cast.marta

    @pytest.mark.parametrize("name", ["ada", "priya", "eva", "sven", "otto", "nils", "lena"])
    def test_is_for_managers_of_the_organisation(self, cast, task, name):
        with pytest.raises(Refused):
            started(task, getattr(cast, name))

        assert not Trial.objects.exists()

    def test_takes_a_task_that_was_approved_to_go(self, cast):
        with pytest.raises(Refused, match="no approved proposal to eliminate it"):
            started(make.task(by=cast.priya, status=Task.Status.DECIDED), cast.marta)

    def test_looks_at_the_last_decision(self, cast, task):
        asked = propose(tasks=[task], disposition="keep", reason="", by=cast.priya)[0]
        decide(proposal=asked, verdict="approve", reason="It is needed.", by=cast.marta)

        with pytest.raises(Refused):
            started(task, cast.marta)

    def test_runs_once_at_a_time(self, cast, task):
        started(task, cast.marta)

        with pytest.raises(Refused, match="on trial already"):
            started(task, cast.jon)

    def test_needs_days_to_watch(self, cast, task):
        with pytest.raises(Refused, match="must last"):
            started(task, cast.marta, watch_until_on=date(2026, 10, 5))


class TestMiss:
    def test_tells_who_started_it(self, cast, task):
        trial = started(task, cast.marta)

        miss(trial=trial, what="No labels on Monday.", by=cast.eva)

        notice = Notice.objects.get(to=cast.marta)
        assert (notice.must_act, notice.subject) == (True, "Missed: Print the label report")
        assert AuditEvent.objects.about(trial).filter(verb="missed", why="No labels on Monday.").exists()

    @pytest.mark.parametrize("name", ["nils", "lena"])
    def test_is_not_for_strangers(self, cast, task, name):
        with pytest.raises(Refused):
            miss(trial=started(task, cast.marta), what="I?", by=getattr(cast, name))

        assert not Missed.objects.exists()


class TestEnd:
    @pytest.mark.parametrize(("outcome", "status"), [("stopped", "retired"), ("restored", "assessed")])
    def test_settles_the_task(self, cast, task, outcome, status):
        trial = started(task, cast.marta)

        end_trial(trial=trial, outcome=outcome, why="We saw.", by=cast.jon, version=0)

        task.refresh_from_db()
        assert (trial.status, task.status) == (outcome, status)
        assert AuditEvent.objects.about(trial).filter(after=outcome, why="We saw.").exists()
        assert Notice.objects.filter(to=cast.priya, subject__endswith="Print the label report").count() == 2

    def test_happens_once(self, cast, task):
        trial = started(task, cast.marta)
        opened_elsewhere = Trial.objects.select_related("task").get()
        end_trial(trial=trial, outcome="stopped", why="", by=cast.marta)

        with pytest.raises(Stale):
            end_trial(trial=opened_elsewhere, outcome="restored", why="", by=cast.jon)

        assert Task.objects.get(pk=task.pk).status == Task.Status.RETIRED

    def test_is_for_managers(self, cast, task):
        with pytest.raises(Refused, match="Only managers"):
            end_trial(trial=started(task, cast.marta), outcome="stopped", why="", by=cast.ada)


class TestRemind:
    @pytest.mark.parametrize(("until", "told"), [(date(2020, 1, 2), 1), (date(2100, 1, 1), 0)])
    def test_asks_once_a_day_when_the_watch_has_ended(self, cast, task, until, told):
        started(task, cast.marta, stop_from_on=date(2020, 1, 1), watch_until_on=until)

        noon = timezone.now().replace(hour=12)
        assert (remind(at=noon), remind(at=noon)) == (told, 0)
        assert Notice.objects.filter(to=cast.marta, kind="trial over").count() == told

    def test_waits_for_the_morning_where_they_live(self, cast, task):
        cast.marta.time_zone = "America/Los_Angeles"
        cast.marta.save()
        started(task, cast.marta, stop_from_on=date(2026, 3, 1), watch_until_on=date(2026, 3, 9))
        # Los Angeles is seven hours behind in that week: the tenth begins at seven, its morning at half past two.
        moments = [datetime(2026, 3, 10, 6, 30), datetime(2026, 3, 10, 14, 29), datetime(2026, 3, 10, 14, 30)]

        assert [remind(at=each.replace(tzinfo=UTC)) for each in moments] == [0, 0, 1]

    def test_lets_ended_trials_rest(self, cast, task):
        trial = started(task, cast.marta, stop_from_on=date(2020, 1, 1), watch_until_on=date(2020, 1, 2))
        end_trial(trial=trial, outcome="restored", why="", by=cast.marta)

        assert remind() == 0


class TestImprove:
    def test_is_written_down_and_finished_once(self, cast):
        task = make.task(by=cast.priya)
        change = improve(
            task=task, change="Let a script do it", saved_minutes_per_month=90, owner=cast.omar, by=cast.priya
        )

        finish(improvement=change, saved_minutes_per_month=60, done_on=date(2026, 10, 5), by=cast.omar)

        kept = Improvement.objects.get()
        assert (kept.saved_minutes_per_month, kept.done_on) == (60, date(2026, 10, 5))
        assert Notice.objects.get(to=cast.omar).subject == "Yours to do: Let a script do it"
        assert AuditEvent.objects.about(change).count() == 2
        with pytest.raises(Stale):
            finish(improvement=change, saved_minutes_per_month=5, done_on=date(2026, 10, 6), by=cast.omar)

    def test_is_finished_by_its_owner_or_a_manager(self, cast):
        change = improve(
            task=make.task(by=cast.priya),
            change="Less of it",
            saved_minutes_per_month=9,
            owner=cast.omar,
            by=cast.priya,
        )

        with pytest.raises(Refused, match="Only Omar or a manager"):
            finish(improvement=change, saved_minutes_per_month=9, done_on=date(2026, 10, 5), by=cast.priya)

    @pytest.mark.parametrize("name", ["eva", "sven", "otto", "nina", "lena"])
    def test_is_refused_to_others(self, cast, name):
        with pytest.raises(Refused):
            improve(
                task=make.task(by=cast.priya),
                change="x",
                saved_minutes_per_month=1,
                owner=cast.omar,
                by=getattr(cast, name),
            )

        assert not Improvement.objects.exists()

    def test_is_made_by_somebody_of_the_organisation(self, cast):
        with pytest.raises(Refused, match="your own organisation"):
            improve(
                task=make.task(by=cast.priya),
                change="x",
                saved_minutes_per_month=1,
                owner=cast.nina,
                by=cast.priya,
            )
