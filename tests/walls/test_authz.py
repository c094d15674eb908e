"""Every address × every role × every stranger, against ``authz_matrix.csv``, on rows that exist.

A  allowed, whoever holds the role      O  one's own alone; a colleague of the same role is told no (403)
P  one's own alone; for a colleague of the same role it does not exist (404)
F  403 with its sentence                N  404, as if it were not there
L  sign in first                        S  prove again that it is you, first

``foreign_client`` is the same role at the other client, ``foreign_partner`` at the other partner. There N is a row of
somebody else: 404 wherever the role opens more than a refusal, and the same answer as for a row that never was. With =
the address has no row in it: strangers get what their role gets, about their own organisation.
"""

import csv
import re
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache as counts

from inventory.models import Task
from tests.walls import world as worlds
from tests.walls.knocking import address, every_path, every_route
from tests.walls.world import CLIENT, PARTNER, ROLES

pytestmark = pytest.mark.django_db
PATH = Path(__file__).parent / "authz_matrix.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
with PATH.open() as lines:
    MATRIX = {(row.pop("route"), row.pop("method")): row for row in csv.DictReader(lines)}
KEYS = sorted(MATRIX)
ALLOWED = {"A", "O", "P"}
each_door = pytest.mark.parametrize("key", KEYS, ids=" ".join)


@pytest.fixture(autouse=True)
def _fresh_counts():
    """Failed sign-ins are counted in the cache."""
    counts.clear()


@pytest.fixture(scope="module")
def go(opened, knock):
    """Knock as a person at the door that a role would open."""

    def at(key, person, role, headers=None, **more):
        door = opened[key]
        body = door.body(role) if key[1] == "POST" else None
        place = address(key[0], {**door.rows(role), **more}, door.query)
        return knock(person, key[1], place, body, headers=headers)

    return at


@pytest.fixture(scope="module")
def at_home(world, go):
    """What a role's first person at home is answered; asked once."""
    answers = {}

    def answered(key, role):
        if (key, role) not in answers:
            counts.clear()
            answers[key, role] = go(key, world.at_home[role], role)
        return answers[key, role]

    return answered


@pytest.fixture(scope="module")
def kept(world):
    return worlds.kept(world)


class TestMatrix:
    def test_declares_every_address_and_no_other(self):
        """A new address needs a row in the matrix, and a door with a real row behind it in ``doors.py``."""
        assert {name for name, _ in MATRIX} == set(every_route())

    def test_means_one_address_by_each_name(self):
        """A second path under a name that is declared already would be a door without a row."""
        twice = [name for name, count in Counter(name for _, name in every_path()).items() if count > 1]

        assert twice == []

    def test_has_a_real_row_behind_every_door(self, opened):
        assert set(opened) == set(MATRIX)

    def test_uses_letters_that_mean_something(self):
        for row in MATRIX.values():
            assert set(row) == {*ROLES, "anonymous", "foreign_client", "foreign_partner"}
            assert {row[role] for role in ROLES} <= set("AOPFNS")
            assert row["anonymous"] in set("ALNS")
            assert {row["foreign_client"], row["foreign_partner"]} <= set("N=")

    def test_lets_somebody_through_every_door(self):
        """A door that nobody may open is a wall with a handle; the pages of second factors wait for one."""
        shut = {name for name, _ in MATRIX if not any({"A", "O", "P", "S"} & set(MATRIX[key].values())
                for key in KEYS if key[0] == name)}  # fmt: skip
        assert {name for name in shut if not name.startswith("mfa_")} == set()

    @pytest.mark.parametrize("name", sorted({name for name, _ in MATRIX}))
    def test_knows_every_method_an_address_takes(self, world, knock, opened, name):
        taken = {method for route, method in MATRIX if route == name}
        door = opened[name, min(taken)]
        for person in (world.cast.ada, world.cast.lena):
            role = person.role
            for method in METHODS:
                if method in taken:
                    continue
                answer = knock(person, method, address(name, door.rows(role)))
                home = {MATRIX[name, one][role] for one in taken}
                assert answer.letter == "405" or home == {"N"} == {answer.letter}, (name, method, person)
                assert answer.changed == []


class TestHome:
    @each_door
    def test_gives_each_role_what_is_declared(self, at_home, key):
        wrong = {}
        for role in ROLES:
            declared, answer = MATRIX[key][role], at_home(key, role)
            if answer.letter != ("A" if declared in ALLOWED else declared):
                wrong[role] = (declared, answer.letter, answer.said)
            _refused_writes_nothing(key, answer)
        assert wrong == {}

    @each_door
    def test_tells_ones_own_from_a_colleagues(self, world, opened, go, key):
        wrong = {}
        for role in ROLES:
            declared = MATRIX[key][role]
            if declared in {"O", "P"} or (declared == "A" and opened[key].rows(role)):
                answer = go(key, world.colleague[role], role)
                if answer.letter != {"O": "F", "P": "N", "A": "A"}[declared]:
                    wrong[role] = (declared, answer.letter, answer.said)
                _refused_writes_nothing(key, answer)
        assert wrong == {}

    @each_door
    def test_lets_strangers_no_further_than_the_door(self, go, key):
        answer = go(key, None, "anonymous")

        assert answer.letter == MATRIX[key]["anonymous"], answer.said
        _refused_writes_nothing(key, answer)

    @pytest.mark.parametrize("role", ROLES)
    def test_refuses_in_a_sentence_and_shows_no_page_that_one_may_not_see(self, at_home, role):
        """The page around a refusal is one that this role is shown elsewhere, or the page of refusals."""
        shown = {at_home(key, role).template for key in KEYS if MATRIX[key][role] in ALLOWED} | {"403.html"}
        strange = {}
        for key in KEYS:
            if MATRIX[key][role] == "F":
                answer = at_home(key, role)
                assert len(answer.said) > 40, key
                if answer.template not in shown:
                    strange[key] = answer.template
        assert strange == {}

    @pytest.mark.parametrize(
        "key",
        [key for key in KEYS if ":" in key[0] and key[1] == "POST" and MATRIX[key]["anonymous"] != "A"],
        ids=" ".join,
    )
    def test_a_post_that_is_let_through_does_something(self, at_home, key):
        """So a refusal is one of the person and not of the form: with the same words somebody is let through."""
        role = next(role for role in ROLES if MATRIX[key][role] in ALLOWED)
        changed = at_home(key, role).changed
        assert changed or key[0] == "accounts:seats", "nothing but the session may change there"


class TestSides:
    """What the two sides of one hand-off keep from each other."""

    KEPT_BY_CLIENT = (
        "The consumer of", "The rule of", "secretly wants a discount", "Halden note in a draft",
        "Halden whispers among itself", "Halden evidence of a rating", "Halden reason of",
        "Halden new warehouse", "Halden missed the morning list",
    )  # fmt: skip
    KEPT_BY_PARTNER = ("Meridian whispers among itself", "asha@meridian.example", "tom@meridian.example")

    @pytest.mark.parametrize("role", PARTNER)
    def test_partners_read_packets_and_never_tasks(self, at_home, role):
        tasks = {pk.hex for pk in Task.objects.values_list("pk", flat=True)}
        for key in KEYS:
            if MATRIX[key][role] in ALLOWED:
                text = at_home(key, role).text
                assert [word for word in self.KEPT_BY_CLIENT if word in text] == [], key
                assert not {found.replace("-", "") for found in _UUID.findall(text)} & tasks, key

    @pytest.mark.parametrize("role", CLIENT)
    def test_clients_read_no_words_inside_a_partner(self, at_home, role):
        for key in KEYS:
            if MATRIX[key][role] in ALLOWED:
                text = at_home(key, role).text
                assert [word for word in self.KEPT_BY_PARTNER if word in text] == [], key

    def test_words_that_are_kept_are_read_on_ones_own_side(self, at_home):
        """So that the tests above could fail: each of them stands on some page."""
        read = "".join(at_home(key, role).text for key in KEYS for role in ROLES if key[1] == "GET")
        unread = [word for word in (*self.KEPT_BY_CLIENT, *self.KEPT_BY_PARTNER) if word not in read]
        assert ", ".join(unread) == ""


class TestStrangers:
    @each_door
    def test_find_nothing_of_ours(self, world, opened, go, kept, key):
        for column, people in (
            ("foreign_client", world.foreign_client),
            ("foreign_partner", world.foreign_partner),
        ):
            for role, person in people.items():
                home, answer = MATRIX[key][role], go(key, person, role)
                if MATRIX[key][column] == "N":
                    expected = {"N"} if home in ALLOWED else {"N", home}
                    assert answer.letter in expected, (key, role, answer.letter, answer.said)
                    assert answer.changed == []
                _touches_nothing_of(kept, answer, key, sent=opened[key].body(role))

    @each_door
    def test_cannot_tell_a_row_of_ours_from_none(self, world, opened, go, key):
        for column, people in (
            ("foreign_client", world.foreign_client),
            ("foreign_partner", world.foreign_partner),
        ):
            if MATRIX[key][column] != "N":
                continue
            role = next(role for role in ("manager", "lead") if role in people)
            rows = opened[key].rows(role)
            nowhere = {name: uuid.uuid4() for name, value in rows.items() if isinstance(value, uuid.UUID)}
            real, none = go(key, people[role], role), go(key, people[role], role, **nowhere)
            assert (real.letter, real.said) == (none.letter, none.said)
            piece = go(key, people[role], role, headers={"HX-Request": "true"})
            assert (piece.letter, piece.changed) == (real.letter, [])


def _refused_writes_nothing(key: tuple[str, str], answer: Any) -> None:
    if answer.letter not in ALLOWED:
        assert answer.changed == [], (key, answer.letter)
    if key[1] == "GET":
        assert answer.changed == [], (key, "a page that is only looked at writes")


def _touches_nothing_of(
    kept: tuple[set[str], set[str]], answer: Any, key: Any, *, sent: dict[str, Any]
) -> None:
    """No key and no word of a row at home is shown, but what was typed; no such row is changed or referred to."""
    keys, words = kept
    if "invitation" in key[0].split(":")[1:]:
        return  # whoever holds the secret of a link may read what it offers
    typed = {one.hex for value in sent.values() for one in [value, *(value if isinstance(value, list) else [])]
             if isinstance(one, uuid.UUID)}  # fmt: skip
    shown = {found.replace("-", "") for found in _UUID.findall(answer.text)}
    assert not [word for word in words if word in answer.text], key
    assert not (shown - typed) & keys, key
    for table, pk, fields in answer.changed:
        assert str(pk) not in keys, (key, table)
        assert not {str(value) for value in fields.values()} & keys, (key, table, fields)


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
