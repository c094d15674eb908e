#!/usr/bin/env python3
"""Relay's command line: `python3 relay.py run`, `test`, and the few others that a day needs.

Standard library only, because on a fresh machine nothing else is there.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import getpass
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
SETS = ("runtime", "test", "check", "bench", "lock")
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
MAY_CREATE = (
    "import psycopg, sys; print(psycopg.connect(sys.argv[1], connect_timeout=3).execute("
    "'select rolcreatedb or rolsuper from pg_roles where rolname = current_user').fetchone()[0])"
)


class Halt(Exception):  # noqa: N818 -- it carries a sentence for the person, not an error for a program
    """Relay cannot go on; the text says why and what to do."""


def main(words: Sequence[str]) -> int:
    """Do what the words ask. Gives the exit status: 0 when all went well."""
    choice, rest = _parser().parse_known_args(words)
    if rest and choice.command not in {"test", "bench"}:
        _parser().error(f"{choice.command} does not know {' '.join(rest)}")
    try:
        return int(COMMANDS[choice.command](choice, rest))
    except Halt as halt:
        print(f"\n{halt}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="relay.py", description="Run, test and look after Relay.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    starts = commands.add_parser("run", help="start Relay here, on SQLite, with the demonstration")
    starts.add_argument("--port", type=int, default=8000, help="the first port to try (8000)")
    demo = commands.add_parser("demo", help="load the demonstration into the data folder's database")
    demo.add_argument("--remove", action="store_true", help="take the demonstration out again")
    for command in (starts, demo):
        command.add_argument("--data", type=Path, default=ROOT / "data", help="the data folder (./data)")
    commands.add_parser("setup", help="make .venv with everything in it; start nothing")
    commands.add_parser("test", help="run every test, on SQLite and on PostgreSQL; takes pytest's arguments")
    commands.add_parser("check", help="linters, types, contracts, migrations, deploy check")
    commands.add_parser("bench", help="run all benchmarks, or the one that is named; takes its arguments")
    lock = commands.add_parser("lock", help="pin every package with its hashes in requirements/")
    lock.add_argument(
        "--upgrade", action="store_true", help="take newer versions where pyproject.toml allows"
    )
    return parser


# -- run ---------------------------------------------------------------------------------------------------


def run(choice: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Start the web, the worker and the clock on one machine, and stay until told to stop."""
    install("runtime")
    see_to(missing_pango(), "PDF reports; pages offer a print view instead")
    folder = choice.data.resolve()
    port = free_port(choice.port)
    with only_one(folder):
        env = embedded(folder, port)
        manage("migrate", "--no-input", "--verbosity=0", env=env)
        if has_command("demo"):
            manage("demo", "--once", env=env)
        with Crew(folder / "logs", env) as crew:
            for name, words in processes(folder, port).items():
                crew.start(name, words)
            crew.await_answer(f"{env['SITE_URL']}/health/")
            welcome(env, folder)
            crew.stay()
    return 0


def processes(folder: Path, port: int) -> dict[str, list[str]]:
    """The three processes that are Relay on one machine, by name."""
    celery = [str(VENV / "bin/celery"), "-A", "delegation.celery"]
    web = [
        str(VENV / "bin/gunicorn"),
        "delegation.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
    ]
    web += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--graceful-timeout", "5"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"]
    clock = ["beat", "--schedule", str(folder / "clock"), "--pidfile", "", "--loglevel", "INFO"]
    return {"web": web, "worker": celery + worker, "clock": celery + clock}


def embedded(folder: Path, port: int = 8000) -> dict[str, str]:
    """The environment of Relay on one machine: SQLite, a queue of files, nothing outside ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    database = urllib.parse.quote(str(folder / "relay.sqlite3"))
    strange = {"CACHE_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in strange} | {
        "RELAY_MODE": "embedded",
        "RELAY_SURFACE": "both",
        "RELAY_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{database}",
        "CELERY_BROKER_URL": "filesystem://",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": kept_secret(folder / "secret_key"),
        "PYTHONUNBUFFERED": "1",
    }


def kept_secret(path: Path) -> str:
    """The secret of this data folder, made once and readable by its owner alone."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def welcome(env: Mapping[str, str], folder: Path) -> None:
    print(f"\nRelay is at {env['SITE_URL']}")
    if has_command("demo"):
        manage("demo", "--sign-ins", env=env)
    print(f"What is kept and what was logged is in {folder}. Ctrl-C stops Relay.", flush=True)


def free_port(first: int) -> int:
    """The first port from ``first`` on that nobody listens on. Raises ``Halt`` after a hundred."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                door.bind(("127.0.0.1", port))
                return port
    raise Halt(f"No port from {first} on is free. Name another with --port.")


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep the data folder to one Relay. Raises ``Halt`` when another has it; a kill gives it back."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Halt(
                f"Relay already runs on {folder}. Stop it first, or name another with --data."
            ) from None
        yield


class Crew:
    """Processes that belong to this one: each in its own group, none outlives it."""

    def __init__(self, logs: Path, env: Mapping[str, str]) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.logs, self.env = logs, env
        self.members: dict[str, tuple[subprocess.Popen[bytes], Sequence[str], signal.Signals]] = {}
        self.restarts: list[float] = []

    def __enter__(self) -> Crew:  # noqa: PYI034 -- typing has Self only from 3.11 on, and older ones must come as far as our sentence
        return self

    def __exit__(self, *_: object) -> None:
        """End all, gently for ten seconds and then not."""
        before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDINGS}
        for child, _, ending in self.members.values():
            _to_group(child, ending)
        until = time.monotonic() + 10
        for child, _, _ in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
            _to_group(child, signal.SIGKILL)
            child.wait()
        for number, answer in before.items():
            signal.signal(number, answer)

    def start(
        self,
        name: str,
        words: Sequence[str],
        *,
        owner: str | None = None,
        ending: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start one process; ``ending`` is the signal that asks it to finish."""
        parent = os.getpid()
        with self.log(name).open("ab") as log:
            child = subprocess.Popen(
                words,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=owner,
                start_new_session=True,
                preexec_fn=lambda: _die_with(parent, ending),  # noqa: PLW1509 -- no threads run while a process is started
            )
        self.members[name] = (child, words, ending)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def await_answer(self, address: str, *, seconds: float = 60) -> None:
        """Wait until the address answers 200. Raises ``Halt`` when it does not, or a process ends."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.all_alive()
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own address
                if answer.status == 200:
                    return
            time.sleep(0.2)
        raise Halt(f"{address} did not answer within {seconds:.0f} seconds.\n{self.last_words('web')}")

    def all_alive(self) -> None:
        for name, (child, _, _) in self.members.items():
            if child.poll() is not None:
                raise Halt(f"The {name} ended by itself ({child.returncode}).\n{self.last_words(name)}")

    def last_words(self, name: str) -> str:
        lines = self.log(name).read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The last lines of {self.log(name)}:", *lines])

    def stay(self) -> None:
        """Wait for the end; start again what falls, unless it falls three times in a minute."""
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(0.5)
                for name, (child, words, ending) in list(self.members.items()):
                    if child.poll() is not None:
                        self._again(name, words, ending)
        print("\nStopping.", flush=True)

    def _again(self, name: str, words: Sequence[str], ending: signal.Signals) -> None:
        now = time.monotonic()
        self.restarts = [*(moment for moment in self.restarts if moment > now - 60), now]
        if len(self.restarts) >= 3:
            self.all_alive()
        print(f"The {name} ended by itself and was started again; see {self.log(name)}.", flush=True)
        _to_group(self.members[name][0], signal.SIGKILL)
        self.start(name, words, ending=ending)


def _die_with(parent: int, ending: signal.Signals) -> None:
    """In the child: ask Linux for ``ending`` when the parent dies, even of kill -9."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(ending))
    if os.getppid() != parent:
        os._exit(1)


def _to_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


# -- demo, setup, lock ---------------------------------------------------------------------------------------


def demo(choice: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Load the demonstration into the data folder's database, or take it out."""
    install("runtime")
    env = embedded(choice.data.resolve())
    manage("migrate", "--no-input", "--verbosity=0", env=env)
    manage("demo", *(["--remove"] if choice.remove else []), env=env)
    if not choice.remove:
        manage("demo", "--sign-ins", env=env)
    return 0


def setup(_choice: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Make ``.venv`` with everything in it."""
    install(*SETS)
    see_to(missing_pango(), "PDF reports")
    print(f"{VENV} is ready.")
    return 0


def lock(choice: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Resolve pyproject.toml for every platform and write versions and hashes, without any address."""
    install("lock")
    upgrade = ["--upgrade"] if choice.upgrade else []
    for name in SETS:
        more = [] if name == "runtime" else ["--group", name, "--constraint", "requirements/runtime.txt"]
        words = [
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--universal",
            "--generate-hashes",
            "--no-annotate",
        ]
        words += ["--python-version", "3.11", "--custom-compile-command", "python3 relay.py lock", "--quiet"]
        finish([VENV / "bin" / words[0], *words[1:], *more, *upgrade, "-o", f"requirements/{name}.txt"])
        if "://" in (LOCKS / f"{name}.txt").read_text():
            raise Halt(f"requirements/{name}.txt names an address. Nothing that names one may be kept.")
    print("requirements/ is up to date.")
    return 0


# -- what a machine must have --------------------------------------------------------------------------------


def install(*names: str) -> None:
    """Have ``.venv`` with these sets, exactly as locked. Does nothing when the locks have not changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- the machine may have an older one
        raise Halt("Relay needs Python 3.11 or later. Start relay.py with a later python3.")
    stamps = {name: hashlib.sha256((LOCKS / f"{name}.txt").read_bytes()).hexdigest() for name in names}
    if all(_stamp(name) == value for name, value in stamps.items()):
        return
    make_venv()
    print(f"Installing what Relay needs to {' and '.join(names)}. This happens once.", flush=True)
    words = [
        VENV / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    words += ["--disable-pip-version-check", "--root-user-action=ignore", "--no-input"]
    for name in names:
        words += ["-r", f"requirements/{name}.txt"]
    finish(words)
    stamps["runtime"] = hashlib.sha256((LOCKS / "runtime.txt").read_bytes()).hexdigest()  # every set holds it
    for name, value in stamps.items():
        (VENV / f"relay-{name}").write_text(value)


def _stamp(name: str) -> str:
    with contextlib.suppress(OSError):
        return (VENV / f"relay-{name}").read_text()
    return ""


def make_venv() -> None:
    """Make ``.venv``, or make it again when an earlier attempt was cut short."""
    if (VENV / "bin/python").exists() and quiet([VENV / "bin/python", "-m", "pip", "--version"]):
        return
    words = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if quiet(words):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not see_to([package], "Relay at all") or not quiet(words):
        raise Halt(f"{VENV} could not be made.")


def missing_pango() -> list[str]:
    there = quiet([VENV / "bin/python", "-c", "import weasyprint"])
    return [] if there else list(PANGO)


def see_to(packages: Sequence[str], need: str) -> bool:
    """Install system packages where that is allowed, otherwise say the one command. True when they are there."""
    if not packages:
        return True
    names = " ".join(packages)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {names}.", flush=True)
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quiet(["apt-get", "update", "-qq"], env=env)
        if quiet(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages], env=env):
            return True
    print(f"Missing: {need}. To have it: {command_here(names)}", flush=True)
    return False


def command_here(names: str) -> str:
    """The one command that installs Debian packages on this system, as closely as it can be said."""
    for tool, words in {
        "apt-get": "sudo apt-get install --no-install-recommends {}",
        "brew": "brew install pango postgresql redis",
        "dnf": "sudo dnf install pango postgresql-server valkey chromium",
        "pacman": "sudo pacman -S pango postgresql valkey chromium",
        "apk": "sudo apk add pango postgresql redis chromium",
    }.items():
        if shutil.which(tool):
            return words.format(names)
    return f"install what Debian calls {names}"


# -- test ----------------------------------------------------------------------------------------------------


def test(_choice: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run every test twice, on SQLite and on PostgreSQL. With CI=true what cannot be run is a failure."""
    install("test")
    see_to(missing_for_tests(), "a part of what the tests need")
    with tempfile.TemporaryDirectory(prefix="relay-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Crew(folder / "logs", os.environ) as crew:
            servers = {"TEST_DATABASE_URL": postgres(crew, folder), "TEST_REDIS_URL": redis(crew, folder)}
            servers["CHROMIUM_PATH"] = chromium()
            env = embedded(folder / "data") | {name: value for name, value in servers.items() if value}
            results = both_runs(env, rest, missing={name for name, value in servers.items() if not value})
    return verdict(results)


def both_runs(env: Mapping[str, str], rest: Sequence[str], *, missing: set[str]) -> dict[str, int | None]:
    """The exit status of pytest by run; None stands for what could not be run."""
    marks = {"TEST_REDIS_URL": "redis", "CHROMIUM_PATH": "browser"}
    without = "".join(f" and not {mark}" for name, mark in marks.items() if name in missing)
    results: dict[str, int | None] = {
        f"tests marked {marks[name]}": None for name in sorted(missing & marks.keys())
    }
    results["on SQLite"] = pytest(env, ["-m", f"not postgres{without}", *rest], title="on SQLite")
    if "TEST_DATABASE_URL" in missing:
        return results | {"on PostgreSQL": None}
    parts = urllib.parse.urlsplit(env["TEST_DATABASE_URL"])
    database = urllib.parse.urlunsplit((*parts[:2], f"/relay_{os.getpid()}", *parts[3:]))
    words = ["-m", f"not engine{without}", *rest]
    return results | {
        "on PostgreSQL": pytest({**env, "DATABASE_URL": database}, words, title="on PostgreSQL")
    }


def pytest(env: Mapping[str, str], words: Sequence[str], *, title: str) -> int:
    print(f"\n== Tests {title} ==", flush=True)
    return subprocess.run(
        [VENV / "bin/python", "-m", "pytest", "-n", "2", *words], cwd=ROOT, env=env
    ).returncode


def verdict(results: Mapping[str, int | None]) -> int:
    """Say how each run ended. Pytest's 5, nothing collected, is no failure unless every run says it."""
    ran = [status for status in results.values() if status is not None]
    strict = os.environ.get("CI") == "true"
    print()
    for title, status in results.items():
        words = {None: "not run: what it needs is not here", 0: "passed", 5: "nothing to run"}
        print(f"{title}: {words.get(status, 'FAILED')}")
    failed = not set(ran) <= {0, 5} or 0 not in ran or (strict and None in results.values())
    return int(failed)


def missing_for_tests() -> list[str]:
    """Debian's names of what neither answers here nor is installed."""
    found = {
        "postgresql": os.environ.get("TEST_DATABASE_URL") or postgres_binary("initdb"),
        "redis-server": os.environ.get("TEST_REDIS_URL") or shutil.which("redis-server"),
        "chromium": chromium(),
    }
    return [name for name, there in found.items() if not there] + missing_pango()


def chromium() -> str:
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def postgres(crew: Crew, folder: Path) -> str:
    """The address of a PostgreSQL that lets us create databases, ours if need be; empty when there is none."""
    standing = os.environ.get("TEST_DATABASE_URL") or standing_postgres()
    if standing or not postgres_binary("initdb"):
        return standing
    owner = unprivileged()
    home, secret, password = folder / "postgres", folder / "password", secrets.token_hex(16)
    home.mkdir(mode=0o700)
    secret.write_text(password)
    for path in (home, secret):
        shutil.chown(path, owner or os.geteuid())
    words = [
        postgres_binary("initdb"),
        "-D",
        home,
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C.UTF-8",
    ]
    finish([*words, "--auth=scram-sha-256", f"--pwfile={secret}"], owner=owner, silent=True)
    port = free_port(15432)
    words = [
        postgres_binary("postgres"),
        "-D",
        str(home),
        "-p",
        str(port),
        "-h",
        "127.0.0.1",
        "-k",
        str(home),
    ]
    crew.start("postgres", [*words, "-c", "fsync=off"], owner=owner, ending=signal.SIGINT)
    address = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
    _until(lambda: creates_databases(address), crew)
    return address


def standing_postgres() -> str:
    for user in dict.fromkeys(["postgres", getpass.getuser()]):
        address = f"postgres://{user}@127.0.0.1:5432/postgres"
        if listens(5432) and creates_databases(address):
            return address
    return ""


def creates_databases(address: str) -> bool:
    words = [VENV / "bin/python", "-c", MAY_CREATE, address]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip() == "True"


def postgres_binary(name: str) -> str:
    """The newest installed one; Debian keeps them off the path."""
    found = sorted(path / name for pattern in POSTGRES_FOLDERS for path in Path("/").glob(pattern[1:]))
    return next((str(path) for path in reversed(found) if path.exists()), "") or shutil.which(name) or ""


def unprivileged() -> str | None:
    """Who runs PostgreSQL when we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    return next(
        name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()}
    )


def redis(crew: Crew, folder: Path) -> str:
    """The address of a Redis, ours if need be; empty when there is none."""
    standing = os.environ.get("TEST_REDIS_URL") or standing_redis()
    if standing or not shutil.which("redis-server"):
        return standing
    port = free_port(16379)
    words = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    crew.start("redis", words)
    _until(lambda: answers_ping(port), crew)
    return f"redis://127.0.0.1:{port}/0"


def standing_redis() -> str:
    return "redis://127.0.0.1:6379/0" if answers_ping(6379) else ""


def answers_ping(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        line.sendall(b"PING\r\n")
        return line.recv(16).startswith(b"+PONG")
    return False


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def _until(ready: Callable[[], bool], crew: Crew) -> None:
    for _ in range(150):
        crew.all_alive()
        if ready():
            return
        time.sleep(0.2)
    raise Halt("A private server for the tests did not answer within 30 seconds.")


# -- check and bench -----------------------------------------------------------------------------------------


def check(_choice: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Run every check, show each failure, end with a table."""
    install("check", "test")
    with tempfile.TemporaryDirectory(prefix="relay-check-") as folder, ThreadPoolExecutor(2) as pool:
        env = embedded(Path(folder))
        results = list(pool.map(lambda each: inspect(*each, env=env), checks().items()))
    print()
    for title, passed, seconds in results:
        print(f"{title:<28} {'passed' if passed else 'FAILED'} {seconds:6.1f} s")
    return int(not all(passed for _, passed, _ in results))


def checks() -> dict[str, list[str]]:
    """What `check` runs: a command by title."""
    rooms = ["delegation", "inventory", "portal"]
    wanted = {
        "types": ["mypy"],
        "lint": ["ruff", "check", "--no-cache", "."],
        "format": ["ruff", "format", "--check", "--no-cache", "."],
        "who imports whom": ["lint-imports", "--no-cache"],
        "templates: lint": ["djlint", "templates", "--lint", "--quiet"],
        "templates: format": ["djlint", "templates", "--check"],
        "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "security smells": ["bandit", "-q", "-r", "-c", "pyproject.toml", *rooms],
    }
    if has_command("states"):
        wanted["docs/states.md"] = ["python", "manage.py", "states", "--check"]
    return wanted


def inspect(title: str, words: Sequence[str], *, env: Mapping[str, str]) -> tuple[str, bool, float]:
    """Run one check. Gives its title, whether it passed, and seconds; prints what a failed one said."""
    deployed = {
        "RELAY_MODE": "production",
        "ALLOWED_HOSTS": "relay.example",
        "SITE_URL": "https://relay.example",
    }
    start = time.monotonic()
    ran = subprocess.run(
        [VENV / "bin" / words[0], *words[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**env, **(deployed if title == "deployment" else {})},
    )
    if ran.returncode:
        print(f"\n== {title}: {' '.join(words)} ==\n{ran.stdout.rstrip()}", flush=True)
    return title, ran.returncode == 0, time.monotonic() - start


def bench(_choice: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run the named benchmark with its arguments, or all of them and end with a table."""
    install("bench", "test")
    found = sorted(path.stem.removeprefix("bench_") for path in (ROOT / "tests/load").glob("bench_*.py"))
    if rest and rest[0] not in found:
        raise Halt(f"There is no benchmark {rest[0]!r}. There are: {', '.join(found) or 'none yet'}.")
    results = {name: measure(name, rest[1:]) for name in (rest[:1] or found)}
    print()
    for name, (status, seconds) in results.items():
        print(f"{name:<16} {'kept its bar' if status == 0 else 'MISSED ITS BAR'} {seconds:7.1f} s")
    return int(any(status for status, _ in results.values()))


def measure(name: str, words: Sequence[str]) -> tuple[int, float]:
    print(f"\n== {name} ==", flush=True)
    start = time.monotonic()
    ran = subprocess.run([VENV / "bin/python", "-m", f"tests.load.bench_{name}", *words], cwd=ROOT)
    return ran.returncode, time.monotonic() - start


# -- running programs ----------------------------------------------------------------------------------------


def has_command(name: str) -> bool:
    """Whether manage.py knows this command yet."""
    return any(ROOT.glob(f"[!.]*/management/commands/{name}.py"))


def manage(*words: str, env: Mapping[str, str]) -> None:
    finish([VENV / "bin/python", "manage.py", *words], env=env)


def finish(words: Sequence[str | Path], *, silent: bool = False, **how: Any) -> None:
    """Run to the end. Raises ``Halt`` when the program fails."""
    out = subprocess.DEVNULL if silent else None
    owner = how.pop("owner", None)
    if subprocess.run([str(word) for word in words], cwd=ROOT, stdout=out, user=owner, **how).returncode:
        raise Halt(f"This did not work, and Relay stops here: {' '.join(map(str, words[:6]))} ...")


def quiet(words: Sequence[str | Path], **how: Any) -> bool:
    """Run without a word. True when it worked."""
    try:
        return subprocess.run(words, cwd=ROOT, capture_output=True, **how).returncode == 0
    except OSError:
        return False


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "setup": setup,
    "lock": lock,
    "demo": demo,
}

if __name__ == "__main__":
    for each in ENDINGS:
        signal.signal(each, _interrupt)
    sys.exit(main(sys.argv[1:]))
