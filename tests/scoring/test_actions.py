"""Rating, publishing what counts, and rounds of ratings."""

from datetime import date

import pytest

from delegation.accounts.permissions import Refused
from delegation.audit.models import AuditEvent
from delegation.moves import Stale
from delegation.notices.models import Notice
from delegation.scoring import jobs
from delegation.scoring.actions import close_campaign, publish, rate, start_campaign
from delegation.scoring.engine import DEFAULT, explain
from delegation.scoring.models import Rating, Rubric, Score, Standing, engine_rubric
from delegation.scoring.models.inputs import asked, rated_task
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db
EASY = {
    "strategic": 1,
    "sensitivity": 1,
    "urgency": 2,
    "distraction": 4,
    "skill": 1,
    "kt": 1,
    "scope": 5,
    "clarity": 4,
}


class TestRate:
    def test_scores_at_once_as_one_task_alone_would(self, cast):
        task = make.task(by=cast.priya)

        score = rate(task=task, answers=EASY, by=cast.priya)

        found = explain(rated_task(task, {key: [level] for key, level in EASY.items()}, DEFAULT), DEFAULT)
        assert score.index == pytest.approx(found.index)
        assert (score.advice, score.qualifier, score.band) == (found.advice, found.qualifier, found.band)
        assert (score.strategic, score.sensitivity, score.urgency) == (1, 2, 2)
        assert score.stability == found.stability
        assert Score.objects.current(task).pk == score.pk

    def test_takes_cadence_hours_and_nights_from_the_task(self, cast):
        task = make.task(by=cast.priya)

        assert asked(task, DEFAULT) == [
            "strategic",
            "sensitivity",
            "urgency",
            "distraction",
            "skill",
            "kt",
            "scope",
            "clarity",
        ]
        assert rate(task=task, answers={"strategic": 1}, by=cast.priya).rated == 5

    def test_lets_a_rating_stand_before_a_measure(self, cast):
        task = make.task(by=cast.priya)
        measured = rate(task=task, answers={"strategic": 1}, by=cast.priya).index

        assert rate(task=task, answers={"cadence": 1}, by=cast.priya).index == pytest.approx(measured - 8)

    def test_makes_a_task_assessed_when_every_question_has_an_answer(self, cast):
        task = make.task(by=cast.priya)
        last = {"clarity": None}

        rate(
            task=task, answers={key: level for key, level in EASY.items() if key != "clarity"}, by=cast.priya
        )
        assert Task.objects.get().status == Task.Status.CATALOGUED
        rate(task=task, answers=last, by=cast.marta)

        assert Task.objects.get().status == Task.Status.ASSESSED
        assert AuditEvent.objects.about(task).filter(verb="moved to assessed").exists()

    def test_leaves_a_trace_of_what_was_and_became(self, cast):
        task = make.task(by=cast.priya)
        rate(task=task, answers={"urgency": 2}, by=cast.priya)

        rate(task=task, answers={"urgency": 4}, by=cast.priya, evidence="The night shift waits.")

        event = AuditEvent.objects.about(task).filter(verb="rated").latest("pk")
        assert (event.by, event.before, event.after) == (cast.priya, '{"urgency": 2}', '{"urgency": 4}')
        assert event.why == "The night shift waits."
        assert Rating.objects.get().level == 4

    def test_leaves_no_trace_when_nothing_changed(self, cast):
        task = make.task(by=cast.priya)
        rate(task=task, answers={"urgency": 2}, by=cast.priya)
        before = AuditEvent.objects.count()

        rate(task=task, answers={"urgency": 2}, by=cast.priya)

        assert AuditEvent.objects.count() == before

    def test_weighs_the_middle_and_shows_the_strictest_of_two_raters(self, cast):
        task = make.task(by=cast.priya)
        low = rate(task=task, answers={"urgency": 1}, by=cast.priya)

        score = rate(task=task, answers={"urgency": 5}, by=cast.marta)

        assert score.urgency == 5
        assert score.index == pytest.approx(low.index - 6)
        assert score.advice == "keep"

    @pytest.mark.parametrize(
        ("fields", "advice", "qualifier", "gates"),
        [
            ({"wall": "Payroll stays here."}, "keep", "walled", "wall"),
            ({"regulations": "SOX"}, "keep", "walled", "regulation"),
            ({"nobody_uses_it": True}, "eliminate", "", ""),
            ({"nobody_uses_it": True, "is_legal_duty": True}, "delegate", "", ""),
            ({"has_fixed_rules": True, "build_hours": 20}, "automate", "", ""),
            ({"has_fixed_rules": True, "build_hours": 900}, "delegate", "", ""),
            ({"data_class": "restricted"}, "keep", "", ""),
            ({"data_class": "confidential"}, "delegate", "safeguards", ""),
        ],
    )
    def test_lets_facts_decide_before_the_index(self, cast, fields, advice, qualifier, gates):
        score = rate(task=make.task(by=cast.priya, **fields), answers=EASY, by=cast.priya)

        assert (score.advice, score.qualifier, score.gates) == (advice, qualifier, gates)

    def test_advises_to_write_down_what_is_not_documented(self, cast):
        task = make.task(by=cast.priya, is_documented=False)
        answers = {key: level for key, level in EASY.items() if key != "clarity"}

        assert rate(task=task, answers=answers, by=cast.priya).advice == "streamline"

    @pytest.mark.parametrize("answers", [{"colour": 3}, {"urgency": 0}, {"urgency": 6}])
    def test_knows_only_its_own_questions_and_levels(self, cast, answers):
        with pytest.raises(Refused):
            rate(task=make.task(by=cast.priya), answers=answers, by=cast.priya)

        assert not Rating.objects.exists()

    def test_does_not_move_when_other_tasks_come(self, cast):
        task = make.task(by=cast.priya)
        before = rate(task=task, answers=EASY, by=cast.priya)
        for number in range(5):
            rate(
                task=make.task(by=cast.priya, title=f"T{number}"),
                answers={"strategic": number % 5 + 1},
                by=cast.priya,
            )

        jobs.rescore(organisation_id=str(cast.halden.pk))

        after = Score.objects.current(task)
        assert (after.index, after.stability, after.codes) == (before.index, before.stability, before.codes)


class TestPublish:
    def weights(self, **changed):
        return {**{one.key: round(one.weight) for one in DEFAULT.criteria}, **changed}

    def test_starts_with_number_one_on_first_need(self, cast):
        rate(task=make.task(by=cast.priya), answers={"urgency": 1}, by=cast.priya)

        assert [(one.number, one.published_by) for one in Rubric.objects.all()] == [(1, None)]
        assert engine_rubric(Rubric.objects.get()) == DEFAULT

    def test_makes_the_next_version_and_leaves_the_old_one_alone(self, cast):
        first = Rubric.objects.first_needed(cast.halden)

        new = publish(weights=self.weights(urgency=20), why="On-call is settled.", number=1, by=cast.marta)

        first.refresh_from_db()
        assert (
            new.number,
            new.published_by,
            engine_rubric(new).weights[2] > engine_rubric(first).weights[2],
        ) == (2, cast.marta, True)
        assert engine_rubric(first) == DEFAULT
        event = AuditEvent.objects.about(new).get()
        assert '"urgency": 12' in event.before
        assert '"urgency": 20' in event.after
        assert event.why == "On-call is settled."

    def test_changes_the_scores_with_the_next_generation(self, cast):
        task = make.task(by=cast.priya)
        before = rate(task=task, answers=EASY, by=cast.priya).index
        publish(weights=self.weights(cadence=0, offhours=0), why="Try.", number=1, by=cast.marta)
        assert Score.objects.current(task).index == before

        jobs.refresh()

        assert Score.objects.current(task).index != before
        assert Standing.objects.get().rubric.number == 2

    def test_tells_who_came_second(self, cast):
        publish(weights=self.weights(urgency=20), why="Yes.", number=1, by=cast.marta)

        with pytest.raises(Stale, match="Rubric 2 was published meanwhile"):
            publish(weights=self.weights(urgency=2), why="No.", number=1, by=cast.jon)

        assert Rubric.objects.count() == 2

    @pytest.mark.parametrize("weights", [{}, {one.key: 0 for one in DEFAULT.criteria}])
    def test_wants_weights_that_differ_and_count(self, cast, weights):
        with pytest.raises(Refused):
            publish(weights=weights, why="?", number=1, by=cast.marta)


class TestCampaign:
    def test_tells_everybody_and_ends_once(self, cast):
        campaign = start_campaign(
            name="Autumn", people=[cast.priya, cast.omar], due_on=date(2026, 12, 1), by=cast.marta
        )

        assert set(Notice.objects.values_list("to", flat=True)) == {cast.priya.pk, cast.omar.pk}
        close_campaign(campaign=campaign, by=cast.marta)
        with pytest.raises(Stale):
            close_campaign(campaign=campaign, by=cast.marta)
        assert AuditEvent.objects.about(campaign).count() == 2
