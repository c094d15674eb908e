"""A journey has real parts: gunicorn, a worker, the clock, a database of its own, a queue, and Chromium."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests import processes
from tests.journeys.setting import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SETTLED = """Promise.allSettled(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished))"""


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """The address of a running Relay with the cast in it; its processes end with the tests."""
    folder, port = tmp_path_factory.mktemp("relay"), processes.free_port()
    with processes.database(folder, "journey") as database:
        env = processes.environment(folder, port, database)
        processes.run("manage.py", "migrate", "-v0", env=env)
        processes.run("-m", "tests.journeys.setting", env=env)
        with processes.crew(processes.programs(folder, port), env, folder):
            processes.await_health(port, folder)
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    assert program, "Chromium is missing; `python3 relay.py test` sees to it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser: looks at every page in light and dark, and lets nothing pass that axe finds."""

    page: Page
    address: str
    found: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def press(self, name: str, *, exact: bool = False, within: str = "main") -> None:
        """Press a button or follow a link by its name, wait for the page, and look at it."""
        self.page.evaluate(
            "document.querySelectorAll('main details').forEach(folded => { folded.open = true; })"
        )
        place = self.page.locator(within)
        target = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        assert target.count(), f"{self.page.url} has no {name!r}: {self.page.inner_text('main')[:1500]}"
        target.first.click()
        self.page.wait_for_load_state("networkidle")
        self.look()

    def look(self) -> None:
        """Hold the page to axe in both themes, and to the policy and the width of the window."""
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.page.wait_for_timeout(50)  # colours begin to glide to the other theme, and rows to appear
            self.page.evaluate(SETTLED)
            for violation in Axe().run(self.page).response["violations"]:
                nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self.found.append(f"{self.page.url} ({theme}): {violation['id']}: {nodes}")
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.found.append(f"{self.page.url}: {wide} pixels wider than the window")


@pytest.fixture
def visit(address, chromium) -> Iterator:
    """Sign somebody in at the front door and give them a browser; what was found amiss fails the test at its end."""
    visitors: list[Visitor] = []
    contexts = []

    def come_in(email: str, *, phone: bool = False) -> Visitor:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 860}
        context = chromium.new_context(viewport=size, reduced_motion="reduce", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, address)
        page.on("pageerror", lambda error: visitor.found.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                visitor.found.append(f"{page.url}: {said.text}")
                if "Content Security Policy" in said.text
                else None
            ),
        )
        page.goto(address + "/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state("networkidle")
        assert "/accounts/" not in page.url, page.inner_text("body")
        visitor.look()
        visitors.append(visitor)
        return visitor

    yield come_in
    for context in contexts:
        context.close()
    amiss = [line for visitor in visitors for line in visitor.found]
    assert not amiss, "\n".join(amiss)
