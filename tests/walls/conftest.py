"""One world for a whole file of tests about walls; every knock is rolled back, so that it stays as it was built."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.walls import world as worlds
from tests.walls.doors import Door, doors
from tests.walls.knocking import Knocker


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    """Written for the whole file and wiped after it; between, every test's own transaction keeps it as it is."""
    logging.disable(logging.ERROR)  # thousands are refused here on purpose
    quiet = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with time_machine.travel(worlds.NOW, tick=True), quiet, django_db_blocker.unblock():
        with pytest.MonkeyPatch.context() as patch, transaction.atomic():
            patch.setattr("celery.app.task.Task.apply_async", lambda *_args, **_kwargs: None)
            built = worlds.build()
        yield built
        call_command("flush", verbosity=0, interactive=False)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def opened(world) -> dict[tuple[str, str], Door]:
    """Every door of the world, by the name of its route and the method."""
    return doors(world)


@pytest.fixture(scope="module")
def knock(world) -> Knocker:
    return Knocker([
        *world.at_home.values(), *world.colleague.values(), *world.foreign_client.values(),
        *world.foreign_partner.values(),
    ])  # fmt: skip
