"""Relay with real parts: gunicorn, a worker, the clock, a database and a queue of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PATIENCE = 90


class Program:
    """One process in a group of its own, which can be killed at any moment and started again."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.words, self.env, self.log = list(words), dict(env), log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert self.process is None, "it runs already"
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                self.words, cwd=ROOT, env=self.env, stdout=said, stderr=said, start_new_session=True
            )

    def kill(self) -> None:
        """Kill -9 it and its children, with no last word."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def kill_child(self) -> None:
        """Kill -9 the oldest process that it has started."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children[:1]:
            os.kill(int(child), signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()


@contextlib.contextmanager
def crew(
    programs: Mapping[str, Sequence[str]], env: Mapping[str, str], folder: Path
) -> Iterator[dict[str, Program]]:
    """Programs by name, started together; none of them outlives the tests."""
    members = {name: Program(words, env, folder / f"{name}.log") for name, words in programs.items()}
    try:
        for member in members.values():
            member.start()
        yield members
    finally:
        for member in members.values():
            member.stop()


@contextlib.contextmanager
def database(folder: Path, name: str) -> Iterator[str]:
    """The address of a database like the suite's own: a file, or a fresh one beside it in PostgreSQL."""
    suite = os.environ.get("DATABASE_URL", "")
    if not suite.startswith("postgres"):
        yield f"sqlite:///{folder / 'relay.sqlite3'}"
        return
    server, name = suite.rpartition("/")[0], f"relay_{name}_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(folder: Path, port: int, database: str, **more: str) -> dict[str, str]:
    """Relay on one machine, with all that it keeps in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if name not in {"CACHE_URL", "ALLOWED_HOSTS"}}
    return {
        **kept, "DJANGO_SETTINGS_MODULE": "delegation.settings", "DATABASE_URL": database, "RELAY_DATA": str(folder),
        "CELERY_BROKER_URL": "filesystem://", "SECRET_KEY": "real-parts-keep-their-own-secret-for-themselves",
        "RELAY_MODE": "embedded", "SITE_URL": f"http://127.0.0.1:{port}", "RELAY_SURFACE": "both",
        "EMAIL_URL": f"filemail:///{urllib.parse.quote(str(folder / 'mail'))}", **more,
    }  # fmt: skip


def programs(folder: Path, port: int, *, pool: str = "threads") -> dict[str, list[str]]:
    """The words that start web, worker and clock."""
    celery = [str(BIN / "celery"), "-A", "delegation.celery"]
    web = f"delegation.wsgi --bind 127.0.0.1:{port} --worker-class gthread --threads 8 --no-control-socket"
    return {
        "web": [str(BIN / "gunicorn"), *web.split()],
        "worker": [*celery, "worker", "--pool", pool, "--concurrency", "2"],
        "clock": [*celery, "beat", "--pidfile=", "--schedule", str(folder / "clock")],
    }


def run(*words: str, env: Mapping[str, str]) -> str:
    """Run one of our programs to its end; gives what it said."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, check=False, timeout=180, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr[-3000:]}"
    return done.stdout


def await_health(port: int, folder: Path) -> None:
    """Wait until the web answers; its last words when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        url = f"http://127.0.0.1:{port}/health/"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError((folder / "web.log").read_text()[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
