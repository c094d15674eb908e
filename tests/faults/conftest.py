"""A Relay whose processes are there to be killed, and people who go on working meanwhile."""

import contextlib
import http.cookiejar
import json
import os
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis as redis_client

from tests import processes
from tests.faults.mail_server import MailServer
from tests.journeys.setting import PASSWORD


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One queue with each database: files beside SQLite, Redis beside PostgreSQL, as people run it."""
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    unwanted = "filesystem" if on_postgres else "redis"
    items[:] = [
        item for item in items
        if getattr(getattr(item, "callspec", None), "params", {}).get("relay") != unwanted
    ]  # fmt: skip


@dataclass
class Relay:
    """A running Relay, seen from outside."""

    folder: Path
    port: int
    env: dict[str, str]
    crew: dict[str, processes.Program]
    post: MailServer
    stage: dict[str, Any]
    kills: int = 0

    def kill(self, name: str) -> None:
        self.crew[name].kill()
        self.kills += 1

    def start(self, name: str) -> None:
        self.crew[name].start()
        if name == "web":
            processes.await_health(self.port, self.folder)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Read, or set back, what it keeps, past all of its code."""
        with self._connection() as connection:
            rows = connection.execute(sql)
            found = rows.fetchall() if rows.description else []
            connection.commit()
            return list(found)

    def job(self, name: str) -> None:
        """Ask the worker for a job, as the clock does."""
        processes.run("-m", "celery", "-A", "delegation.celery", "call", name, env=self.env)

    def let_time_pass(self) -> None:
        """Five minutes, for all that waits for its next attempt."""
        then = f"{datetime.now(UTC) - timedelta(minutes=5):%Y-%m-%d %H:%M:%S}"
        self.ask(f"UPDATE notices_notice SET next_try_at = '{then}', sending_at = NULL WHERE sent_at IS NULL")
        self.ask(
            f"UPDATE delegation_report SET asked_at = '{then}', tried_at = '{then}' WHERE status = 'asked'"
        )
        self.ask(f"UPDATE inventory_import SET progressed_at = '{then}'")

    def until(
        self, sql: str, wanted: Callable[[Any], bool] = bool, *, seconds: float = processes.PATIENCE
    ) -> Any:
        """Wait for the first field of the first row to be as wanted; the worker's last words when it never is."""
        end, seen = time.monotonic() + seconds, None
        while time.monotonic() < end:
            rows = self.ask(sql)
            seen = rows[0][0] if rows else None
            if wanted(seen):
                return seen
            time.sleep(0.02)
        raise AssertionError(f"{sql} is {seen!r}\n" + (self.folder / "worker.log").read_text()[-3000:])

    def drain(self) -> None:
        """Until nothing is owed any more."""
        self.let_time_pass()
        self.until(OWED, lambda owed: owed == 0)

    def faults(self) -> list[str]:
        return list(json.loads(processes.run("-m", "tests.faults.checking", env=self.env)))

    def visitor(self, email: str) -> "Visitor":
        visitor = Visitor(f"http://127.0.0.1:{self.port}")
        visitor.get("/accounts/login/")
        answer = visitor.post("/accounts/login/", login=email, password=PASSWORD)
        assert answer == 302, f"{email} was not let in: {answer}"
        return visitor

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        address = self.env["DATABASE_URL"]
        if address.startswith("sqlite"):
            connection: Any = sqlite3.connect(self.folder / "relay.sqlite3", timeout=20)
        else:
            connection = psycopg.connect(address)
        with contextlib.closing(connection):
            yield connection


OWED = "SELECT count(*) FROM notices_notice WHERE by_mail AND sent_at IS NULL AND dead_at IS NULL"


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


@dataclass
class Visitor:
    """Somebody at a browser: keeps cookies, and remembers what was answered and what was cut off."""

    address: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Still())

    def get(self, path: str) -> int | None:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: Any) -> int | None:
        """The status of the answer; None when none came, so that nobody knows whether it was done."""
        words = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token()}, doseq=True)
        return self._ask(urllib.request.Request(self.address + path, data=words.encode()))

    def send_file(self, path: str, name: str, content: bytes) -> str:
        """Send a form with one file; gives where the answer leads."""
        mark = uuid.uuid4().hex
        parts = (
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token()}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        )
        body = parts.encode() + content + f"\r\n--{mark}--\r\n".encode()
        head = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        assert self._ask(urllib.request.Request(self.address + path, data=body, headers=head)) == 302
        return self.led_to

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrf"), "")

    def _ask(self, request: urllib.request.Request) -> int | None:
        self.led_to = ""
        try:
            with self.opener.open(request, timeout=60) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            self.led_to = answer.headers.get("Location", "")
            self.said = answer.read().decode(errors="replace")
            return answer.code
        except (OSError, HTTPException):
            return None


@pytest.fixture(scope="session", params=["filesystem", pytest.param("redis", marks=pytest.mark.redis)])
def relay(request, tmp_path_factory) -> Iterator[Relay]:
    """Web, worker and clock with a database, a queue and a mail server of their own."""
    folder, port = tmp_path_factory.mktemp("faults"), processes.free_port()
    post = MailServer(processes.free_port())
    with processes.database(folder, "faults") as database, _queue(request.param) as broker:
        env = processes.environment(
            folder,
            port,
            database,
            EMAIL_URL=f"smtp://127.0.0.1:{post.port}",
            CELERY_BROKER_URL=broker,
            TMPDIR=str(folder),
        )
        processes.run("manage.py", "migrate", "-v0", env=env)
        stage = json.loads(processes.run("-m", "tests.faults.setting", env=env))
        pool = "threads" if request.param == "filesystem" else "prefork"
        post.up()
        try:
            with processes.crew(processes.programs(folder, port, pool=pool), env, folder) as crew:
                processes.await_health(port, folder)
                yield Relay(folder, port, env, crew, post, stage)
        finally:
            post.down()


@contextlib.contextmanager
def _queue(kind: str) -> Iterator[str]:
    """The address of a queue that nobody else uses: a folder, or an empty database of the suite's Redis."""
    if kind == "filesystem":
        yield "filesystem://"
        return
    server = os.environ["TEST_REDIS_URL"].rpartition("/")[0]
    for number in range(15, 0, -1):
        with redis_client.from_url(f"{server}/{number}") as connection:
            if connection.dbsize() or not connection.set("relay-faults", os.getpid(), nx=True):
                continue
            try:
                yield f"{server}/{number}"
            finally:
                connection.flushdb()
            return
    raise AssertionError("every database of the Redis for tests is in use")


@pytest.fixture
def whole(relay) -> Iterator[Relay]:
    """The same Relay, with everything up again before and after."""
    for name in ("web", "worker", "clock"):
        if relay.crew[name].process is None:
            relay.start(name)
    relay.post.on_letter = lambda _letter: None
    yield relay
    relay.post.on_letter = lambda _letter: None


@pytest.fixture
def at_once() -> Iterator[Callable[..., None]]:
    """Do something beside the test; what it raised fails the test at its end."""
    threads: list[threading.Thread] = []
    raised: list[BaseException] = []

    def beside(act: Callable[[], None]) -> None:
        def run() -> None:
            try:
                act()
            except BaseException as error:  # noqa: BLE001 - told at the end, in the thread of the test
                raised.append(error)

        threads.append(threading.Thread(target=run))
        threads[-1].start()

    yield beside
    for thread in threads:
        thread.join(processes.PATIENCE * 2)
    assert not raised, raised
