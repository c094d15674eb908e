"""What stands in an address after the question mark: whatever it is, a page or a sentence answers."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.walls.knocking import address
from tests.walls.test_authz import ALLOWED, MATRIX
from tests.walls.world import ROLES

pytestmark = [
    pytest.mark.django_db,
    # A cursor with a day without a zone is warned of and read; elsewhere in the suite a warning is a fault.
    pytest.mark.filterwarnings("default::RuntimeWarning"),
]
PAGES = sorted(name for name, method in MATRIX if method == "GET" and ":" in name)
NAMES = (
    "after",
    "q",
    "view",
    "sort",
    "purpose",
    "partner",
    "show",
    "from",
    "as",
    "month",
    "task",
    "skip",
    "reading",
    "go",
)
WORDS = ("%00", "%FF%FE", "%F0%9F%98%80", "-1", "9" * 40, "x" * 3000, "2026-13", "0000-01", "9999-12", "%25_%5C", "' or 1=1--",
         "../../etc/passwd", "%0d%0aSet-Cookie: xss=1", "")  # fmt: skip
VALUES = (
    10**30,
    -(10**30),
    1e308,
    "\x00",
    "x",
    "",
    "2026-99-99",
    "9999-12-31",
    True,
    float("nan"),
    float("inf"),
    "1" * 500,
)


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


CURSORS = [cursor(*[value] * count) for count in (1, 2, 3) for value in VALUES] + [
    cursor(None), cursor([]), base64.urlsafe_b64encode(b'{"a": 1}').decode(), "!!!!", "A", quote("é"), "%00",
    base64.urlsafe_b64encode(b"[" * 5000).decode(),
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_question_breaks_a_page(world, opened, knock, name):
    """Each parameter that some page reads, with words that a database, a number or a day cannot take."""
    role = next(role for role in ROLES if MATRIX[name, "GET"][role] in ALLOWED)
    rows = opened[name, "GET"].rows(role)
    asked = [f"{parameter}={word}" for parameter in NAMES if parameter != "after" for word in WORDS]
    asked = ["&".join(asked[start :: len(WORDS)]) for start in range(len(WORDS))]
    cursors = CURSORS[:: 5 if rows else 1]  # most lists stand at addresses without a row
    for question in [*asked, *(f"after={one}" for one in cursors)]:
        answer = knock(world.at_home[role], "GET", f"{address(name, rows)}?{question}")
        assert answer.status in {200, 302, 404, 422}, (question[:200], answer.status)
        assert answer.changed == []


NUMBERS = ("-1", "9" * 12, "9" * 40, "NaN", "1e400")
DAYS = ("0001-01-01", "9999-12-31")
TEXTS = ("\x00", "x" * 9000, "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))


@pytest.mark.parametrize(
    "key",
    [key for key in sorted(MATRIX) if key[1] == "POST" and ":" in key[0] and MATRIX[key]["anonymous"] != "A"],
    ids=" ".join,
)
def test_no_word_breaks_a_form(world, opened, knock, key):
    """Each field in turn holds what a column cannot: it is taken, or refused in a sentence."""
    role = next(role for role in ROLES if MATRIX[key][role] in ALLOWED)
    door = opened[key]
    for name, value in door.body(role).items():
        if isinstance(value, str | int):
            kind = DAYS if str(value)[:2] == "20" else NUMBERS if str(value).isdecimal() else TEXTS
            for word in kind:
                answer = knock(
                    world.at_home[role],
                    "POST",
                    address(key[0], door.rows(role)),
                    {**door.body(role), name: word},
                )
                assert answer.status in {200, 302, 400, 403, 404, 409, 422}, (name, word[:20], answer.status)
