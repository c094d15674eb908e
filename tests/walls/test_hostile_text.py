"""Words that would like to be more: in every text of every row, on every page, in mail, on paper and in files.

They are stored as they were typed and shown as they were typed: text is never markup, never a template, never an
attribute of htmx, never a formula.
"""

import csv
import io
import json
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from delegation.notices import jobs as notices
from delegation.notices.models import Notice
from delegation.notices.word import tell
from delegation.reporting import press
from delegation.reporting.engine import figures, read
from delegation.reporting.jobs.printing import snapshot
from delegation.reporting.models import Report
from inventory import actions as inventory
from inventory import jobs as reading
from tests.walls.knocking import Knocker, address
from tests.walls.test_authz import ALLOWED, MATRIX
from tests.walls.world import ROLES

pytestmark = pytest.mark.django_db
# Out of a quoted and of a bare attribute, out of text, into htmx and into a template.
HOSTILE = "\"'><xss onxss=1 hx-get=/xss data-hx-on=xss>{{7*7}}{%debug%}"
MARK = "><xss "
# What machines wrote, or what a form would never let through.
_KEPT = ("slug", "email", "zone", "currency", "country", "rule", "key", "hash", "token", "seal", "type", "about_id",
         "address", "password", "digest", "external_id", "file_name", "fingerprint", "criterion", "codes", "advice", "qualifier", "band", "gates")  # fmt: skip
_LINKS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")


class Marks(HTMLParser):
    """Elements and attributes that nobody of us wrote, links that lead where none of ours does, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "xss" or (tag == "script" and "src" not in dict(attrs)):
            self.strange.append(f"<{tag} {dict(attrs)}>")
        for name, value in attrs:
            if "xss" in name or name.startswith(("on", "hx-on")) or name == "style":
                self.strange.append(f"{tag} {name}={value}")
            if (
                name in _LINKS
                and not (value or "").startswith(("/", "#", "?", "mailto:", "tel:", "data:image/", "."))
                and value
            ):
                self.strange.append(f"{tag} {name}={value}")
            if name.startswith(("hx-", "data-hx-")) and MARK in (value or ""):
                self.strange.append(f"{tag} {name}={value}")
            self.text.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def marks_in(html: str) -> Marks:
    found = Marks()
    found.feed(html)
    found.close()
    return found


@pytest.fixture(scope="module")
def poisoned(world, opened, django_db_blocker):
    """The world with hostile words in every text that a person could have written."""
    with django_db_blocker.unblock(), transaction.atomic():
        touched = poison()
        facts = snapshot(world.cast.halden, month_on=Report.objects.first().month_on, as_of=timezone.now())
        Report.objects.update(**facts)
    return touched


@pytest.fixture(scope="module")
def pages(world, opened, poisoned):
    """Every page that every role is shown."""
    knock, found = Knocker(list(world.at_home.values())), {}
    for key in sorted(MATRIX):
        for role in ROLES:
            if key[1] == "GET" and MATRIX[key][role] in ALLOWED:
                door = opened[key]
                found[key[0], role] = knock(
                    world.at_home[role], "GET", address(key[0], door.rows(role), door.query)
                )
    return found


def poison() -> Counter[str]:
    """Write hostile words into every free text of every row; gives how many of each column."""
    touched: Counter[str] = Counter()
    for model in apps.get_models():
        texts = [field for field in model._meta.concrete_fields if _is_free(field)]
        if not texts or model._meta.app_label not in {
            "accounts",
            "audit",
            "notices",
            "inventory",
            "delegation",
        }:
            continue
        for number, row in enumerate(models.QuerySet(model).order_by("pk")):
            words = {field.attname: _hostile(getattr(row, field.attname), field, number) for field in texts}
            words = {name: value for name, value in words.items() if value is not None}
            models.QuerySet(model).filter(pk=row.pk).update(**words)
            touched.update(f"{model._meta.label}.{name}" for name in words)
    return touched


def _is_free(field: Any) -> bool:
    if not isinstance(field, models.CharField | models.TextField | models.JSONField) or field.choices:
        return False
    return not any(word in field.name for word in _KEPT)


def _hostile(value: Any, field: Any, number: int) -> Any:
    """The words with a number, so that names stay apart; structures keep their shape."""
    if isinstance(field, models.JSONField):
        return (
            _within(value)
            if field.name in {"steps", "checks", "evidence", "frozen", "found", "package"}
            else None
        )
    return f"{number}{HOSTILE}"[: field.max_length] if value else None


def _within(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _within(inner) if name not in {"mapping", "delimiter", "format", "date_order", "encoding"} else inner
                for name, inner in value.items()}  # fmt: skip
    if isinstance(value, list | tuple):
        return [_within(inner) for inner in value]
    return f"{value}{HOSTILE}" if isinstance(value, str) and not _is_code(value) else value


def _is_code(text: str) -> bool:
    """A day, a number, an id or a word of a choice, which no person types."""
    return text[:4].isdigit() or "-" in text[8:9] or (text.islower() and text.isidentifier())


class TestForms:
    """Before anything is poisoned: what changed is told against the tables as they were."""

    def test_keep_what_was_typed_letter_by_letter(self, world, opened, knock):
        """Each text of each form in turn becomes hostile; where it is taken it stands in the row as it was typed."""
        kept, changed = Counter(), []
        for key in sorted(key for key in MATRIX if key[1] == "POST" and ":" in key[0]):
            role = next((role for role in ROLES if MATRIX[key][role] in ALLOWED), None)
            if role is None:
                continue
            body = opened[key].body(role)
            for name, value in body.items():
                # A box is ticked by any word, and an empty one asks to be left alone.
                if not isinstance(value, str) or name in {"key", "content_hash"} or value in {"on", ""}:
                    continue
                cache.clear()
                answer = knock(world.at_home[role], "POST", address(key[0], opened[key].rows(role)),
                               {**opened[key].body(role), name: HOSTILE[:40]})  # fmt: skip
                assert answer.letter in {"A", "422", "F"}, (key, name, answer.letter)
                assert marks_in(answer.text).strange == [], (key, name)
                if answer.letter == "A":
                    (kept.update([name]) if _stands_in(answer.changed) else changed.append((key[0], name)))
        assert changed == []
        assert sum(kept.values()) > 50


def _stands_in(changes: Any) -> bool:
    """Whether some row holds the words as they are; in JSON as JSON writes them."""
    written = (HOSTILE[:40], json.dumps(HOSTILE[:40])[1:-1], HOSTILE[:40].lower())
    return any(
        form in str(value) for _, _, fields in changes for value in fields.values() for form in written
    )


class TestPages:
    def test_show_hostile_words_as_words(self, pages):
        strange = {key: marks for key, page in pages.items() if (marks := marks_in(page.text).strange)}

        assert strange == {}

    def test_all_open(self, pages):
        assert {key: page.letter for key, page in pages.items() if page.letter != "A"} == {}

    def test_show_them_nearly_everywhere(self, pages):
        """So that the tests above could fail: what was typed is read, letter by letter, on these pages."""
        showing = {key for key, page in pages.items() if MARK in "".join(marks_in(page.text).text)}

        assert len({name for name, _ in showing}) > 35
        assert {role for _, role in showing} == set(ROLES)

    def test_cover_every_table_that_people_write(self, poisoned):
        assert len(poisoned) > 60
        for column in ("inventory.Task.title", "delegation.Message.body", "delegation.Packet.steps", "accounts.Person.name",
                       "delegation.TimeEntry.note", "delegation.Decision.reason", "inventory.SourceTicket.title"):  # fmt: skip
            assert poisoned[column] or column in {
                "delegation.Decision.reason",
                "inventory.SourceTicket.title",
            }, column


class TestPaper:
    def test_prints_them_as_words(self, world, poisoned):
        report = Report.objects.first()
        sheet = press.typeset(figures(read(report.facts["canonical"]), press.ink()))

        found = marks_in(sheet)
        assert [one for one in found.strange if "xss" in one or "script" in one] == []
        assert MARK in "".join(found.text)


class TestMail:
    def test_is_plain_text_to_one_person_with_one_subject(self, world, settings):
        Notice.objects.all().delete()
        tell(world.cast.priya, subject=f"{HOSTILE}\r\nBcc: xss@evil.example", body=HOSTILE, must_act=True)

        notices.relay()

        (message,) = mail.outbox
        raw = message.message()
        assert raw.get_content_type() == "text/plain"
        assert (message.to, message.cc, message.bcc) == ([world.cast.priya.user.email], [], [])
        assert raw["Bcc"] is None
        assert "\n" not in str(message.subject)
        assert HOSTILE not in message.body, "what it says is read behind the door, not in a mailbox"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠1", "|cmd", "%0A=1",
            "=cmd|' /C calc'!A0"]  # fmt: skip


class TestFiles:
    @pytest.mark.parametrize("formula", FORMULAS)
    def test_hold_text_and_numbers_and_no_formula(self, world, knock, formula):
        """What a ticket is called comes from somebody else's export and goes into a spreadsheet."""
        quoted = formula.replace('"', '""')
        row = inventory.bring(
            file_name="hostile.csv", by=world.cast.priya, organisation=world.cast.halden,
            content=(
                "number,opened_at,closed_at,category,subcategory,short_description\n"
                f'"{quoted}",2026-09-01 08:00:00,2026-09-01 09:00:00,Backup,Failed,Failed\n'
                f'"{quoted}2",not a day,,Backup,Failed,Failed\n'
            ).encode(),
        )  # fmt: skip
        reading.look_at_import(import_id=str(row.pk))
        browser = knock.browser(world.cast.priya)
        answer = browser.get(address("inventory:lines", {"pk": row.pk}))

        assert answer.status_code == 200
        cells = [
            cell for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in line
        ]
        assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@|%＝＋－＠")] == []
        assert any("1" in cell or "cmd" in cell for cell in cells[4:])
