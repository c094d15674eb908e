"""The main acts with the keyboard alone: everything is reached by Tab, shows that it has the focus, and keeps it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.setting import SPARE_RUN
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

HERE = r"""() => {
    const one = document.activeElement;
    const shows = (part) => {  // a field may leave it to its frame
        const style = getComputedStyle(part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
            || part.matches(':focus-within:not(:focus)') && style.boxShadow !== 'none';
    };
    return {
        name: (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? '')
            .replace(/\s+/g, ' ').trim(),
        ring: shows(one) || shows(one.parentElement) || shows(one.closest('form, fieldset') ?? one),
        inside: one.closest('dialog') !== null, tag: one.tagName,
    };
}"""
LONGEST = 120


def tab_to(page: Page, name: str) -> None:
    """Walk on with Tab until the focus is on what bears this name, and see that it shows."""
    passed = []
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        passed.append(here["name"][:30])
        if here["name"].startswith(name):
            assert here["ring"], f"{name!r} has the focus and does not show it"
            return
    raise AssertionError(f"Tab does not reach {name!r}, but {passed}")


def enter(visitor: Visitor, name: str) -> None:
    """Tab to a button or link, press Enter, and wait for the answer."""
    tab_to(visitor.page, name)
    with visitor.answered():
        visitor.page.keyboard.press("Enter")


def test_a_task_is_catalogued_and_the_keys_are_told(visit):
    priya = visit("priya@halden.example")
    priya.go("/tasks/")
    for title in ("Rotate the tapes every week 15 min", "Empty the tape robot every month 20 min"):
        tab_to(priya.page, "New task in one sentence")
        priya.page.keyboard.type(title)
        with priya.answered():
            priya.page.keyboard.press("Enter")
        expect(priya.main.get_by_role("link", name=title.partition(" every")[0])).to_be_visible()


def test_a_dialog_holds_the_focus_and_gives_it_back(visit):
    priya = visit("priya@halden.example")
    priya.go("/handoffs/")
    tab_to(priya.page, "Prepare one")
    priya.page.keyboard.press("?")
    dialog = priya.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(4):
        priya.page.keyboard.press("Tab")
        here = priya.page.evaluate(HERE)
        assert here["inside"] or here["tag"] == "BODY", f"the focus left the dialog for {here}"
    priya.look()
    priya.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert priya.page.evaluate(HERE)["name"].startswith("Prepare one")


def test_a_run_is_picked_up_ticked_and_submitted(visit):
    asha = visit("asha@meridian.example", phone=True)
    asha.go("/portal/")
    enter(asha, f"Pick up {SPARE_RUN}")
    enter(asha, "Start")
    while asha.main.get_by_label("What you saw").count():
        step = asha.main.locator("[aria-current=step] h3").inner_text()
        tab_to(asha.page, "What you saw")
        asha.page.keyboard.type("As it should be")
        with asha.answered():
            asha.page.keyboard.press("Enter")
        here = asha.page.evaluate(HERE)
        assert here["tag"] == "H3", f"after a tick the focus is on {here}, not on the next step"
        assert here["name"] != step
    enter(asha, "Finish")
    asha.sees("Submitted")
