"""What a technician's page does when the line drops, the finger taps twice, or the tab reloads; in a real browser, no server."""

from collections.abc import Iterator

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Page, expect

from tests.house.test_page_scripts import Stage, browser, says

urlpatterns: list[object] = []
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]
__all__ = ["browser"]

PIECE = """<div id="run">
  <form id="tick-form" data-retry hx-post="/ticks/{0}/" hx-target="#run" hx-swap="outerHTML"><input id="evidence-{0}" name="evidence" aria-label="Saw" data-draft></form>
  <form id="question-form" hx-post="/question/" hx-target="#run" hx-swap="outerHTML"><textarea id="question" name="question" aria-label="Ask" data-draft></textarea><button id="ask">Ask</button></form>
  <button id="next-act" type="submit" form="tick-form">Step {0} done</button>
</div>"""
SAVED = '<span id="saved" data-offline="Not saved, trying again"{}>Saved {}</span>'
AGAIN = "document.addEventListener('htmx:afterSettle', () => document.getElementById('next-act').click(), {once: true})"
PAGE = """{% extends "portal_base.html" %}{% load static %}
{% block page_js %}<script src="{% static 'js/drafts.js' %}" defer></script>{% endblock %}
{% block title %}Run{% endblock %}{% block heading %}Run{% endblock %}
{% block content %}SAVED PIECE{% endblock %}"""


@pytest.fixture
def stage():
    made = Stage()
    words = PAGE.replace("SAVED", SAVED.format("", "02:10")).replace("PIECE", PIECE.format(1))
    made.html = engines["django"].from_string(words).render({}, RequestFactory().get("/"))
    made.answers["/ticks/1/"] = [says(SAVED.format(' hx-swap-oob="true"', "02:17") + PIECE.format(2))]
    return made


@pytest.fixture
def page(browser, stage) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    opened.route("**/*", stage)
    opened.goto("http://relay.test/")
    yield opened
    context.close()


class TestATick:
    def test_is_kept_and_sent_again_when_the_line_drops(self, page, stage):
        stage.answers["/ticks/1/"].insert(0, lambda route: route.abort())
        page.fill("#evidence-1", "3 rows")

        page.click("#next-act")
        page.wait_for_selector("#saved:text('Not saved, trying again')")
        kept = page.input_value("#evidence-1")
        page.wait_for_selector("#saved:text('Saved 02:17')", timeout=6000)

        assert kept == "3 rows"
        assert page.inner_text("#next-act") == "Step 2 done"

    def test_leaves_a_question_that_is_half_written(self, page):
        page.fill("#question", "Is QBATCH2 part")

        page.click("#next-act")
        page.wait_for_selector("text=Step 2 done")

        assert page.input_value("#question") == "Is QBATCH2 part"

    def test_is_one_tick_when_a_finger_taps_twice(self, page, stage):
        page.evaluate(AGAIN)

        page.click("#next-act")
        page.wait_for_selector("text=Step 2 done")
        page.wait_for_timeout(300)

        assert [path for path in stage.asked if path.startswith("/ticks/")] == ["/ticks/1/?"]

    def test_leaves_the_focus_on_the_next_act(self, page):
        page.focus("#next-act")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Step 2 done")

        assert page.evaluate("document.activeElement.textContent") == "Step 2 done"


class TestADraft:
    def test_is_there_after_a_reload(self, page):
        page.fill("#question", "Is QBATCH2 part")

        page.reload()

        assert page.input_value("#question") == "Is QBATCH2 part"

    def test_is_forgotten_once_it_is_sent(self, page, stage):
        stage.answers["/question/"] = [says(PIECE.format(1))]
        page.fill("#question", "Is QBATCH2 part of this?")

        page.click("#ask")
        expect(page.locator("#question")).to_have_value("")
        page.reload()

        assert page.input_value("#question") == ""
