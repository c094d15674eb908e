"""Step 8: technicians on phones pick runs up, tick, ask, log, submit, and send one home; the holder answers and judges."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.setting import HERE
from tests.journeys.visitor import Visitor


def order(priya: Visitor, title: str, *, minutes: int) -> None:
    """Ask for one run some minutes from now, as the holder's own clock shows it."""
    priya.go("/handoffs/")
    priya.press(title)
    priya.press("Runs and messages")
    at = datetime.now(ZoneInfo(HERE)) + timedelta(minutes=minutes)
    priya.main.get_by_label("When").fill(f"{at:%Y-%m-%dT%H:%M}")
    priya.press("Order", exact=True)
    priya.sees(f"Ordered for {at:%d %b %H:%M}")


def pick_up(asha: Visitor, tom: Visitor, title: str) -> None:
    """Two reach for the same run; one gets it, and the other is told who was faster and when."""
    tom.go("/portal/")
    asha.go("/portal/")
    asha.press(f"Pick up {title}")
    tom.press(f"Pick up {title}")
    expect(tom.main.get_by_text("Asha took this")).to_be_visible()
    assert "ago." in tom.main.inner_text()


def tick(asha: Visitor, *, seen: str) -> None:
    """Tick the step that is next with what was seen; the focus does not fall to the top of the page."""
    asha.main.get_by_label("What you saw").fill(seen)
    asha.press(re.compile(r"^Step \d+ done"))
    asha.sees(seen)
    assert asha.page.evaluate("document.activeElement !== document.body")


def begin(asha: Visitor) -> None:
    asha.press("Start", exact=True)
    tick(asha, seen="All jobs listed")


def ask(asha: Visitor, question: str) -> None:
    asha.main.get_by_label("Ask Halden").fill(question)
    asha.press("Ask", exact=True)
    asha.sees("Waiting for Halden")


def answer(priya: Visitor, title: str, *, question: str, words: str) -> None:
    """The question stands on Today, and until it is answered the minutes are ours."""
    priya.go("/")
    priya.press(f"A question about {title}")
    priya.sees(question)
    clock = priya.main.get_by_label("Whose minutes these are")
    expect(clock.get_by_role("listitem").last).to_have_text(re.compile(r"^\s*Client"))
    priya.main.get_by_label("Your answer").fill(words)
    priya.press("Answer", exact=True)
    expect(clock.get_by_role("listitem").last).to_have_text(re.compile(r"^\s*Partner"))


def finish(asha: Visitor, *, heard: str) -> None:
    """Read the answer, tick the rest, log the minutes against the hour bank, and submit."""
    asha.page.reload()
    asha.sees(heard)
    tick(asha, seen="FS2 was repeated")
    tick(asha, seen="Green at 07:10")
    asha.sees("40 h left this month")
    asha.main.get_by_label("Minutes to log").fill("20")
    asha.press(re.compile("^Finish"))
    asha.sees("39 h left this month")
    asha.sees("Submitted")


def send_back(priya: Visitor, title: str) -> None:
    priya.go("/")
    priya.press(f"Finished: {title}")
    priya.sees("Green at 07:10")
    priya.main.locator("#rework-form").get_by_label("Why").fill("FS3 was red.")
    priya.press("Ask for rework")
    priya.sees("Rework")


def put_right(asha: Visitor) -> None:
    """The same run again: what is wrong is said, and the acceptance check is shown once more."""
    asha.page.reload()
    asha.sees("FS3 was red.")
    asha.press("Start again")
    tick(asha, seen="FS3 is green too")
    asha.press(re.compile("^Finish"))
    asha.sees("Submitted")


def approve(priya: Visitor) -> None:
    priya.page.reload()
    priya.press("Accept the work")
    priya.sees("Done")
    priya.sees("20 minutes by Asha")


def send_home(tom: Visitor, title: str) -> None:
    """The second run goes home, without blame."""
    tom.go("/portal/")
    tom.press(f"Pick up {title}")
    tom.main.get_by_role("button", name="Hand back").first.click()
    tom.main.get_by_label("I lack access").check()
    tom.main.get_by_label("How did you leave it?").fill("Nothing was touched.")
    tom.press("Hand back", within="#home-form")
    tom.sees("Sent home")


def take_over(priya: Visitor, title: str) -> None:
    priya.go("/")
    priya.press(f"Sent home: {title}")
    priya.sees("I lack access")
    priya.sees("Nothing was touched.")
