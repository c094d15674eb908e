"""The containers' files are true: what they name exists, and what they start does start, without a container."""

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

import relay

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
OURS = ["web", "portal", "worker", "clock"]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::[?-][^}]*)?\}")
LINES = [line.partition("=") for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line]
EXAMPLE = {name: value for name, _, value in LINES if not name.startswith("#")}


def test_every_variable_is_in_the_example():
    used = set(VARIABLE.findall(COMPOSE_TEXT))
    assert used == set(EXAMPLE)


def test_every_setting_reaches_the_containers():
    """A setting that settings.py reads and compose does not pass would be silently without effect."""
    read = re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', (ROOT / "delegation/settings.py").read_text())
    assert set(read) <= set(SERVICES["web"]["environment"])


def test_every_setting_is_explained():
    page = (ROOT / "docs/running.md").read_text()
    names = set(SERVICES["web"]["environment"]) | set(EXAMPLE)
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_how_it_is(name):
    service = SERVICES[name]
    if service.get("restart") == "no":
        waits = [other["depends_on"].get(name, {}).get("condition") for other in map(SERVICES.get, OURS)]
        assert set(waits) == {"service_completed_successfully"}
    else:
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_may_write_where_it_need_not(name):
    service = SERVICES[name]
    assert service["user"] not in {"root", "0", ""}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_door_opens_to_the_outside(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def images():
    built = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    return sorted({*built, *(service["image"] for service in SERVICES.values())})


@pytest.mark.parametrize("image", images())
def test_images_are_pinned_and_name_no_host(image):
    name, _, tag = image.partition(":")
    assert "/" not in name
    assert re.match(r"\d+\.?\d*", tag), f"{image} is not pinned to a version"


def test_only_the_portal_shows_the_portal():
    surfaces = {name: SERVICES[name]["environment"]["RELAY_SURFACE"] for name in OURS}
    assert surfaces == {"web": "client", "portal": "portal", "worker": "client", "clock": "client"}


def test_the_image_holds_every_package_of_relay():
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"templates", "static"} == copied
    assert copied | {"manage.py", "requirements/runtime.txt"} == kept


def test_the_image_is_production_whoever_starts_it():
    """It listens to everybody, so it must not take a forgotten setting for one machine of one person."""
    given = dict(
        word.split("=", 1)
        for line in re.findall(r"^ENV (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        for word in line.split()
    )
    assert given["RELAY_MODE"] == "production"
    env = given | {"PATH": os.environ["PATH"], "ALLOWED_HOSTS": "*", "DEBUG": "true"}
    env["SECRET_KEY"] = secrets.token_urlsafe(50)
    ran = subprocess.run(
        [sys.executable, "-c", "import delegation.wsgi"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert "DEBUG must be off in production" in ran.stderr


# -- what they start, started here -------------------------------------------------------------------------


def words_of(command, **changes):
    """A command of docker-compose.yml as this machine runs it: our Python, other ports and folders."""
    if command[0] == "CMD-SHELL":
        command = ["/bin/sh", "-c", command[1].replace("$$", "$")]
    command = [word for word in command if word != "CMD"]
    for old, new in changes.values():
        command = [word.replace(old, new) for word in command]
    program = Path(sys.executable).parent / command[0]
    return [str(program) if program.exists() else command[0], *command[1:]]


def environment_of(name, **changes):
    """What docker compose would give the service, with the example's values and these changes."""
    values = EXAMPLE | {"SECRET_KEY": secrets.token_urlsafe(50), "POSTGRES_PASSWORD": "secret"} | changes
    given = SERVICES[name]["environment"]
    filled = {key: VARIABLE.sub(lambda found: values[found[1]], str(value)) for key, value in given.items()}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return filled | {"PATH": path, "HOSTNAME": socket.gethostname()} | changes


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a migrated database and a Redis, both started as docker-compose.yml says."""
    folder = tmp_path_factory.mktemp("containers")
    port = relay.free_port(26379)
    changes = {
        "DATABASE_URL": f"sqlite:///{folder}/relay.sqlite3",
        "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
        "CACHE_URL": f"rediscache://127.0.0.1:{port}/1",
        "RELAY_DATA": str(folder),
    }
    with relay.Crew(folder / "logs", os.environ) as crew:
        words = words_of(SERVICES["redis"]["command"])
        crew.start("redis", [*words, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)])
        well = [*words_of(SERVICES["redis"]["healthcheck"]["test"]), "-p", str(port)]
        until_well(well, os.environ, crew)
        migrate = words_of(SERVICES["migrate"]["command"])
        ran = subprocess.run(
            migrate, cwd=ROOT, env=environment_of("migrate", **changes), capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        yield folder, changes


def until_well(words, env, crew, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
        crew.all_alive()
        if ran.returncode == 0:
            return
        time.sleep(0.3)
    pytest.fail(f"not well after {seconds} s: {ran.stdout}{ran.stderr}")


@pytest.mark.redis
def test_what_compose_starts_comes_up_well(place, tmp_path):
    """All four at once, as on a real machine; each is asked by its own health check."""
    folder, changes = place
    with contextlib.ExitStack() as stack:
        started = [start(name, folder, changes, tmp_path / name, stack) for name in OURS]
        for words, env, crew in started:
            until_well(words, env, crew)


def start(name, folder, changes, scratch, stack):
    """Start one service; gives its health check, its environment and its crew."""
    scratch.mkdir()
    port = relay.free_port(28000 + 100 * OURS.index(name))
    moved = {
        "bind": ("0.0.0.0:8000", f"127.0.0.1:{port}"),
        "door": ("127.0.0.1:8000", f"127.0.0.1:{port}"),
        "schedule": ("=/tmp/clock", f"={scratch}/clock"),
        "search": ("find /tmp ", f"find {scratch} "),
    }
    env = environment_of(name, **changes)
    crew = stack.enter_context(relay.Crew(folder / "logs", env))
    crew.start(name, words_of(SERVICES[name]["command"], **moved))
    return words_of(SERVICES[name]["healthcheck"]["test"], **moved), env, crew


@pytest.mark.postgres
def test_the_health_check_of_postgres_is_a_command_it_knows():
    address = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    port = str(relay.urllib.parse.urlsplit(address).port)
    words = [*words_of(SERVICES["postgres"]["healthcheck"]["test"]), f"--port={port}"]
    assert shutil.which(words[0])
    assert subprocess.run(words, capture_output=True).returncode == 0


COLLECT = """
import sys, django
from django.conf import settings
from django.core.management import call_command
django.setup()
settings.STATIC_ROOT = sys.argv[1]
call_command("collectstatic", interactive=False, verbosity=0)
"""


def test_the_static_files_of_the_image_can_be_collected(tmp_path):
    """The image gives each its hashed name, which fails when one refers to a file that is not there."""
    env = environment_of(
        "web", DJANGO_SETTINGS_MODULE="delegation.settings", DATABASE_URL="sqlite://:memory:"
    )
    words = [sys.executable, "-c", COLLECT, str(tmp_path)]
    ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "staticfiles.json").exists()
