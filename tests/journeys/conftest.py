"""A journey has real parts: gunicorn, a worker, the clock, a database of its own, a queue, and Chromium."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.setting import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
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
    folder = tmp_path_factory.mktemp("relay")
    with _database(folder) as database, contextlib.ExitStack() as processes:
        port = _free_port()
        env = _environment(folder, port, database)
        for words in (["manage.py", "migrate", "-v0"], ["-m", "tests.journeys.setting"]):
            subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, timeout=120)
        for name, words in _programs(folder, port).items():
            processes.enter_context(_running(words, env, folder / f"{name}.log"))
        _await(f"http://127.0.0.1:{port}/health/", folder)
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


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A database like the suite's own: a file, or a fresh one beside it in PostgreSQL."""
    suite = os.environ.get("DATABASE_URL", "")
    if not suite.startswith("postgres"):
        yield f"sqlite:///{folder / 'relay.sqlite3'}"
        return
    server, name = suite.rpartition("/")[0], f"relay_journey_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _environment(folder: Path, port: int, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"CACHE_URL", "ALLOWED_HOSTS"}}
    return {
        **kept, "DJANGO_SETTINGS_MODULE": "delegation.settings", "DATABASE_URL": database, "RELAY_DATA": str(folder),
        "CELERY_BROKER_URL": "filesystem://", "SECRET_KEY": "a-journey-keeps-its-own-secret-for-itself-alone", "RELAY_MODE": "embedded",
        "SITE_URL": f"http://127.0.0.1:{port}", "RELAY_SURFACE": "both", "EMAIL_URL": f"filemail://{folder / 'mail'}",
    }  # fmt: skip


def _programs(folder: Path, port: int) -> dict[str, list[str]]:
    celery = [str(BIN / "celery"), "-A", "delegation.celery"]
    web = f"delegation.wsgi --bind 127.0.0.1:{port} --worker-class gthread --threads 8 --no-control-socket"
    return {
        "web": [str(BIN / "gunicorn"), *web.split()],
        "worker": [*celery, *["worker", "--pool", "threads", "--concurrency", "2"]],
        "clock": [*celery, "beat", "--pidfile=", "--schedule", str(folder / "clock")],
    }


@contextlib.contextmanager
def _running(words: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as said:
        process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=said, stderr=said, start_new_session=True)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)


def _await(url: str, folder: Path) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError((folder / "web.log").read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
