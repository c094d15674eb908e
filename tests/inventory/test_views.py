"""The catalogue's pages, as their people see them."""

import pytest
from django.urls import reverse

from inventory.models import Chore, Task
from inventory.views.chores import time_span
from tests import make

pytestmark = pytest.mark.django_db


class TestInventory:
    def test_takes_a_task_in_one_sentence(self, cast, sign_in):
        make.system(organisation=cast.halden, name="Oracle")
        browser = sign_in(cast.priya)

        browser.post("/tasks/", {"text": "Check replication lag every morning 10 min @omar #oracle"})

        task = Task.objects.get()
        assert (task.title, task.holder, task.system.name) == ("Check replication lag", cast.omar, "Oracle")
        assert (task.effort_likely, task.rule) == (10, "FREQ=DAILY;BYHOUR=8;BYMINUTE=0")
        assert float(task.hours_per_month) == pytest.approx(5.07, abs=0.01)
        assert b"Check replication lag" in browser.get("/tasks/").content

    def test_takes_a_title_alone(self, cast, sign_in):
        sign_in(cast.priya).post("/tasks/", {"text": "Tidy the server room"})

        task = Task.objects.get()
        assert (task.title, task.status, task.holder) == ("Tidy the server room", "draft", cast.priya)

    def test_shows_nobody_elses_tasks(self, cast, sign_in):
        make.task(by=cast.nina, title="Norrby payroll export")

        assert b"Norrby payroll" not in sign_in(cast.priya).get("/tasks/?q=payroll").content

    @pytest.mark.parametrize("name", ["eva"])
    def test_tells_who_may_not_see_it_why(self, cast, sign_in, name):
        response = sign_in(getattr(cast, name)).get("/tasks/")

        assert response.status_code == 403
        assert b"can see the inventory" in response.content

    def test_finds_by_words_and_goes_on_where_it_stopped(self, cast, sign_in):
        for number in range(120):
            make.task(by=cast.priya, title=f"Rotate log {number:03}")
        browser = sign_in(cast.priya)

        first = browser.get("/tasks/?q=rotate")
        second = browser.get(first.context["more_url"])

        titles = [row["title"] for row in first.context["rows"] + second.context["rows"]]
        assert titles == [f"Rotate log {number:03}" for number in range(120)]
        assert browser.get("/tasks/?q=orcale").context["rows"] == []

    def test_narrows_to_a_purpose_and_keeps_it_while_sorting(self, cast, sign_in):
        make.task(by=cast.priya, title="Tune the Wi-Fi", purpose="grow")
        make.task(by=cast.priya, title="Restart queues", purpose="run")

        found = sign_in(cast.priya).get("/tasks/?purpose=grow&q=t")

        assert [row["title"] for row in found.context["rows"]] == ["Tune the Wi-Fi"]
        assert found.context["sort_urls"]["hours"] == "?q=t&purpose=grow&sort=hours"

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("/tasks/?q=orcale", "No task matches “orcale”."),
            ("/tasks/?view=retired", "No task stands in this view."),
        ],
    )
    def test_says_why_nothing_is_shown(self, cast, sign_in, address, words):
        make.task(by=cast.priya)

        assert words in sign_in(cast.priya).get(address).content.decode()

    def test_tells_whoever_may_not_add_what_comes_here(self, cast, sign_in):
        assert "People who do the work add theirs here." in sign_in(cast.otto).get("/tasks/").content.decode()


class TestShortLists:
    def test_tell_what_is_known_beside_the_name(self, cast, sign_in):
        make.system(organisation=cast.halden, name="Oracle", owner=cast.priya, is_legacy=True)

        page = sign_in(cast.marta).get("/systems/").content.decode()

        assert "Criticality 2 of 4 · Tolerate · legacy · internal data · Priya" in page


class TestTask:
    def test_shows_when_it_comes_round_and_what_is_missing(self, cast, sign_in):
        task = make.task(by=cast.priya)

        response = sign_in(cast.priya).get(reverse("inventory:task", args=[task.pk]))

        assert len(response.context["coming"]) == 6
        assert all(moment.endswith("02:00") for moment in response.context["coming"])
        assert response.context["lacks"] == ["which system"]

    @pytest.mark.parametrize("name", ["nils", "nora", "lena", "asha", "kim"])
    def test_does_not_exist_for_strangers_and_partners(self, cast, sign_in, name):
        task = make.task(by=cast.priya)
        browser = sign_in(getattr(cast, name))

        answers = [browser.get(reverse("inventory:task", args=[task.pk])).status_code]
        answers += [
            browser.post(reverse(f"inventory:{noun}", args=[task.pk])).status_code
            for noun in ("retirement", "restoration")
        ]

        assert set(answers) <= {404, 403}
        assert browser.get(reverse("inventory:task_edit", args=[task.pk])).status_code == 404

    def test_is_not_overwritten_by_whoever_was_slower(self, cast, sign_in):
        task = make.task(by=cast.priya)
        browser = sign_in(cast.priya)
        form = browser.get(reverse("inventory:task_edit", args=[task.pk])).context["form"]
        said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        early = sign_in(cast.marta).post(
            reverse("inventory:task_edit", args=[task.pk]), {**said, "title": "Marta's title"}
        )
        assert early.status_code == 302, early.context["form"].errors

        late = browser.post(
            reverse("inventory:task_edit", args=[task.pk]), {**said, "title": "Priya's title"}
        )

        task.refresh_from_db()
        assert late.status_code == 409
        assert task.title == "Marta's title"
        assert b"has changed since you opened it" in late.content
        assert b"Priya&#x27;s title" in late.content

    def test_keeps_its_day_when_it_is_saved_untouched(self, cast, sign_in):
        task = make.task(by=cast.priya)
        Task.objects.filter(pk=task.pk).update(review_on="2027-03-01")
        address = reverse("inventory:task_edit", args=[task.pk])
        browser = sign_in(cast.priya)

        page = browser.get(address)

        # A browser leaves a date field empty whose value is written in any other way.
        assert 'value="2027-03-01"' in page.content.decode()

    def test_says_which_of_two_rhythms_words_could_mean(self, cast, sign_in):
        task = make.task(by=cast.priya)

        response = sign_in(cast.priya).post(
            reverse("inventory:task_edit", args=[task.pk]),
            {"title": task.title, "when": "bi-monthly", "version": task.version},
        )

        assert response.status_code == 422
        assert "every 2 months" in response.content.decode()

    def test_says_in_words_what_happened(self, cast, sign_in):
        task = make.task(by=cast.priya, status=Task.Status.DRAFT)
        task.begin(by=cast.priya)
        task.move(to=Task.Status.CATALOGUED, by=cast.priya)

        page = sign_in(cast.priya).get(f"/tasks/{task.pk}/").content.decode()

        assert "Priya wrote it down" in page
        assert "Priya put it into the inventory" in page
        assert "began as" not in page


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.2, "1 minute"),
        (90, "90 minutes"),
        (125, "2 hours"),
        (2400, "40 hours"),
        (2880, "2 days"),
        (13064, "9 days"),
    ],
)
def test_says_how_long_in_the_unit_that_people_use(minutes, words):
    assert time_span(minutes) == words


class TestChores:
    def test_becomes_a_task_once(self, cast, sign_in):
        chore = Chore.objects.create(
            organisation=cast.halden, key="Backup|Failed", title="Backup failed", tickets=40, rhythm="weekly", confidence=0.9,
            hours_low=2, hours_likely=4, hours_high=8, off_hours_share="0.5", evidence={"per_month": 8.0},
        )  # fmt: skip
        browser = sign_in(cast.priya)

        browser.get("/chores/")
        browser.post(reverse("inventory:acceptance", args=[chore.pk]), {"version": 0, "title": ""})
        again = browser.post(reverse("inventory:acceptance", args=[chore.pk]), {"version": 0, "title": ""})

        task = Task.objects.get()
        assert (task.title, task.effort_likely, task.source) == ("Backup failed", 30, "chore")
        assert again.status_code == 409
