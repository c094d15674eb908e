"""What people do about proposals: asking, answering, taking back."""

import pytest
from django.db import IntegrityError, transaction

from delegation.accounts.permissions import Refused
from delegation.approval.actions import decide, propose, withdraw
from delegation.approval.engine import fingerprint
from delegation.approval.models import ADVISED, Decision, Proposal, facts_of
from delegation.audit.models import AuditEvent
from delegation.moves import Stale
from delegation.notices.models import Notice
from delegation.scoring import actions as scoring
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db
ANSWERS = {"strategic": 1, "sensitivity": 2, "urgency": 2}


@pytest.fixture
def task(cast):
    return make.task(by=cast.priya, status=Task.Status.ASSESSED)


def ask(task, by, **fields):
    return propose(tasks=[task], disposition="delegate", reason="It wakes me.", by=by, **fields)[0]


class TestPropose:
    def test_freezes_what_the_task_says_now_and_tells_the_managers(self, cast, task):
        asked = ask(task, cast.priya)

        assert asked.frozen["title"] == "Restart stuck batch queues"
        assert asked.frozen_hash == fingerprint(facts_of(task))
        assert set(Notice.objects.values_list("to", flat=True)) == {cast.marta.pk, cast.jon.pk}
        assert AuditEvent.objects.about(asked).get().version == 0

    def test_asks_for_all_of_many_or_for_none(self, cast, task):
        unrated = make.task(by=cast.priya, title="Rotate keys")

        with pytest.raises(Refused, match="has not been assessed"):
            propose(tasks=[task, unrated], disposition="delegate", reason="", by=cast.priya)

        assert not Proposal.objects.exists()
        assert not Notice.objects.exists()

    def test_asks_for_each_what_is_advised_for_it(self, cast, task):
        project = make.task(by=cast.priya, title="Plan the cut-over")
        chore = {**ANSWERS, "distraction": 4, "skill": 1, "kt": 1, "scope": 5, "clarity": 4}
        scoring.rate(task=task, answers=chore, by=cast.priya)
        scoring.rate(task=project, answers={**chore, "strategic": 5, "sensitivity": 5}, by=cast.priya)
        project.refresh_from_db()

        asked = propose(tasks=[task, project], disposition=ADVISED, reason="", by=cast.priya)

        assert [one.disposition for one in asked] == [one.frozen["advice"] for one in asked]
        assert {one.disposition for one in asked} == {"delegate", "keep"}

    def test_says_for_what_nothing_is_advised(self, cast, task):
        with pytest.raises(Refused, match="Restart stuck batch queues has no score yet"):
            propose(tasks=[task], disposition=ADVISED, reason="", by=cast.priya)

    def test_asks_once_at_a_time(self, cast, task):
        ask(task, cast.priya)

        with pytest.raises(Refused, match="has an open proposal already"):
            ask(task, cast.omar)

    def test_asks_again_after_an_answer(self, cast, task):
        decide(proposal=ask(task, cast.priya), verdict="decline", reason="Not now.", by=cast.marta)

        assert ask(task, cast.priya).status == Proposal.Status.OPEN

    def test_needs_two_people_for_much_work(self, cast):
        large = make.task(by=cast.priya, status=Task.Status.ASSESSED, hours_per_month="40")

        assert ask(large, cast.priya).needs_two

    def test_needs_two_people_for_sensitive_work(self, cast, task):
        scoring.rate(task=task, answers={"sensitivity": 4}, by=cast.priya)

        assert ask(task, cast.priya).needs_two

    def test_needs_two_people_for_restricted_data(self, cast):
        secret = make.task(by=cast.priya, status=Task.Status.ASSESSED, data_class="restricted")

        assert ask(secret, cast.priya).needs_two


class TestDecide:
    @pytest.mark.parametrize(
        ("verdict", "status", "stands"),
        [("approve", "approved", "decided"), ("decline", "declined", "assessed"), ("return", "returned", "assessed")],
    )  # fmt: skip
    def test_answers_moves_the_task_and_tells_who_asked(self, cast, task, verdict, status, stands):
        asked = ask(task, cast.priya)

        decide(proposal=asked, verdict=verdict, reason="Routine.", by=cast.marta)

        asked.refresh_from_db()
        task.refresh_from_db()
        event = AuditEvent.objects.about(asked).get(version=1)
        assert (asked.status, task.status) == (status, stands)
        assert (event.by, event.before, event.after, event.why) == (cast.marta, "open", status, "Routine.")
        assert (
            Notice.objects.filter(to=cast.priya, kind="decision", must_act=verdict == "return").count() == 1
        )

    def test_takes_two_people_where_two_are_needed(self, cast, task):
        asked = ask(task, cast.priya)
        Proposal.objects.update(needs_two=True)
        asked.refresh_from_db()

        decide(proposal=asked, verdict="approve", reason="", by=cast.marta)
        assert asked.status == Proposal.Status.OPEN
        with pytest.raises(Refused, match="second manager"):
            decide(proposal=Proposal.objects.get(), verdict="approve", reason="", by=cast.marta)
        decide(proposal=Proposal.objects.get(), verdict="approve", reason="", by=cast.jon)

        assert Proposal.objects.get().status == Proposal.Status.APPROVED
        assert sorted(AuditEvent.objects.about(asked).values_list("version", flat=True)) == [0, 1, 2]

    def test_needs_only_one_no_where_two_must_say_yes(self, cast, task):
        ask(task, cast.priya)
        Proposal.objects.update(needs_two=True)

        decide(proposal=Proposal.objects.get(), verdict="decline", reason="No.", by=cast.jon)

        assert Proposal.objects.get().status == Proposal.Status.DECLINED

    @pytest.mark.parametrize("field", ["title", "objective", "data_class", "wall"])
    def test_lapses_when_the_task_changes(self, cast, task, field):
        asked = ask(task, cast.priya)
        Task.objects.update(**{field: "restricted" if field == "data_class" else "Something else"})

        with pytest.raises(Refused, match="has changed since this was proposed"):
            decide(proposal=Proposal.objects.get(), verdict="approve", reason="", by=cast.marta)

        asked.refresh_from_db()
        assert asked.status == Proposal.Status.OPEN
        assert not Decision.objects.exists()

    def test_lapses_when_the_task_is_retired(self, cast, task):
        ask(task, cast.priya)
        Task.objects.update(status=Task.Status.RETIRED)

        with pytest.raises(Refused, match="has been retired"):
            decide(proposal=Proposal.objects.get(), verdict="approve", reason="", by=cast.marta)

    def test_lapses_when_the_score_changes(self, cast, task):
        scoring.rate(task=task, answers=ANSWERS, by=cast.priya)
        ask(task, cast.priya)
        scoring.rate(task=task, answers={"urgency": 5}, by=cast.priya)

        with pytest.raises(Refused, match="score has changed"):
            decide(proposal=Proposal.objects.get(), verdict="approve", reason="", by=cast.marta)
        decide(proposal=Proposal.objects.get(), verdict="return", reason="Ask anew.", by=cast.marta)

        assert Proposal.objects.get().status == Proposal.Status.RETURNED

    def test_obeys_only_the_first_of_two_answers(self, cast, task):
        asked = ask(task, cast.priya)
        opened_elsewhere = Proposal.objects.get(pk=asked.pk)
        decide(proposal=asked, verdict="approve", reason="Yes.", by=cast.marta)

        with pytest.raises(Stale, match="Marta approved this on"):
            decide(proposal=opened_elsewhere, verdict="decline", reason="No.", by=cast.jon)

        assert Decision.objects.get().by == cast.marta

    def test_wants_the_version_that_was_looked_at(self, cast, task):
        asked = ask(task, cast.priya)

        with pytest.raises(Stale, match="has changed since you opened it"):
            decide(proposal=asked, verdict="approve", reason="", by=cast.marta, version=7)

        assert AuditEvent.objects.about(asked).count() == 1

    def test_a_no_without_a_reason_cannot_be_kept(self, cast, task):
        asked = ask(task, cast.priya)

        with pytest.raises(IntegrityError), transaction.atomic():
            decide(proposal=asked, verdict="decline", reason="", by=cast.marta)

        assert Proposal.objects.get().status == Proposal.Status.OPEN


class TestWithdraw:
    def test_takes_the_question_back(self, cast, task):
        asked = ask(task, cast.priya)

        withdraw(proposal=asked, by=cast.priya)

        assert Proposal.objects.get().status == Proposal.Status.WITHDRAWN
        assert AuditEvent.objects.about(asked).filter(after="withdrawn", by=cast.priya).exists()

    def test_is_for_the_person_who_asked(self, cast, task):
        asked = ask(task, cast.priya)

        with pytest.raises(Refused, match="Only the person who asked"):
            withdraw(proposal=asked, by=cast.marta)
