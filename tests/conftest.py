"""The cast: a named person for every role, in two clients and two partners."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from delegation.accounts.models import Organisation, Person, Role, Team, User
from delegation.accounts.seat import SEAT
from tests import make


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Engines need no database: they run once, whatever the suite runs on. Races need one that lets two write."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    elsewhere = "once" if on_postgres else "postgres"
    for item in items:
        if not on_postgres or "house" not in item.path.parts or item.get_closest_marker("postgres"):
            continue
        if not {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.once)  # a rule about the house, which asks no database
    items[:] = [item for item in items if not item.get_closest_marker(elsewhere)]
    for item in items:
        here = item.path.relative_to(
            item.config.rootpath
        )  # wherever the checkout stands, and whatever it is called
        if "engine" in here.stem or any(part.startswith("engine") for part in here.parts):
            item.add_marker(pytest.mark.engine)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where the build is judged, a test that was skipped is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = 1


@pytest.fixture(autouse=True)
def _quiet_settings(settings, tmp_path):
    """Mail stays in memory and no test waits for a slow password hash or a broker."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RELAY_DATA = tmp_path


@pytest.fixture(autouse=True)
def _no_nudges(monkeypatch, request):
    """Jobs are called by name in tests; nothing is published to a queue unless a test is about the queue."""
    if request.node.get_closest_marker("faults") or request.node.get_closest_marker("redis"):
        return
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda *_args, **_kwargs: None)


@dataclass(frozen=True)
class Cast:
    """Everybody, by first name. Halden and Norrby are clients; Meridian and Cobalt are partners."""

    halden: Organisation
    norrby: Organisation
    meridian: Organisation
    cobalt: Organisation
    operations: Team
    ada: Person  # admin
    marta: Person  # manager
    jon: Person  # manager, the second one
    priya: Person  # contributor
    omar: Person  # contributor
    eva: Person  # executive
    sven: Person  # security
    otto: Person  # auditor
    nils: Person  # manager at the other client
    nora: Person  # admin at the other client
    nina: Person  # contributor at the other client
    lena: Person  # lead at Meridian
    asha: Person  # technician at Meridian
    tom: Person  # technician at Meridian
    rolf: Person  # lead at Cobalt
    kim: Person  # technician at Cobalt


_CLIENT_SEATS = {
    "halden": {
        "ada": Role.ADMIN, "marta": Role.MANAGER, "jon": Role.MANAGER, "priya": Role.CONTRIBUTOR,
        "omar": Role.CONTRIBUTOR, "eva": Role.EXECUTIVE, "sven": Role.SECURITY, "otto": Role.AUDITOR,
    },
    "norrby": {"nils": Role.MANAGER, "nora": Role.ADMIN, "nina": Role.CONTRIBUTOR},
}  # fmt: skip
_PARTNER_SEATS = {
    "meridian": {"lena": Role.LEAD, "asha": Role.TECHNICIAN, "tom": Role.TECHNICIAN},
    "cobalt": {"rolf": Role.LEAD, "kim": Role.TECHNICIAN},
}


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """Write the cast to the database; tests that start servers call this themselves."""
    organisations = {
        name: Organisation.objects.create(
            kind=kind,
            name=name.capitalize(),
            slug=name,
            time_zone="Europe/Oslo",
            country="NO",
            currency="EUR",
        )
        for kind, seats in (("client", _CLIENT_SEATS), ("partner", _PARTNER_SEATS))
        for name in seats
    }
    operations = Team.objects.create(organisation=organisations["halden"], name="IT operations")
    people = {}
    for name, seats in {**_CLIENT_SEATS, **_PARTNER_SEATS}.items():
        for first_name, role in seats.items():
            user = User(email=f"{first_name}@{name}.example")
            user.set_unusable_password()
            user.save()
            people[first_name] = Person.objects.create(
                user=user, organisation=organisations[name], role=role, name=first_name.capitalize(),
                time_zone="Europe/Oslo", team=operations if name == "halden" else None,
                rate_per_hour=60 if name == "halden" else None,
            )  # fmt: skip
    for client in ("marta", "nils"):
        for partner in ("meridian", "cobalt"):
            make.partnership(by=people[client], partner=organisations[partner])
    return Cast(operations=operations, **organisations, **people)


@pytest.fixture
def sign_in(db) -> Iterator[Callable[[Person], Client]]:
    """A browser in which a person of the cast is signed in, in that seat."""

    def as_person(person: Person) -> Client:
        browser = Client()
        browser.force_login(person.user)
        session = browser.session
        session[SEAT] = str(person.pk)
        session.save()
        return browser

    return as_person
