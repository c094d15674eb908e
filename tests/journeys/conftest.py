"""A journey has real parts: gunicorn, a worker, the clock, a database of its own, a queue, and Chromium."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import processes
from tests.journeys.office import Office
from tests.journeys.setting import HERE, PASSWORD
from tests.journeys.visitor import LISTENS, PATIENCE, Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def relay(tmp_path_factory) -> Iterator[tuple[str, Office]]:
    """A running Relay with the cast in it: its address, and its post and queue; its processes end with the tests."""
    folder, port = tmp_path_factory.mktemp("relay"), processes.free_port()
    with processes.database(folder, "journey") as database:
        env = processes.environment(folder, port, database, JOURNEY_ZONE=HERE)
        processes.run("manage.py", "migrate", "-v0", env=env)
        processes.run("-m", "tests.journeys.setting", env=env)
        with processes.crew(processes.programs(folder, port), env, folder):
            processes.await_health(port, folder)
            yield f"http://127.0.0.1:{port}", Office(folder, env)


@pytest.fixture
def address(relay) -> str:
    return relay[0]


@pytest.fixture
def office(relay) -> Office:
    return relay[1]


@pytest.fixture(
    scope="module"
)  # an open browser is a running loop, which tests of other folders must not meet
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    assert program, "Chromium is missing; `python3 relay.py test` sees to it."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(address, chromium) -> Iterator:
    """Sign somebody in at the front door and give them a browser; what was found amiss fails the test at its end."""
    visitors: list[Visitor] = []
    contexts = []
    seen: set[tuple[str, str, str]] = set()

    def come_in(email: str, *, phone: bool = False) -> Visitor:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 860}
        context = chromium.new_context(viewport=size, reduced_motion="reduce", accept_downloads=True)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTENS)
        page = context.new_page()
        visitor = Visitor(page, address, email.partition("@")[0], seen)
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
        page.wait_for_url(lambda url: "/accounts/" not in url)
        assert "/accounts/" not in page.url, page.inner_text("body")
        visitor.look()
        visitors.append(visitor)
        return visitor

    yield come_in
    for context in contexts:
        context.close()
    amiss = [line for visitor in visitors for line in visitor.found]
    assert not amiss, "\n".join(amiss)
