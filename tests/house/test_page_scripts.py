"""What the page scripts do for a person at the keyboard, in a real browser, under the strict policy; no server."""

import os
import shutil
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect, sync_playwright

# The shell stands without any address of the product.
urlpatterns: list[object] = []
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
PAGE = """{% extends "base.html" %}{% load static %}
{% block page_js %}<script src="{% static 'js/rating.js' %}" defer></script>{% endblock %}
{% block title %}Keys{% endblock %}{% block heading %}Keys{% endblock %}
{% block actions %}<button class="button" type="button" data-key="a" data-open="dialog">Approve <kbd>A</kbd></button>{% endblock %}
{% block content %}
  <ul>
    <li data-row><input type="checkbox" aria-label="Choose one"><a href="#one">One</a><button type="button" data-key="v" data-copy="one">Verb of one</button></li>
    <li data-row><input type="checkbox" aria-label="Choose two"><a href="#two">Two</a><button type="button" data-key="v" data-open="dialog">Verb of two</button></li>
  </ul>
  <label for="note">Note</label><textarea id="note"></textarea>
  <a id="opener" href="/asked/" hx-get="/asked/" hx-target="#dialog-body" hx-swap="innerHTML">Ask</a>
  <form id="kept" data-retry hx-post="/kept/" hx-target="#kept" hx-swap="outerHTML"><input id="words" name="words" value="typed"><button>Keep</button></form>
  <form id="refused" hx-post="/refused/" hx-target="#refused" hx-swap="outerHTML"><button>Refuse</button></form>
  <form data-rating action="/rated/">{% for level in "12345" %}<label><input type="radio" name="level" value="{{ level }}">{{ level }}</label>{% endfor %}</form>
{% endblock %}"""
GRID = """{% extends "base.html" %}{% load static %}
{% block page_js %}<script src="{% static 'js/grid.js' %}" defer></script>{% endblock %}
{% block title %}Grid{% endblock %}{% block heading %}Grid{% endblock %}
{% block content %}<table class="grid"><tbody>
  <tr id="task-1" data-cells="/1/"><td><a href="#one">T-1</a></td><td data-name="title">Check backups</td></tr>
  <tr id="task-2" data-cells="/2/"><td><a href="#two">T-2</a></td><td data-name="title">Restart queues</td></tr>
</tbody></table>{% endblock %}"""
EDITOR = """<td class="editing{}" data-name="title" data-editor id="cell-1-title"><form hx-post="/1/title/" hx-target="closest td" hx-swap="outerHTML">
  <input type="hidden" name="version" value="0"><input id="value" name="value" value="{}"></form></td>"""
ROW = '<tr id="task-1" data-cells="/1/"><td><a href="#one">T-1</a></td><td data-name="title">{}</td></tr>'
ASKED = """<h2>Recall it</h2>{}<form hx-post="/answered/" hx-target="#dialog-body" hx-swap="innerHTML">
  <input id="why" name="why"><button>Recall</button></form>"""
SUMMARY = '<div class="error-summary" tabindex="-1" id="summary">There is a problem</div>'


class Stage:
    """Answers every request of the page from memory; ``answers`` holds what each address says, in order."""

    def __init__(self) -> None:
        self.html = engines["django"].from_string(PAGE).render({}, RequestFactory().get("/"))
        self.answers: dict[str, list[Callable[[Route], None]]] = {}
        self.asked: list[str] = []

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.asked.append(path + "?" + urlsplit(route.request.url).query)
        if self.answers.get(path):
            self.answers[path].pop(0)(route)
        elif path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=found.read_bytes(), content_type=guess_type(found.name)[0] or "font/woff2")
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=self.html, headers=headers)


def says(body: str, status: int = 200, **headers: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(
        status=status, body=body, headers={"Content-Type": "text/html", **headers}
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def page(browser, stage) -> Iterator[Page]:
    opened = browser.new_page(reduced_motion="reduce")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    opened.route("**/*", stage)
    opened.goto("http://relay.test/")
    yield opened
    opened.close()
    assert not faults


def focused(page: Page, what: str = "textContent") -> str:
    return str(page.evaluate(f"document.activeElement.{what}"))


class TestKeys:
    def test_walk_and_tick_rows(self, page):
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")

        assert focused(page) == "Two"
        assert page.is_checked("[aria-label='Choose two']")

    def test_press_the_button_that_declares_them(self, page):
        page.keyboard.press("a")

        assert page.evaluate("document.getElementById('dialog').open")

    def test_mean_the_row_in_focus_before_the_first_on_the_page(self, page):
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("v")

        assert page.evaluate("document.getElementById('dialog').open")

    def test_are_listed_on_request_each_once(self, page):
        page.keyboard.press("?")

        listed = page.inner_text("#dialog-body")
        assert "Approve" in listed
        assert listed.count("Verb of") == 1

    def test_are_only_letters_while_somebody_types(self, page):
        page.focus("#note")
        page.keyboard.type("ajx?")

        assert page.input_value("#note") == "ajx?"
        assert not page.evaluate("document.getElementById('dialog').open")

    def test_can_be_switched_off(self, page):
        page.evaluate("document.documentElement.dataset.keys = 'off'")
        page.keyboard.press("a")

        assert not page.evaluate("document.getElementById('dialog').open")

    def test_answer_a_rating_and_move_on(self, page, stage):
        page.keyboard.press("4")
        page.wait_for_url("**/rated/**")

        assert "/rated/?level=4" in stage.asked


class TestTheDialog:
    def test_opens_on_its_first_field_and_goes_home_when_closed(self, page, stage):
        stage.answers["/asked/"] = [says(ASKED.format(""))]
        stage.answers["/answered/"] = [
            says(ASKED.format(SUMMARY), 422),
            says("", 204, **{"HX-Trigger": "close-dialog"}),
        ]

        page.click("#opener")
        page.wait_for_selector("#why:focus")
        page.click("#dialog-body button")
        page.wait_for_selector("#summary:focus")
        page.click("#dialog-body button")
        page.wait_for_selector("#dialog", state="hidden")

        assert focused(page, "id") == "opener"


class TestTheGrid:
    @pytest.fixture
    def grid(self, page, stage) -> Page:
        stage.html = engines["django"].from_string(GRID).render({}, RequestFactory().get("/"))
        page.goto("http://relay.test/")
        page.focus(".grid [tabindex='0']")
        return page

    def test_is_one_stop_and_arrows_move_in_it(self, grid):
        stops = grid.locator(".grid [tabindex='0']").count()
        grid.keyboard.press("ArrowDown")
        grid.keyboard.press("ArrowRight")

        assert stops == 1
        assert focused(grid) == "Restart queues"

    def test_opens_with_what_is_typed_and_saves_downwards(self, grid, stage):
        row = {"HX-Retarget": "#task-1"}
        stage.answers["/1/title/"] = [
            says(EDITOR.format("", "Check backups")),
            says(ROW.format("Look"), **row),
        ]

        grid.keyboard.press("ArrowRight")
        grid.keyboard.type("Look")
        grid.wait_for_selector("#value:focus")
        expect(grid.locator("#value")).to_have_value("Look")
        grid.keyboard.press("Enter")
        grid.wait_for_selector("#task-1 >> text=Look")
        grid.wait_for_selector("td:focus >> text=Restart queues")

        assert stage.asked[-1].startswith("/1/title/")

    def test_leaves_a_cell_as_it_was(self, grid, stage):
        stage.answers["/1/title/"] = [
            says(EDITOR.format("", "Check backups")),
            says(ROW.format("Check backups")),
        ]

        grid.keyboard.press("ArrowRight")
        grid.keyboard.press("F2")
        grid.wait_for_selector("#value:focus")
        grid.keyboard.press("Escape")
        grid.wait_for_selector("td:focus >> text=Check backups")

        assert stage.asked[-1] == "/1/title/?as=row"
        assert not grid.locator("#value").count()

    def test_keeps_what_was_refused_open(self, grid, stage):
        stage.answers["/1/title/"] = [
            says(EDITOR.format("", "Check backups")),
            says(EDITOR.format(" wrong", "x"), 422),
        ]

        grid.keyboard.press("ArrowRight")
        grid.keyboard.press("Enter")
        grid.wait_for_selector("#value:focus")
        grid.keyboard.press("Enter")
        grid.wait_for_selector(".wrong #value:focus")

        assert grid.input_value("#value") == "x"


class TestTheNetwork:
    def test_says_what_was_not_saved_keeps_the_words_and_tries_again(self, page, stage):
        stage.answers["/kept/"] = [lambda route: route.abort(), says('<p id="kept">Kept</p>')]

        page.click("#kept button")
        page.wait_for_selector("#not-saved", state="visible")
        typed = page.input_value("#words")
        page.wait_for_selector("#not-saved", state="hidden", timeout=5000)

        assert typed == "typed"
        assert page.inner_text("#kept") == "Kept"

    def test_shows_a_refusal_that_comes_as_a_piece(self, page, stage):
        stage.answers["/refused/"] = [says('<p id="refused">Only managers can.</p>', 403)]

        page.click("#refused button")

        page.wait_for_selector("text=Only managers can.")

    @pytest.mark.parametrize(("status", "words"), [(401, "signed out"), (500, "Nothing has changed")])
    def test_leaves_the_page_alone_when_the_answer_is_no_answer(self, page, stage, status, words):
        stage.answers["/refused/"] = [says("<!doctype html><title>x</title>", status)]

        page.click("#refused button")
        page.wait_for_selector("#not-saved", state="visible")

        assert words in page.inner_text("#not-saved")
        assert page.is_visible("#refused button")
