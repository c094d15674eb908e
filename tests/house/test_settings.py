"""Production starts safely or not at all; one machine needs nothing set."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "RELAY_MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "relay.example",
    "SITE_URL": "https://relay.example",
    "DATABASE_URL": "sqlite://:memory:",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
}
STRANGE = {
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PORTAL_URL",
    "RELAY_SURFACE",
    "EMAIL_URL",
    "CACHE_URL",
    "BEHIND_PROXY",
}


def started(*words, seconds=60, **environment):
    """Run Python with this environment and nothing of ours around it."""
    kept = {name: value for name, value in os.environ.items() if name not in STRANGE | set(SAFE)}
    kept |= {"DJANGO_SETTINGS_MODULE": "delegation.settings"} | environment
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=kept, capture_output=True, text=True, timeout=seconds
    )


def value_of(expression, **environment):
    ran = started("-c", f"from django.conf import settings; print(({expression}))", **environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be a random text of at least 40 characters; so"),
        ({"SECRET_KEY": "s3cret"}, "SECRET_KEY must be a random text of at least 40 characters; so"),
        ({"SECRET_KEY": "please-change-me-" * 4}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "django-insecure-" + "x1" * 30}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY must be a random text"),
        (
            {"SECRET_KEY": "your-key-goes-here-please-set-it-0987-zyxwvuts"},
            "SECRET_KEY must be a random text",
        ),
        (
            {"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0987abcdefghijklmnop"},
            "SECRET_KEY must be a random text",
        ),
        ({"SECRET_KEY_FALLBACKS": "django-insecure-x"}, "so must each of SECRET_KEY_FALLBACKS"),
        ({"ALLOWED_HOSTS": ".com"}, "whole top-level domains are refused"),
        ({"ALLOWED_HOSTS": "."}, "whole top-level domains are refused"),
        ({"RELAY_SECOND_FACTOR": "false"}, "in an embedded installation only"),
        ({"DEBUG": "true"}, "DEBUG must be off in production"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "'*' and whole"),
        ({"ALLOWED_HOSTS": "relay.example,*"}, "'*' and whole"),
        ({"RELAY_MODE": "prod"}, "say 'production' or 'embedded'"),
        ({"RELAY_SURFACE": "all"}, "say 'client', 'portal' or 'both'"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_production_says_in_a_sentence_why_it_does_not_start(changes, sentence):
    ran = started("-c", "from django.conf import settings; settings.DEBUG", **SAFE | changes)

    assert ran.returncode != 0
    last = ran.stderr.strip().splitlines()[-1]
    assert sentence in last
    assert SAFE["SECRET_KEY"] not in ran.stderr


def test_production_passes_djangos_own_inspection():
    ran = started("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SAFE)

    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr


def test_secrets_may_lie_in_files(tmp_path):
    (tmp_path / "key").write_text(SAFE["SECRET_KEY"] + "\n")
    (tmp_path / "database").write_text("postgres://relay:s3cret@db:5432/relay")
    changes = {"SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "database")}
    environment = {name: value for name, value in SAFE.items() if f"{name}_FILE" not in changes} | changes

    told = value_of("settings.SECRET_KEY, settings.DATABASE['PASSWORD']", **environment)

    assert told == str((SAFE["SECRET_KEY"], "s3cret"))


def test_one_machine_needs_nothing_and_opens_to_itself_alone():
    told = value_of(
        "settings.ALLOWED_HOSTS, settings.RELAY_SECOND_FACTOR, settings.DEBUG, len(settings.SECRET_KEY) > 40"
    )

    assert told == "(['localhost', '127.0.0.1', '[::1]'], False, False, True)"


def test_a_secret_of_one_machine_differs_each_time_unless_it_is_kept():
    assert value_of("settings.SECRET_KEY") != value_of("settings.SECRET_KEY")


def test_cookies_are_for_https_and_this_host_alone_in_production():
    told = value_of(
        "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,"
        " settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE, settings.SECURE_HSTS_SECONDS",
        **SAFE,
    )

    assert told == "('__Host-sid', '__Host-csrf', True, True, 'Lax', 31536000)"


def test_a_second_factor_is_asked_in_production():
    assert value_of("settings.RELAY_SECOND_FACTOR", **SAFE) == "True"


@pytest.mark.parametrize(("given", "is_believed"), [({}, False), ({"BEHIND_PROXY": "true"}, True)])
def test_what_a_proxy_says_is_believed_only_behind_one(given, is_believed):
    assert (value_of("settings.SECURE_PROXY_SSL_HEADER", **SAFE, **given) != "None") == is_believed


def test_the_partners_door_is_the_sites_unless_it_is_named():
    assert value_of("settings.PORTAL_URL", **SAFE) == "https://relay.example"
    told = value_of("settings.PORTAL_URL", **SAFE, PORTAL_URL="https://partners.relay.example/")
    assert told == "https://partners.relay.example"


LOGGED = """
import django, logging
django.setup()
try:
    raise OSError("the disk is\\nfull")
except OSError:
    logging.getLogger("relay.press").exception("could not print %s", "R-1")
"""


def test_production_logs_one_json_object_a_line():
    line, *more = started("-c", LOGGED, **SAFE).stderr.splitlines()

    assert more == []
    told = json.loads(line)
    assert (told["event"], told["level"], told["logger"]) == ("could not print R-1", "error", "relay.press")
    assert "OSError: the disk is\nfull" in told["exception"]
    assert told["timestamp"].endswith("Z")


def test_one_machine_logs_for_people():
    said = started("-c", LOGGED).stderr
    assert "ERROR relay.press could not print R-1" in said
