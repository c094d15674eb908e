"""Scores in generations: written whole, flipped at once, swept afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from delegation.scoring import jobs
from delegation.scoring.actions import rate
from delegation.scoring.models import Rating, Score, Standing
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db


def rated(cast, count):
    tasks = [make.task(by=cast.priya, title=f"Rotate log {number}") for number in range(count)]
    Rating.objects.bulk_create(
        Rating(
            organisation=cast.halden,
            task=task,
            rater=cast.priya,
            view="doer",
            criterion="strategic",
            level=place % 5 + 1,
        )
        for place, task in enumerate(tasks)
    )
    return tasks


def rescore(organisation):
    return jobs.rescore(organisation_id=str(organisation.pk))


class TestRescore:
    def test_writes_a_new_generation_of_every_rated_task_and_flips_to_it(self, cast, monkeypatch):
        monkeypatch.setattr("delegation.scoring.jobs.rescoring.CHUNK", 7)
        tasks = rated(cast, 20)
        make.task(by=cast.priya, title="Nobody was asked about this")

        assert rescore(cast.halden) == 20

        assert Standing.objects.get().generation == 2
        assert set(Score.objects.standing().values_list("task", flat=True)) == {task.pk for task in tasks}

    def test_gives_each_task_what_it_has_alone(self, cast):
        tasks = rated(cast, 10)
        rescore(cast.halden)
        many = {
            one.task_id: (one.index, one.advice, one.stability, one.inputs_hash)
            for one in Score.objects.standing()
        }

        for task in tasks:
            one = jobs.rescore_one(task)
            assert (one.index, one.advice, one.stability, one.inputs_hash) == many[task.pk]

    def test_writes_nothing_when_nothing_has_changed(self, cast):
        rated(cast, 5)
        rescore(cast.halden)

        assert rescore(cast.halden) == 0
        assert Standing.objects.get().generation == 2

    def test_follows_what_was_edited_and_leaves_out_what_was_retired(self, cast):
        tasks = rated(cast, 3)
        rescore(cast.halden)
        before = Score.objects.current(tasks[0]).index
        Task.objects.filter(pk=tasks[0].pk).update(hours_per_month=40)
        Task.objects.filter(pk=tasks[1].pk).update(status=Task.Status.RETIRED)

        assert rescore(cast.halden) == 2

        assert Score.objects.current(tasks[0]).index > before
        assert Score.objects.current(tasks[1]) is None

    def test_leaves_other_organisations_alone(self, cast):
        rated(cast, 2)
        rate(task=make.task(by=cast.nina), answers={"strategic": 1}, by=cast.nina)

        rescore(cast.halden)

        assert Standing.objects.get(organisation=cast.norrby).generation == 1
        assert Score.objects.filter(organisation=cast.norrby).count() == 1

    def test_leaves_readers_their_generation_until_it_is_swept(self, cast):
        rated(cast, 3)
        rescore(cast.halden)
        Task.objects.update(hours_per_month=3)
        rescore(cast.halden)
        assert Score.objects.filter(generation=2).count() == 3
        assert jobs.sweep() == 0

        Standing.objects.update(scored_at=timezone.now() - timedelta(hours=1))

        assert jobs.sweep() == 3
        assert set(Score.objects.values_list("generation", flat=True)) == {3}


class TestRescoreOne:
    def test_asks_the_same_of_the_database_among_many_as_among_few(self, cast, django_assert_num_queries):
        tasks = rated(cast, 40)
        rescore(cast.halden)
        task = Task.objects.select_related("organisation").get(pk=tasks[7].pk)
        on_postgres = connection.vendor == "postgresql"

        with django_assert_num_queries(4 if on_postgres else 3):
            jobs.rescore_one(task)

        assert Score.objects.standing().count() == 40


class TestRefresh:
    def test_scores_what_was_edited_since(self, cast):
        tasks = rated(cast, 3)
        rescore(cast.halden)
        before = Score.objects.current(tasks[2]).index
        Task.objects.filter(pk=tasks[2].pk).update(hours_per_month=40, edited_at=timezone.now())

        assert jobs.refresh() == 1

        assert Score.objects.current(tasks[2]).index > before
        assert Standing.objects.get().generation == 2
        assert jobs.refresh() == 0
