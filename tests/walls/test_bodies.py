"""What is posted: ids of somebody else, fields that no form asks for, and posts that another site forged."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import models

from delegation.accounts.models import Organisation, Person
from tests.walls.knocking import address
from tests.walls.test_authz import ALLOWED, MATRIX
from tests.walls.world import NOW, ROLES, World

pytestmark = pytest.mark.django_db
POSTS = sorted(key for key in MATRIX if key[1] == "POST")
OURS = [key for key in POSTS if ":" in key[0]]
HASH = "f" * 64
VALUES: dict[Any, Any] = {
    models.BooleanField: "on", models.DateTimeField: "1999-09-09T09:09", models.DateField: "1999-09-09",
    models.IntegerField: 7, models.DecimalField: 7, models.FloatField: 7,
}  # fmt: skip
_HEX = re.compile(r"\b[0-9a-f]{64}\b|\bmd5\$\S+")
_ID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def let_through(key: tuple[str, str]) -> str:
    """A role that is let through this door, or nobody's."""
    return next((role for role in ROLES if MATRIX[key][role] in ALLOWED), "anonymous")


@pytest.fixture
def post(world, opened, knock):
    """Post as somebody who is let through: ``post(key)`` with the right words, or with others."""

    def with_words(key, body=None, **more):
        role = let_through(key)
        door = opened[key]
        body = door.body(role) if body is None else body
        return knock(world.at_home.get(role), "POST", address(key[0], door.rows(role)), body, **more)

    return with_words


class TestForeignIds:
    def test_are_refused_and_write_nothing(self, world, opened, post):
        """Each id of a row in a body, one after the other, becomes that of the same kind of row somewhere else."""
        tried, believed = 0, []
        for key in OURS:
            body = opened[key].body(let_through(key))
            for name, value in body.items():
                for other in _elsewhere(world, value):
                    answer = post(key, {**body, name: other})
                    tried += 1
                    if answer.changed or answer.letter not in {"422", "F", "N"}:
                        believed.append((key[0], name, answer.letter, answer.changed[:3]))
        assert [wrong for wrong in believed if wrong[0] != "accounts:seats"] == []
        assert tried > 30

    def test_of_a_seat_leave_one_where_one_was(self, world, post):
        for other in (world.cast.nina.pk, world.cast.lena.pk, world.cast.jon.pk):
            answer = post(("accounts:seats", "POST"), {"seat": other})
            assert (answer.status, answer.changed) == (200, [])

    def test_of_another_agreement_of_ones_own_are_refused_too(self, world, opened, post):
        key = "handoff:preparation", "POST"
        body = opened[key].body("contributor")
        answer = post(key, {**body, "scope_item": world.rows.draft.scope_items.get().pk})

        assert (answer.letter, answer.changed) == ("F", [])

    def test_of_another_row_in_the_address_are_refused(self, world, opened, knock):
        """A part of one row asked for under another: the second id is looked for within the first."""
        rows, wrong = world.rows, uuid.uuid4()
        mixed = {
            ("agreement:amendment_signature", "manager"): {
                "pk": rows.agreement.pk,
                "amendment": rows.proposed.pk,
            },
            ("handoff:steps", "manager"): {"pk": rows.active.pk, "step": rows.step.pk},
            ("handoff:procedure_signature", "manager"): {
                "pk": rows.taught.pk,
                "procedure_version": rows.unsigned.pk,
            },
            ("portal:release", "lead"): {"pk": rows.taught.pk, "competence": rows.competence.pk},
            ("portal:step", "lead"): {"pk": rows.active.pk, "step": rows.step.pk},
            ("portal:tick", "technician"): {"pk": rows.run_asked.pk, "check": rows.check.pk},
            ("accounts:absence", "manager"): {"pk": world.cast.omar.pk, "absence": rows.absence.pk},
            ("agreement:access_opening", "admin"): {"pk": wrong, "access": rows.access.pk},
        }
        for (name, role), ids in mixed.items():
            body = opened[name, "POST"].body(role)
            answer = knock(world.at_home[role], "POST", address(name, ids), body)
            assert (answer.letter, answer.changed) == ("N", []), name


class TestFields:
    @pytest.mark.parametrize("key", OURS, ids=" ".join)
    def test_that_no_form_asks_for_are_not_taken(self, world, opened, knock, post, key):
        """The name of every column of every table is posted beside the right words, and changes nothing."""
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            plain = post(key)
            stuffed = post(key, {**_hostile(world), **opened[key].body(let_through(key))})

        assert stuffed.letter == plain.letter
        # Numbers are given out by sequences, which a rollback does not turn back.
        known = {str(pk) for rows in knock.before.values() for pk in rows if not isinstance(pk, int)}
        assert _settled(stuffed.changed, known) == _settled(plain.changed, known)


class TestForgedPosts:
    @pytest.mark.parametrize("key", POSTS, ids=" ".join)
    def test_are_refused_with_a_sentence(self, post, key):
        """A form of another site carries the cookie and not the token."""
        answer = post(key, strict=True)

        assert (answer.letter, answer.template, answer.changed) == ("F", "403_csrf.html", [])
        assert "nothing was saved" in answer.said


def _elsewhere(world: World, value: Any) -> list[Any]:
    """Rows of the same kind that this person may not use: of the other client, and of nobody."""
    if isinstance(value, list):
        return [[other] for one in value for other in _elsewhere(world, one)]
    names = {
        world.rows.shut_system.name: world.theirs.system.name,
        world.rows.skill.name: world.theirs.skill.name,
    }
    if value in names:
        return [names[value]]
    if not isinstance(value, uuid.UUID):
        return []
    strangers = _strangers(world)
    model = next(model for model in strangers if model._base_manager.filter(pk=value).exists())
    return [
        strangers[model],
        uuid.uuid4(),
        world.cast.halden.pk if model is not Organisation else value.hex[::-1],
    ]


def _hostile(world: World) -> dict[str, Any]:
    """Every column of every table, with a value that would be seen."""
    found: dict[str, Any] = {
        "by": world.cast.nina.pk,
        "organisation_id": world.cast.norrby.pk,
        "pk": uuid.uuid4(),
    }
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            found[field.name] = found[field.attname] = _value(field, world)
    return found


def _value(field: Any, world: World) -> Any:
    if field.is_relation:
        return _strangers(world).get(field.related_model, uuid.uuid4())
    if field.choices:
        return list(field.choices)[-1][0]
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return value
    return HASH if "hash" in field.name or "seal" in field.name else "Stuffed in"


def _strangers(world: World) -> dict[type[models.Model], uuid.UUID]:
    """A row of the other client, by its model."""
    found = {type(row): row.pk for row in vars(world.theirs).values()}
    return {**found, Person: world.cast.nina.pk, Organisation: world.cast.norrby.pk}


def _settled(changed: list[Any], known: set[str]) -> list[str]:
    """What changed, with what differs from one time to the next made equal: fresh ids and secrets."""

    def settle(value: Any) -> str:
        text = _HEX.sub(lambda found: found[0] if found[0] == HASH else "secret", str(value))
        return _ID.sub(lambda found: found[0] if found[0].replace("-", "") in known else "fresh", text)

    rows = []
    for table, pk, fields in changed:
        kept = {name: settle(value) for name, value in fields.items() if name != "id"}
        rows.append(f"{table} {pk if str(pk) in known else 'fresh'} {sorted(kept.items())}")
    return sorted(rows)
