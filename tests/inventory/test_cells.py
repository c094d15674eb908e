"""A cell of the inventory: opened, saved, refused, taken back."""

import pytest

from inventory.models import Task
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def task(cast):
    return make.task(by=cast.priya)


def address(task: Task, name: str) -> str:
    return f"/tasks/{task.pk}/cells/{name}/"


def save(browser, task, name, value, **more):
    task.refresh_from_db()
    said = {"version": task.version, "value": value, **more}
    return browser.post(address(task, name), said, headers=HTMX)


class TestACell:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            (("title", "Restart queues"), ("title", "Restart queues")),
            (("when", "every Monday at 07:00"), ("rule", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=0")),
            (("minutes", "30"), ("effort_likely", 30)),
            (("purpose", "grow"), ("purpose", "grow")),
            (("holder", ""), ("holder", None)),
        ],
    )
    def test_is_saved_by_itself(self, cast, sign_in, task, said, kept):
        answer = save(sign_in(cast.marta), task, *said)

        task.refresh_from_db()
        assert answer.status_code == 200
        assert getattr(task, kept[0]) == kept[1]
        assert answer["HX-Retarget"] == f"#task-{task.pk}"

    def test_brings_the_row_that_follows_from_it(self, cast, sign_in, task):
        answer = save(sign_in(cast.priya), task, "minutes", "50").content.decode()

        task.refresh_from_db()
        assert f"{task.hours_per_month:.1f}" in answer
        assert "T-1 saved." in answer

    def test_is_taken_back_whole(self, cast, sign_in, task):
        browser = sign_in(cast.priya)
        before = (task.effort_low, task.effort_likely, task.effort_high)

        saved = save(browser, task, "minutes", "300")
        save(browser, task, "minutes", "25", low=before[0], high=before[2], undo="1")

        task.refresh_from_db()
        assert (task.effort_low, task.effort_likely, task.effort_high) == before
        assert 'name="low" value="15"' in saved.content.decode()
        assert 'name="high" value="40"' in saved.content.decode()

    def test_is_not_taken_back_over_somebody_elses_change(self, cast, sign_in, task):
        save(sign_in(cast.marta), task, "minutes", "30")

        said = {"version": 0, "value": "25", "undo": "1"}
        answer = sign_in(cast.priya).post(address(task, "minutes"), said, headers=HTMX).content.decode()

        assert "It has changed since, so it was left as it is." in answer
        assert ">30<" in answer

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            (("minutes", "soon"), "Minutes must be a number, like 25."),
            (("when", "bi-monthly"), "every 2 months"),
            (("title", " "), "A task needs a title."),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, cast, sign_in, task, said, words):
        answer = save(sign_in(cast.priya), task, *said)

        task.refresh_from_db()
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert f'value="{said[1]}"' in answer.content.decode()
        assert task.version == 0

    def test_says_who_was_faster_and_lets_one_choose(self, cast, sign_in, task):
        save(sign_in(cast.marta), task, "minutes", "30")
        browser = sign_in(cast.priya)

        late = browser.post(address(task, "minutes"), {"version": 0, "value": "45"}, headers=HTMX)
        said = late.content.decode()
        theirs = browser.get(address(task, "minutes") + "?as=row", headers=HTMX).content.decode()
        mine = save(browser, task, "minutes", "45")

        assert late.status_code == 409
        assert "Marta changed this task meanwhile. It says <b>30</b> now." in said
        assert 'value="45"' in said
        assert ">30<" in theirs
        assert mine.status_code == 200

    def test_of_somebody_elses_task_is_closed(self, cast, sign_in, task):
        browser = sign_in(cast.omar)

        assert browser.get(address(task, "title")).status_code == 403
        assert save(browser, task, "title", "Mine now").status_code == 403
        assert "data-cells" not in browser.get("/tasks/").content.decode()
        assert "data-cells" in sign_in(cast.priya).get("/tasks/").content.decode()

    @pytest.mark.parametrize("name", ["nils", "lena", "asha"])
    def test_does_not_exist_for_strangers(self, cast, sign_in, task, name):
        browser = sign_in(getattr(cast, name))

        assert browser.get(address(task, "title")).status_code in {403, 404}
        assert browser.post(address(task, "title"), {"version": 0, "value": "x"}).status_code in {403, 404}
        assert Task.objects.get().title == task.title

    def test_takes_nobody_and_no_system_of_another_client(self, cast, sign_in, task):
        foreign = make.system(organisation=cast.norrby, name="Norrby ERP")
        browser = sign_in(cast.priya)

        answers = [save(browser, task, "system", foreign.pk), save(browser, task, "holder", cast.nils.pk)]

        assert [answer.status_code for answer in answers] == [422, 422]
        assert "Norrby ERP" not in browser.get(address(task, "system")).content.decode()

    def test_of_another_name_does_not_exist(self, cast, sign_in, task):
        assert sign_in(cast.priya).get(address(task, "wall")).status_code == 404

    def test_is_a_page_without_a_script(self, cast, sign_in, task):
        browser = sign_in(cast.priya)

        page = browser.get(address(task, "title")).content.decode()
        answer = browser.post(address(task, "title"), {"version": 0, "value": "Restart queues"})

        assert "<h1" in page
        assert answer.url == "/tasks/"
