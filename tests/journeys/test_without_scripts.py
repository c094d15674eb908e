"""Without JavaScript: a task is catalogued, rated, proposed and decided on, and a run is picked up and submitted."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finding_work import ANSWERS
from tests.journeys.setting import PASSWORD, SPARE_RUN

pytestmark = pytest.mark.browser

TITLE = "Archive old mailboxes"


@pytest.fixture
def plain(address, chromium):
    """A browser that runs no script, at the place where somebody arrives after signing in."""
    contexts = []

    def come_in(email: str) -> Page:
        context = chromium.new_context(java_script_enabled=False, base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        return page

    yield come_in
    for context in contexts:
        context.close()


def test_a_task_is_catalogued_rated_proposed_and_decided_on(plain):
    priya, marta, jon = (plain(f"{name}@halden.example") for name in ("priya", "marta", "jon"))
    priya.goto("/tasks/")
    priya.get_by_label("New task in one sentence").fill(f"{TITLE} every month 90 min")
    priya.get_by_role("button", name="Add", exact=False).first.click()
    priya.get_by_role("link", name=TITLE).click()
    priya.get_by_role("link", name="Score it").click()
    for criterion, level in ANSWERS.items():
        answer = priya.locator(f'input[name="{criterion}"][value="{level}"]')
        if answer.count():
            answer.check()
    priya.get_by_role("button", name="Save ratings").click()
    marta.goto("/ranking/?as=list")
    marta.get_by_role("checkbox", name=f"Choose {TITLE}").check()
    marta.locator("#propose").get_by_role("button", name="Propose").click()
    jon.goto("/proposals/")
    jon.get_by_role("link", name=TITLE).first.click()
    jon.locator("#verdict").get_by_role("button", name="Approve").click()
    expect(jon.locator("main")).to_contain_text("Approved")
    priya.goto("/proposals/?show=all")
    expect(priya.locator("main")).to_contain_text(TITLE)


def test_a_run_is_picked_up_ticked_and_submitted(plain):
    tom = plain("tom@meridian.example")
    tom.goto("/portal/")
    tom.get_by_role("button", name=f"Pick up {SPARE_RUN}").first.click()
    tom.get_by_role("button", name="Start", exact=True).click()
    while (seen := tom.get_by_label("What you saw")).count():
        seen.fill("As it should be")
        tom.get_by_role("button", name=re.compile(r"^Step \d+ done")).click()
    tom.get_by_role("button", name=re.compile("^Finish")).click()
    expect(tom.locator("main")).to_contain_text("Submitted")
