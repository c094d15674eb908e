"""Cards, ratings, ranking and what counts, as people see them."""

import re

import pytest

from delegation.scoring import jobs
from delegation.scoring.actions import rate
from delegation.scoring.models import Campaign, Rating, Rubric
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


def many_rated(cast, count):
    for number in range(count):
        task = make.task(by=cast.priya, title=f"Rotate log {number}")
        Rating.objects.create(
            organisation=cast.halden,
            task=task,
            rater=cast.priya,
            view="doer",
            criterion="strategic",
            level=number % 5 + 1,
        )
    jobs.rescore(organisation_id=str(cast.halden.pk))


class TestCards:
    def test_ask_one_question_after_the_other_until_the_task_is_assessed(self, cast, sign_in):
        task = make.task(by=cast.priya)
        browser = sign_in(cast.priya)
        address = browser.get("/assess/").url
        asked = []
        while address.startswith(f"/assess/{task.pk}"):
            asked.append(address.split("/")[3])
            assert b"1 of 1" in browser.get(address).content
            address = browser.post(address, {"level": "not sure" if len(asked) == 4 else "2"}).url

        page = browser.get(address, follow=True).content.decode()

        assert asked == [
            "strategic",
            "sensitivity",
            "urgency",
            "distraction",
            "skill",
            "kt",
            "scope",
            "clarity",
        ]
        assert Task.objects.get().status == Task.Status.ASSESSED
        assert Rating.objects.get(criterion="distraction").level is None
        assert "It stands at place 1." in page
        assert "Everything you hold is scored." in page

    def test_word_every_level_and_number_it(self, cast, sign_in):
        task = make.task(by=cast.priya)

        page = sign_in(cast.priya).get(f"/assess/{task.pk}/urgency/").content.decode()

        assert re.findall(r'type="radio" name="level" value="([^"]+)"', page) == [
            "1",
            "2",
            "3",
            "4",
            "5",
            "not sure",
        ]
        assert "Within fifteen minutes, and one of our seniors must step in." in page
        assert "data-rating" in page

    def test_go_back_to_what_was_said(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers={"strategic": 4}, by=cast.priya)
        browser = sign_in(cast.priya)

        back = re.search(
            r'href="([^"]+)" data-key="Backspace"',
            browser.get(f"/assess/{task.pk}/sensitivity/").content.decode(),
        )
        page = browser.get(back[1]).content.decode()

        assert re.search(r'value="4"[^>]*checked', page)

    def test_skip_a_task_and_come_back_to_it(self, cast, sign_in):
        first, second = make.task(by=cast.priya, title="A"), make.task(by=cast.priya, title="B")
        browser = sign_in(cast.priya)

        assert browser.get(f"/assess/?skip={first.pk}").url.startswith(f"/assess/{second.pk}/")
        assert b"You skipped the rest." in browser.get(f"/assess/?skip={first.pk}&skip={second.pk}").content

    @pytest.mark.parametrize("level", ["", "0", "6", "x"])
    def test_say_what_is_wrong_with_an_answer(self, cast, sign_in, level):
        task = make.task(by=cast.priya)

        assert sign_in(cast.priya).post(f"/assess/{task.pk}/urgency/", {"level": level}).status_code == 422
        assert not Rating.objects.exists()

    def test_ask_only_about_ones_own_tasks(self, cast, sign_in):
        task = make.task(by=cast.priya)

        assert b"You hold no task" in sign_in(cast.omar).get("/assess/").content
        assert sign_in(cast.omar).post(f"/assess/{task.pk}/urgency/", {"level": "1"}).status_code == 403
        assert sign_in(cast.nina).post(f"/assess/{task.pk}/urgency/", {"level": "1"}).status_code == 404
        assert sign_in(cast.priya).get(f"/assess/{task.pk}/colour/").status_code == 404
        assert not Rating.objects.exists()


class TestRatings:
    def test_show_figures_that_add_up_and_what_would_change_the_advice(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers=EASY, by=cast.priya)

        response = sign_in(cast.priya).get(f"/tasks/{task.pk}/ratings/")

        found = response.context["reasons"]
        points = [float(line["points"].replace("−", "-")) for line in found["lines"]]
        assert 50 + sum(points) == pytest.approx(float(found["index"]))
        assert "of weight settings" in response.content.decode()
        assert found["changes"]

    def test_keep_others_answers_hidden_until_one_has_answered(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers={**EASY, "urgency": 5}, by=cast.priya, evidence="It wakes me.")
        browser = sign_in(cast.marta)

        before = browser.get(f"/tasks/{task.pk}/ratings/").content.decode()
        browser.post(f"/tasks/{task.pk}/ratings/", {key: str(level) for key, level in EASY.items()})
        after = browser.get(f"/tasks/{task.pk}/ratings/").content.decode()

        assert "Somebody else has rated this task." in before
        assert "It wakes me." not in before
        assert "Why " not in before.split("<main", 1)[1].split("</main>")[0].split("Your ratings")[0]
        assert "It wakes me." in after
        assert "Two levels apart" in after

    def test_let_an_auditor_look_and_not_touch(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers=EASY, by=cast.priya)
        browser = sign_in(cast.otto)

        assert b"can rate tasks." in browser.get(f"/tasks/{task.pk}/ratings/").content
        assert browser.post(f"/tasks/{task.pk}/ratings/", {"urgency": "5"}).status_code == 403

    @pytest.mark.parametrize(("name", "status"), [("eva", 403), ("nils", 404), ("lena", 404)])
    def test_are_closed_to_others(self, cast, sign_in, name, status):
        task = make.task(by=cast.priya)

        assert sign_in(getattr(cast, name)).get(f"/tasks/{task.pk}/ratings/").status_code == status


class TestRanking:
    def test_ranks_by_index_with_a_finding_and_walls_in_place(self, cast, sign_in):
        chore = make.task(by=cast.priya, title="Check backups")
        walled = make.task(by=cast.priya, title="Payroll access", wall="Payroll stays here.")
        project = make.task(by=cast.priya, title="Plan the cut-over")
        for task, answers in (
            (chore, EASY),
            (walled, EASY),
            (project, {**EASY, "strategic": 5, "urgency": 4}),
        ):
            rate(task=task, answers=answers, by=cast.priya)

        response = sign_in(cast.marta).get("/ranking/")

        page = response.content.decode()
        rows = response.context["rows"]
        assert {row["title"] for row in rows[:2]} == {"Check backups", "Payroll access"}
        assert rows[2]["title"] == "Plan the cut-over"
        assert "<b>3 of 3</b> scored tasks" in page or "<b>2 of 3</b> scored tasks" in page
        assert "1 suits a partner: <b>13 hours</b> a month freed, 13 at night." in page
        assert "Payroll stays here." in page
        assert f'id="tick-{chore.pk}"' in page
        assert f'id="tick-{walled.pk}"' not in page

    def test_marks_what_is_proposed_already(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers=EASY, by=cast.priya)
        browser = sign_in(cast.priya)

        browser.post("/proposals/", {"tasks": [str(task.pk)], "disposition": "delegate"})
        page = browser.get("/ranking/").content.decode()

        assert "Proposed" in page
        assert f'id="tick-{task.pk}"' not in page

    def test_pages_without_losing_or_repeating_a_task(self, cast, sign_in):
        many_rated(cast, 120)
        browser = sign_in(cast.otto)
        titles, address = [], "/ranking/?as=list"
        while address:
            response = browser.get(address, headers={"HX-Request": "true"})
            titles += [(row["place"], row["title"]) for row in response.context["rows"]]
            address = response.context["more_url"] and f"/ranking/{response.context['more_url']}"

        assert [place for place, _ in titles] == list(range(1, 121))
        assert len({title for _, title in titles}) == 120

    def test_goes_on_without_scripts_as_a_whole_page(self, cast, sign_in):
        many_rated(cast, 60)
        browser = sign_in(cast.marta)

        page = browser.get(f"/ranking/{browser.get('/ranking/').context['more_url']}").content.decode()

        assert "of 60</b> scored tasks" in page
        assert '<option value="delegate">' in page

    def test_takes_a_broken_cursor_for_the_start(self, cast, sign_in):
        many_rated(cast, 3)

        assert len(sign_in(cast.otto).get("/ranking/?after=WyJ4IiwieSJd&from=x").context["rows"]) == 3

    def test_opens_the_reasons_under_a_row(self, cast, sign_in):
        task = make.task(by=cast.priya)
        rate(task=task, answers=EASY, by=cast.priya)

        piece = (
            sign_in(cast.marta).get(f"/tasks/{task.pk}/why/", headers={"HX-Request": "true"}).content.decode()
        )

        assert piece.startswith(f'<section class="why" id="why-{task.pk}"')
        assert "Rated by Priya." in piece

    @pytest.mark.parametrize("name", ["nils", "eva", "lena"])
    def test_shows_nobody_elses_tasks(self, cast, sign_in, name):
        task = make.task(by=cast.priya, title="Halden's own")
        rate(task=task, answers=EASY, by=cast.priya)
        browser = sign_in(getattr(cast, name))

        assert b"Halden" not in browser.get("/ranking/").content.split(b"<main")[-1].split(b"</main>")[0]
        assert browser.get(f"/tasks/{task.pk}/why/").status_code in {403, 404}

    def test_shows_titles_as_text(self, cast, sign_in):
        rate(task=make.task(by=cast.priya, title="<img src=x>"), answers=EASY, by=cast.priya)

        assert b"<img src=x>" not in sign_in(cast.marta).get("/ranking/").content

    def test_begins_with_a_way_to_begin(self, cast, sign_in):
        assert b"Rate my tasks" in sign_in(cast.priya).get("/ranking/").content


class TestWhatCounts:
    def test_is_published_with_a_reason(self, cast, sign_in):
        browser = sign_in(cast.marta)
        form = browser.get("/rubric/").context["form"]
        given = {name: form[name].initial for name in form.fields if name.startswith("weight_")}

        without = browser.post("/rubric/", {**given, "weight_urgency": 20, "number": 1})
        browser.post("/rubric/", {**given, "weight_urgency": 20, "number": 1, "why": "On-call is settled."})
        late = browser.post("/rubric/", {**given, "weight_urgency": 2, "number": 1, "why": "I was slow."})

        assert (without.status_code, late.status_code) == (422, 409)
        assert [one.number for one in Rubric.objects.order_by("number")] == [1, 2]
        assert b"On-call is settled." in browser.get("/rubric/").content

    def test_is_not_for_contributors_to_change(self, cast, sign_in):
        response = sign_in(cast.priya).post("/rubric/", {"number": 1, "why": "x"})

        assert response.status_code in {403, 422}
        assert Rubric.objects.filter(number=2).count() == 0


class TestRounds:
    def test_start_with_people_and_a_day_and_count_what_was_begun(self, cast, sign_in):
        task = make.task(by=cast.priya)
        make.task(by=cast.priya, title="Another")
        browser = sign_in(cast.marta)

        browser.post("/campaigns/", {"name": "Autumn", "people": [cast.priya.pk], "due_on": "2026-12-01"})
        rate(task=task, answers={"urgency": 1}, by=cast.priya)

        assert b"1 of 2 tasks begun by Priya." in browser.get("/campaigns/").content

    def test_are_not_for_contributors_or_strangers(self, cast, sign_in):
        given = {"name": "Autumn", "people": [cast.priya.pk], "due_on": "2026-12-01"}

        assert sign_in(cast.priya).post("/campaigns/", given).status_code == 403
        assert sign_in(cast.nils).post("/campaigns/", given).status_code == 422
        assert not Campaign.objects.exists()


def test_a_second_rater_is_not_led_to_a_form_that_is_closed(cast, sign_in):
    task = make.task(by=cast.priya)
    path = f"/assess/{task.pk}/strategic/"

    pages = {
        name: sign_in(getattr(cast, name)).get(path).content.decode() for name in ("priya", "omar", "marta")
    }

    assert {name: "It must stay here" in page for name, page in pages.items()} == {
        "priya": True, "omar": False, "marta": True,
    }  # fmt: skip
