"""Choosing one of many: a list while it is short, a line to write in when it is long, without a script."""

import re

import pytest

from delegation.accounts.models import Person, User
from delegation.choices import LISTED
from delegation.scoring.models import Campaign
from delegation.streamlining.models import Improvement
from inventory.models import System, Task
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_tasks(cast):
    """One more than a list shows, and one at the other client."""
    make.task(by=cast.nina, title="Theirs alone")
    return [make.task(by=cast.priya, title=f"Rotate log {number:03}") for number in range(LISTED + 1)]


@pytest.fixture
def namesakes(cast):
    """Two contributors of one name, among more people than a list shows."""
    users = User.objects.bulk_create(
        User(email=f"n{number}@halden.example", password="!") for number in range(LISTED)
    )
    return Person.objects.bulk_create(
        Person(
            user=user,
            organisation=cast.halden,
            role="contributor",
            name="Kari" if place < 2 else f"No {place:03}",
        )
        for place, user in enumerate(users)
    )


def improvement(browser, cast, task):
    return browser.post(
        "/improvements/",
        {
            "task": task,
            "change": "One screen less",
            "saved_minutes_per_month": 60,
            "owner": str(cast.priya.pk),
        },
    )


class TestOne:
    def test_is_a_list_while_it_is_short(self, cast, sign_in):
        task = make.task(by=cast.priya)
        page = sign_in(cast.marta).get("/improvements/").content.decode()

        assert f'<option value="{task.pk}">{task}</option>' in page
        assert "<datalist" not in page

    def test_is_a_line_with_suggestions_when_it_is_long(self, cast, sign_in, many_tasks):
        page = sign_in(cast.marta).get("/improvements/").content.decode()

        assert re.search(r'<input type="text" name="task"[^>]* list="id_task-suggested"', page)
        assert f'<option value="{many_tasks[0].reference} {many_tasks[0]}">' in page
        assert str(many_tasks[0].pk) not in page

    @pytest.mark.parametrize("words", ["{0.reference}", "{0.reference} {0}", "{0}", "{0.pk}"])
    def test_reads_a_number_a_title_or_a_key(self, cast, sign_in, many_tasks, words):
        wanted = many_tasks[-1]
        improvement(sign_in(cast.marta), cast, words.format(wanted))

        assert Improvement.objects.get().task == wanted

    def test_says_what_comes_close_and_suggests_it(self, cast, sign_in, many_tasks):
        answer = improvement(sign_in(cast.marta), cast, "log 100")
        page = answer.content.decode()

        assert answer.status_code == 422
        assert "Nothing here is called “log 100”. Did you mean “Rotate log 100”?" in page
        assert 'value="log 100"' in page
        assert len(re.findall(r"<option value=\"T-", page)) == 1

    @pytest.mark.parametrize("words", ["Theirs alone", "T-1 Theirs alone"])
    def test_never_finds_another_organisations(self, cast, sign_in, many_tasks, words):
        improvement(sign_in(cast.marta), cast, words)

        assert not Improvement.objects.filter(task__organisation=cast.norrby).exists()

    def test_says_what_tells_namesakes_apart(self, cast, sign_in, namesakes):
        browser, system = sign_in(cast.priya), make.system(organisation=cast.halden)
        given = {"name": system.name, "criticality": 2, "lifecycle": "tolerate", "data_class": "internal"}
        page = browser.post(f"/systems/{system.pk}/", {**given, "owner": "Kari"}).content.decode()
        browser.post(f"/systems/{system.pk}/", {**given, "owner": "n1@halden.example"})

        assert "Several are called “Kari”." in page
        assert System.objects.get(pk=system.pk).owner == namesakes[1]

    def test_keeps_the_row_whose_words_were_left_alone(self, cast, sign_in, namesakes):
        browser, task = sign_in(cast.marta), make.task(by=cast.priya)
        Task.objects.filter(pk=task.pk).update(holder=namesakes[1])
        page = browser.get(f"/tasks/{task.pk}/edit/").content.decode()
        was = re.search(r'name="holder-was" value="([^"]+)"', page)[1]
        browser.post(
            f"/tasks/{task.pk}/edit/",
            {
                "title": "Another title",
                "version": task.version,
                "when": "daily at 02:00",
                "holder": "Kari",
                "holder-was": was,
            },
        )

        task.refresh_from_db()
        assert (task.title, task.holder) == ("Another title", namesakes[1])


class TestSome:
    def test_are_named_one_a_line_when_there_are_many(self, cast, sign_in, namesakes):
        browser = sign_in(cast.marta)
        page = browser.get("/campaigns/").content.decode()
        browser.post(
            "/campaigns/", {"name": "Autumn", "due_on": "2030-01-01", "people": "Priya\nn1@halden.example\n"}
        )

        assert '<textarea name="people"' in page
        assert set(Campaign.objects.get().people.all()) == {cast.priya, namesakes[1]}

    def test_say_which_name_is_wrong(self, cast, sign_in, namesakes):
        answer = sign_in(cast.marta).post(
            "/campaigns/", {"name": "Autumn", "due_on": "2030-01-01", "people": "Priya\nNobody"}
        )

        assert answer.status_code == 422
        assert "Nothing here is called “Nobody”." in answer.content.decode()
        assert not Campaign.objects.exists()

    def test_are_ticked_while_they_are_few(self, cast, sign_in):
        page = sign_in(cast.marta).get("/campaigns/").content.decode()

        assert f'type="checkbox" name="people" value="{cast.priya.pk}"' in page
