#!/usr/bin/env python3
"""Relay's command line: `python3 relay.py run`, `test`, and the few others that a day needs.

Standard library only, because on a fresh machine nothing else is there.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import getpass
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

if os.name == "nt" or sys.version_info < (3, 11):
    sys.exit("Relay needs Linux or macOS and Python 3.11 or later. On Windows use WSL or docker compose.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SETS = ["runtime", "test", "check", "bench", "lock"]
PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
POSTGRES_FOLDERS = ["usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"]
ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
PR_SET_PDEATHSIG = 1
MAY_CREATE = (
    "import psycopg, sys; print(psycopg.connect(sys.argv[1], connect_timeout=3).execute("
    "'select rolcreatedb or rolsuper from pg_roles where rolname = current_user').fetchone()[0])"
)


class Halt(Exception):  # noqa: N818 -- it carries a sentence for the person, not an error for a program
    """Relay cannot go on; the text says why and what to do."""


def main(words: Sequence[str]) -> int:
    """Do what the words ask. Gives the exit status: 0 when all went well."""
    parser = _parser()
    choice, rest = parser.parse_known_args(words)
    choice.rest = rest
    if rest and choice.act not in {test, bench}:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return int(choice.act(choice))
    except Halt as halt:
        print(f"\n{halt}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="relay.py", description="Run, test and look after Relay.")
    commands = parser.add_subparsers(required=True, metavar="command")
    told: dict[Callable[[argparse.Namespace], int], argparse.ArgumentParser] = {}
    for act, about in {
        run: "start Relay on this machine, with the demonstration",
        test: "run every test, on SQLite and on PostgreSQL; takes pytest's arguments",
        check: "linters, types, contracts, migrations, deploy check",
        bench: "run all benchmarks, or the one that is named; takes its arguments",
        setup: "make .venv with everything in it; start nothing",
        lock: "pin every package with its hashes in requirements/",
        demo: "load the demonstration into the data folder's database",
    }.items():
        told[act] = commands.add_parser(act.__name__, help=about, description=act.__doc__)
        told[act].set_defaults(act=act)
    for act in (run, demo):
        told[act].add_argument("--data", type=Path, default=ROOT / "data", help="the data folder (./data)")
    told[run].add_argument("--port", type=port_number, default=8000, help="the first port to try (8000)")
    told[demo].add_argument("--remove", action="store_true", help="take the demonstration out again")
    told[lock].add_argument("--upgrade", action="store_true", help="take newer versions where allowed")
    return parser


def port_number(word: str) -> int:
    """The port that a word names. Raises what argparse shows as a sentence."""
    if word.isascii() and word.isdecimal() and 1 <= int(word) <= 65535:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word} is no port; a port is a whole number from 1 to 65535")


# -- run ---------------------------------------------------------------------------------------------------


def run(choice: argparse.Namespace) -> int:
    """Start the web, the worker and the clock on this machine, on SQLite, and stay until told to stop."""
    install("runtime")
    see_to(missing_pango(), "PDF reports; pages offer a print view instead")
    folder = choice.data.resolve()
    with only_one(folder), door(choice.port) as entrance:
        env = migrated(folder, entrance.getsockname()[1])
        if has_command("demo"):
            manage("demo", "--once", env=env)
        with Crew(folder / "logs", env) as crew:
            for name, words in processes(folder, entrance.fileno()).items():
                crew.start(name, words, holding=[entrance.fileno()] if name == "web" else [])
            crew.wait_for(lambda: answers(f"{env['SITE_URL']}/health/"), f"{env['SITE_URL']}/health/")
            welcome(env, folder)
            crew.stay()
    return 0


def demo(choice: argparse.Namespace) -> int:
    """Load the demonstration into the data folder's database, or take it out."""
    install("runtime")
    folder = choice.data.resolve()
    with only_one(folder):
        env = migrated(folder, 8000)
        manage("demo", *(["--remove"] if choice.remove else []), env=env)
        if not choice.remove:
            manage("demo", "--sign-ins", env=env)
    return 0


def processes(folder: Path, entrance: int) -> dict[str, list[str]]:
    """The three processes that are Relay on one machine, by name; the web answers at the descriptor ``entrance``."""
    celery = [program("celery"), "-A", "delegation.celery"]
    web = f"delegation.wsgi --bind fd://{entrance} --no-control-socket --worker-class gthread --threads 8"
    worker = "worker --pool threads --concurrency 2 --loglevel INFO"
    return {
        "web": [program("gunicorn"), *web.split(), "--graceful-timeout", "5"],
        "worker": [*celery, *worker.split()],
        "clock": [*celery, *"beat --loglevel INFO --pidfile= --schedule".split(), str(folder / "clock")],
    }


def migrated(folder: Path, port: int) -> dict[str, str]:
    """The environment of Relay in this folder, whose database is brought up to date."""
    env = embedded(folder, port)
    manage("migrate", "--no-input", "--verbosity=0", env=env)
    return env


def embedded(folder: Path, port: int = 8000) -> dict[str, str]:
    """The environment of Relay on one machine: SQLite, a queue of files, nothing outside ``folder``."""
    with keeping(folder):
        folder.mkdir(parents=True, exist_ok=True)
        secret = kept_secret(folder / "secret_key")
    strange = {"CACHE_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in strange} | {
        "RELAY_MODE": "embedded",
        "RELAY_SURFACE": "both",
        "RELAY_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{urllib.parse.quote(str(folder / 'relay.sqlite3'))}",
        "CELERY_BROKER_URL": "filesystem://",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": secret,
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
    print(f"\nRelay is at {env['SITE_URL']}", flush=True)
    if has_command("demo"):
        manage("demo", "--sign-ins", env=env)
    print(f"What is kept and what was logged is in {folder}. Ctrl-C stops Relay.", flush=True)


def door(first: int) -> socket.socket:
    """An open door at the first port from ``first`` on that can be had. Raises ``Halt`` after a hundred.

    It listens at once and until it is closed, so that nobody else can take the port while Relay gets ready.
    """
    last = min(first + 99, 65535)
    for port in range(first, last + 1):
        entrance = socket.socket()
        try:
            entrance.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            entrance.bind(("127.0.0.1", port))
            entrance.listen(2048)
        except OSError:
            entrance.close()
        else:
            return entrance
    raise Halt(f"No port from {first} to {last} can be had. Name another with --port.")


def free_port(first: int) -> int:
    """The first port from ``first`` on that nobody listens on. Raises ``Halt`` after a hundred."""
    with door(first) as entrance:
        return int(entrance.getsockname()[1])


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep the data folder to one Relay. Raises ``Halt`` when another has it; a kill gives it back."""
    import fcntl

    with keeping(folder):
        folder.mkdir(parents=True, exist_ok=True)
        mark = (folder / "running").open("a")
    with mark:
        try:
            with keeping(folder):
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Halt(f"Relay already runs on {folder}. Stop it, or name another --data.") from None
        yield


@contextlib.contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Around what is opened in the data folder: raises ``Halt``, with the system's reason, when it cannot be."""
    try:
        yield
    except BlockingIOError:
        raise  # somebody else is at it, which is no fault of the folder
    except OSError as error:
        why = f"Nothing can be kept in {folder}: {error.strerror}."
        raise Halt(f"{why} Name a folder that you may write to with --data.") from None


class Crew(contextlib.AbstractContextManager["Crew"]):
    """Processes that belong to this one: each in its own group, none outlives it."""

    def __init__(self, logs: Path, env: Mapping[str, str]) -> None:
        with keeping(logs.parent):
            logs.mkdir(parents=True, exist_ok=True)
        self.logs, self.env = logs, env
        self.members: dict[str, tuple[subprocess.Popen[bytes], int, Callable[[], None]]] = {}
        self.falls: list[float] = []

    def __exit__(self, *_error: object) -> None:
        """End all, gently for ten seconds and then not."""
        before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDINGS}
        for child, ending, _ in self.members.values():
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
        self, name: str, words: Sequence[str], *, ending: int = signal.SIGTERM, owner: str | None = None,
        holding: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """Start one process: ``ending`` is the signal that asks it to finish, ``holding`` are descriptors it gets."""
        parent = os.getpid()
        with keeping(self.logs.parent):
            log = self.log(name).open("ab")
        with log:
            child = subprocess.Popen(
                words, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=owner,
                start_new_session=True, pass_fds=holding,
                preexec_fn=lambda: _die_with(parent, ending),  # noqa: PLW1509 -- nothing is started beside threads
            )  # fmt: skip
        again = partial(self.start, name, words, ending=ending, owner=owner, holding=holding)
        self.members[name] = (child, ending, again)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def wait_for(self, ready: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
        """Wait until it is ready. Raises ``Halt`` when that takes too long, or a process ends."""
        until = time.monotonic() + seconds
        while not ready():
            self.all_alive()
            if time.monotonic() > until:
                raise Halt(f"{what} did not answer within {seconds:.0f} seconds. See {self.logs}.")
            time.sleep(0.2)

    def all_alive(self) -> None:
        """Raises ``Halt`` with the last words of the first that is not."""
        for name, (child, _, _) in self.members.items():
            if child.poll() is not None:
                lines = self.log(name).read_text(errors="replace").splitlines()[-15:]
                said = "\n".join([f"The last lines of {self.log(name)}:", *lines])
                raise Halt(f"The {name} ended by itself ({child.returncode}).\n{said}")

    def stay(self) -> None:
        """Wait for the end; start again what falls, unless three fall within a minute."""
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(0.5)
                for name, (child, _, again) in list(self.members.items()):
                    if child.poll() is not None:
                        self._again(name, again)
        print("\nStopping.", flush=True)

    def _again(self, name: str, start: Callable[[], None]) -> None:
        now = time.monotonic()
        self.falls = [*(moment for moment in self.falls if moment > now - 60), now]
        if len(self.falls) >= 3:
            self.all_alive()
        print(f"The {name} ended by itself and was started again; see {self.log(name)}.", flush=True)
        _to_group(self.members[name][0], signal.SIGKILL)
        start()


def _die_with(parent: int, ending: int) -> None:
    """In the child: ask Linux for ``ending`` when the parent dies, even of kill -9."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)
    if os.getppid() != parent:
        os._exit(1)


def _to_group(child: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


# -- what a machine must have ------------------------------------------------------------------------------


def setup(_choice: argparse.Namespace) -> int:
    """Make ``.venv`` with everything in it."""
    install(*SETS)
    see_to(missing_pango(), "PDF reports")
    print(f"{VENV} is ready.")
    return 0


def lock(choice: argparse.Namespace) -> int:
    """Resolve pyproject.toml for every platform and write versions and hashes, without any address."""
    install("lock")
    # With their extras: pip takes `coverage[toml]` for another package than `coverage` and would want the newest.
    words = "pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate"
    words += " --no-strip-extras"
    words += " --quiet --upgrade" if choice.upgrade else " --quiet"
    for name in SETS:
        path = f"requirements/{name}.txt"
        more = [] if name == "runtime" else ["--group", name, "--constraint", "requirements/runtime.txt"]
        more += ["--custom-compile-command", "python3 relay.py lock", "--output-file", path]
        finish(program("uv"), *words.split(), *more)
        if "://" in (ROOT / path).read_text():
            raise Halt(f"{path} names an address. Locks must not; see which package does.")
    print("requirements/ is up to date.")
    return 0


def install(*names: str) -> None:
    """Have ``.venv`` with these sets, exactly as locked. Does nothing when the locks have not changed."""
    wanted = {name: (ROOT / f"requirements/{name}.txt").read_bytes() for name in names}
    stamps = {VENV / f"relay-{name}": hashlib.sha256(text).hexdigest() for name, text in wanted.items()}
    if all(path.exists() and path.read_text() == stamp for path, stamp in stamps.items()):
        return
    make_venv()
    print(f"Installing the packages of {', '.join(names)}. This happens once.", flush=True)
    words = "-m pip install -qq --no-input --disable-pip-version-check --root-user-action=ignore"
    words += " --require-hashes --only-binary :all:"
    chosen = [word for name in names for word in ("-r", f"requirements/{name}.txt")]
    finish(program("python"), *words.split(), *chosen)
    for path, stamp in stamps.items():
        path.write_text(stamp)


def make_venv() -> None:
    """Make ``.venv``, or make it again when an earlier attempt was cut short."""
    if quiet(program("python"), "-m", "pip", "--version"):
        return
    words = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not quiet(*words) and not (see_to([package], "Python's venv, which Relay needs") and quiet(*words)):
        raise Halt(f"{VENV} could not be made.")


def missing_pango() -> list[str]:
    return [] if quiet(program("python"), "-c", "import weasyprint") else PANGO


def see_to(packages: Sequence[str], need: str) -> bool:
    """Install system packages where that is allowed, otherwise say the one command. True when they are there."""
    if not packages:
        return True
    tools = {"apt-get": "sudo apt-get install", "dnf": "sudo dnf install", "pacman": "sudo pacman -S"}
    tool = next(filter(shutil.which, tools), "")
    if os.geteuid() == 0 and tool == "apt-get":
        print(f"Installing {' '.join(packages)}.", flush=True)
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quiet("apt-get", "-qq", "update", env=env)
        if quiet("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages, env=env):
            return True
    where = "" if tool == "apt-get" else "   (Debian's names; yours may differ)"
    command = f"{tools.get(tool, 'brew install')} {' '.join(packages)}{where}"
    print(f"Missing: {need}. To have it:\n  {command}", flush=True)
    return False


# -- test --------------------------------------------------------------------------------------------------


def test(choice: argparse.Namespace) -> int:
    """Run every test twice, on SQLite and on PostgreSQL. With CI=true what cannot be run is a failure."""
    install("runtime", "test")
    see_to(missing_for_tests(), "a part of what the tests need")
    with tempfile.TemporaryDirectory(prefix="relay-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
        with Crew(folder / "logs", os.environ) as crew:
            found = {"TEST_DATABASE_URL": postgres(crew, folder), "TEST_REDIS_URL": redis(crew, folder)}
            found["CHROMIUM_PATH"] = chromium()
            env = embedded(folder / "data") | {name: value for name, value in found.items() if value}
            missing = {name for name, value in found.items() if not value}
            results = both_runs(env, choice.rest, missing=missing)
    return verdict(results)


def both_runs(env: Mapping[str, str], rest: Sequence[str], *, missing: set[str]) -> dict[str, int | None]:
    """The exit status of pytest by run; None stands for what could not be run."""
    named = {"TEST_REDIS_URL": "redis", "CHROMIUM_PATH": "browser"}
    marks = [mark for name, mark in named.items() if name in missing]
    results: dict[str, int | None] = {f"tests marked {mark}": None for mark in marks}
    without = "".join(f" and not {mark}" for mark in marks)
    measured = [] if rest else coverage()
    results["on SQLite"] = pytest(env, ["-m", f"not postgres{without}", *measured, *rest], title="on SQLite")
    results["on PostgreSQL"] = None
    if "TEST_DATABASE_URL" not in missing:
        parts = urllib.parse.urlsplit(env["TEST_DATABASE_URL"])
        database = urllib.parse.urlunsplit((*parts[:2], f"/relay_{os.getpid()}", *parts[3:]))
        words = ["-m", f"not engine{without}", *rest]
        results["on PostgreSQL"] = pytest({**env, "DATABASE_URL": database}, words, title="on PostgreSQL")
    return results


def coverage() -> list[str]:
    """Pytest's words for: every branch of every engine is taken, or the run has failed and says which was not."""
    found = sorted([*ROOT.glob("delegation/*/engine*"), *ROOT.glob("inventory/engine*")])
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found)
    words = "--cov-branch --cov-fail-under=100 --cov-report=term-missing:skip-covered"
    return [*(f"--cov={name}" for name in names), *words.split()]


def pytest(env: Mapping[str, str], words: Sequence[str], *, title: str) -> int:
    print(f"\n== Tests {title} ==", flush=True)
    return follow(program("python"), "-m", "pytest", "-n", "2", *words, env=env)


def verdict(results: Mapping[str, int | None]) -> int:
    """Say how each run ended. Pytest's 5, nothing collected, is no failure unless every run says it."""
    print()
    for title, status in results.items():
        words = {None: "not run: what it needs is not here", 0: "passed", 5: "nothing to run"}
        print(f"{title}: {words.get(status, 'FAILED')}")
    may_be = {0, 5} if os.environ.get("CI") == "true" else {0, 5, None}
    return int(0 not in results.values() or not set(results.values()) <= may_be)


def missing_for_tests() -> list[str]:
    """Debian's names of what is neither given nor installed."""
    found = {
        "postgresql": os.environ.get("TEST_DATABASE_URL") or postgres_program("initdb"),
        "redis-server": os.environ.get("TEST_REDIS_URL") or shutil.which("redis-server"),
        "chromium": chromium(),
    }
    return [*(name for name, there in found.items() if not there), *missing_pango()]


def chromium() -> str:
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, BROWSERS)), "")


def postgres(crew: Crew, folder: Path) -> str:
    """The address of a PostgreSQL that lets us create databases, ours if need be; empty when there is none."""
    standing = os.environ.get("TEST_DATABASE_URL") or standing_postgres()
    if standing or not postgres_program("initdb"):
        return standing
    home, secret, password = folder / "postgres", folder / "password", secrets.token_hex(16)
    owner, port = unprivileged(), free_port(15432)
    home.mkdir(mode=0o700)
    secret.write_text(password)
    for path in (home, secret):
        shutil.chown(path, owner)
    words = f"-U postgres -E UTF8 --no-sync --locale=C.UTF-8 --auth=scram-sha-256 --pwfile={secret} -D {home}"
    if not quiet(postgres_program("initdb"), *words.split(), user=owner):
        raise Halt("A private PostgreSQL for the tests could not be made.")
    words = f"-D {home} -k {home} -h 127.0.0.1 -p {port} -c fsync=off"
    crew.start("postgres", [postgres_program("postgres"), *words.split()], owner=owner, ending=signal.SIGINT)
    address = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
    crew.wait_for(lambda: creates_databases(address), "PostgreSQL")
    return address


def standing_postgres() -> str:
    users = dict.fromkeys(["postgres", getpass.getuser()])
    addresses = [f"postgres://{user}@127.0.0.1:5432/postgres" for user in users]
    return next(filter(creates_databases, addresses), "")


def creates_databases(address: str) -> bool:
    words = [program("python"), "-c", MAY_CREATE, address]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip() == "True"


def postgres_program(name: str) -> str:
    """The newest that is installed; Debian keeps them off the path. Empty when there is none."""
    found = sorted(path / name for pattern in POSTGRES_FOLDERS for path in Path("/").glob(pattern))
    return next((str(path) for path in reversed(found) if path.exists()), shutil.which(name) or "")


def unprivileged() -> str:
    """Who runs PostgreSQL, which refuses to be run by root."""
    import pwd

    if os.geteuid() != 0:
        return getpass.getuser()
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def redis(crew: Crew, folder: Path) -> str:
    """The address of a Redis, ours if need be; empty when there is none."""
    standing = os.environ.get("TEST_REDIS_URL") or ("redis://127.0.0.1:6379/0" if answers_ping(6379) else "")
    if standing or not shutil.which("redis-server"):
        return standing
    port = free_port(16379)
    words = f"redis-server --bind 127.0.0.1 --port {port} --appendonly no --save"
    crew.start("redis", [*words.split(), "", "--dir", str(folder)])
    crew.wait_for(lambda: answers_ping(port), "Redis")
    return f"redis://127.0.0.1:{port}/0"


def answers_ping(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        line.sendall(b"PING\r\n")
        return line.recv(16).startswith(b"+PONG")
    return False


# -- check and bench ---------------------------------------------------------------------------------------


def check(_choice: argparse.Namespace) -> int:
    """Run every check, show each failure, end with a table."""
    install("runtime", "test", "check")
    with tempfile.TemporaryDirectory(prefix="relay-check-") as folder, ThreadPoolExecutor(2) as pool:
        env = embedded(Path(folder))
        results = list(pool.map(lambda each: inspect(*each, env=env), checks().items()))
    print()
    for title, passed, seconds in results:
        print(f"{title:<20} {'passed' if passed else 'FAILED'} {seconds:6.1f} s")
    return int(not all(passed for _, passed, _ in results))


def checks() -> dict[str, str]:
    """What `check` runs: a command by title."""
    wanted = {
        "types": "mypy",
        "lint": "ruff check --no-cache .",
        "format": "ruff format --check --no-cache .",
        "who imports whom": "lint-imports --no-cache --no-logo",
        # Lint alone: the formatter would spread a forty-line piece over a hundred and twenty.
        "templates: lint": "djlint templates --lint --quiet",
        "migrations": "python manage.py makemigrations --check --dry-run",
        "deployment": "python manage.py check --deploy --fail-level WARNING",
        "security smells": "bandit -q -ll -r delegation inventory portal",
    }
    states = {"docs/states.md": "python manage.py states --check"}
    return wanted | (states if has_command("states") else {})


def inspect(title: str, words: str, *, env: Mapping[str, str]) -> tuple[str, bool, float]:
    """Run one check. Gives its title, whether it passed, and seconds; prints what a failed one said."""
    if title == "deployment":
        served = {"RELAY_MODE": "production", "ALLOWED_HOSTS": "relay.example"}
        env = {**env, **served, "SITE_URL": "https://relay.example"}
    start, (first, *rest) = time.monotonic(), words.split()
    ran = subprocess.run([program(first), *rest], cwd=ROOT, env=env, capture_output=True, text=True)
    if ran.returncode:
        print(f"\n== {title}: {words} ==\n{ran.stdout}{ran.stderr}".rstrip(), flush=True)
    return title, ran.returncode == 0, time.monotonic() - start


def bench(choice: argparse.Namespace) -> int:
    """Run the named benchmark with its arguments, or all of them and end with a table.

    With --json standard output is the benchmark's alone, for a program reads it; what we say goes to standard error.
    """
    with contextlib.redirect_stdout(sys.stderr if "--json" in choice.rest else sys.stdout):
        return benchmarks(choice)


def benchmarks(choice: argparse.Namespace) -> int:
    install("runtime", "test", "bench")
    found = sorted(path.stem.removeprefix("bench_") for path in (ROOT / "tests/load").glob("bench_*.py"))
    if choice.rest and choice.rest[0] not in found:
        raise Halt(f"There is no benchmark {choice.rest[0]!r}. There are: {', '.join(found) or 'none yet'}.")
    results = {name: measure(name, choice.rest[1:]) for name in (choice.rest[:1] or found)}
    print()
    for name, (status, seconds) in results.items():
        print(f"{name:<16} {'FAILED' if status else 'kept its bar'} {seconds:7.1f} s")
    return int(any(status for status, _ in results.values()))


def measure(name: str, words: Sequence[str]) -> tuple[int, float]:
    print(f"\n== {name} ==", flush=True)
    start = time.monotonic()
    return follow(program("python"), "-m", f"tests.load.bench_{name}", *words), time.monotonic() - start


# -- running programs --------------------------------------------------------------------------------------


def has_command(name: str) -> bool:
    """Whether manage.py knows this command yet."""
    return any(ROOT.glob(f"[!.]*/management/commands/{name}.py"))


def program(name: str) -> str:
    return str(VENV / "bin" / name)


def manage(*words: str, env: Mapping[str, str]) -> None:
    finish(program("python"), "manage.py", *words, env=env)


def finish(*words: str, env: Mapping[str, str] | None = None) -> None:
    """Run to the end. Raises ``Halt`` when the program fails."""
    if follow(*words, env=env):
        raise Halt(f"This failed, and Relay stops here:\n  {' '.join(words)}")


def follow(*words: str, env: Mapping[str, str] | None = None) -> int:
    """Run in sight. Gives the exit status; when we are interrupted it may tidy up first."""
    with subprocess.Popen(words, cwd=ROOT, env=env) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The terminal has told it as well; it is told again only when it lingers.
            for number in (signal.SIGINT, signal.SIGKILL):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(5)
                child.send_signal(number)
            raise


def quiet(*words: str, env: Mapping[str, str] | None = None, user: str | None = None) -> bool:
    """Run without a word. True when it worked."""
    with contextlib.suppress(OSError):
        return subprocess.run(words, cwd=ROOT, env=env, user=user, capture_output=True).returncode == 0
    return False


def answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own
        return bool(answer.status == 200)
    return False


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    for each in ENDINGS:
        signal.signal(each, _interrupt)
    sys.exit(main(sys.argv[1:]))
