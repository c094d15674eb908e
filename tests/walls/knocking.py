"""Knocking at a door as somebody, inside a savepoint: what is answered, and which rows are other ones afterwards."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from delegation.accounts.models import Person
from delegation.accounts.seat import SEAT
from tests.house.test_addresses import routes

# What a request may always write: its own session. Everything else is kept for somebody.
UNWATCHED = {"sessions.Session", "usersessions.UserSession"}
Row = dict[str, Any]
Tables = dict[str, dict[Any, Row]]
Change = tuple[str, Any, Row]
_WRITES = re.compile(r"\s*(?:insert(?: or ignore)? into|update|delete from)\s+\"?(\w+)\"?", re.IGNORECASE)


def watched() -> dict[str, str]:
    """The tables that are kept for somebody, with the column of their key."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model._meta.pk.column for model in models if model._meta.label not in UNWATCHED
    }


def tables(*names: str) -> Tables:
    """Every row of the named tables, or of all that are watched, by primary key."""
    keys = watched()
    return {name: _rows(name, keys[name]) for name in names or keys}


def _rows(table: str, key: str) -> dict[Any, Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    return {row[key]: row for row in rows}


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value.hex if isinstance(value, UUID) else value


def differences(before: Tables, after: Tables) -> list[Change]:
    """What is new, changed or gone: (table, primary key, the columns that are other ones)."""
    found: list[Change] = []
    for table, rows in after.items():
        old = before[table]
        found += [(table, pk, {}) for pk in old.keys() - rows.keys()]
        for pk, row in rows.items():
            was = old.get(pk, {})
            if was != row:
                found.append(
                    (table, pk, {name: value for name, value in row.items() if was.get(name) != value})
                )
    return found


@contextmanager
def writes() -> Iterator[list[str]]:
    """The watched tables that statements wrote to, whatever was rolled back again."""
    theirs, found = watched(), []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (match := _WRITES.match(sql)) and match[1] in theirs:
            found.append(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@dataclass(frozen=True)
class Answered:
    """What came back, its letter, the first template of it, and what the request changed."""

    status: int
    headers: dict[str, str]
    text: str
    template: str
    letter: str
    changed: list[Change]

    @property
    def said(self) -> str:
        """What a person reads, without marks: the end of it, where a refusal stands."""
        text = re.sub(r"<(style|script|head)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()[-600:]


def letter_of(response: HttpResponse, person: Person | None) -> str:
    """A done or shown, L sign in first, S prove it again first, F not for you, N nothing here; else the status."""
    status = response.status_code
    if status in {301, 302, 303}:
        path, _, query = response.headers["Location"].partition("?")
        if path == "/accounts/login/" and (person is None or "next=" in query):
            return "L"
        return "S" if path in {"/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"} else "A"
    known = {200: "A", 401: "L", 403: "F", 404: "N"}
    return known.get(status, str(status))


class Knocker:
    """Browsers of everybody, and the tables as they were before anybody knocked."""

    def __init__(self, people: list[Person]) -> None:
        self.cookies = {person.pk: _signed_in(person) for person in people}
        self.before = tables()
        self.handler = Client(raise_request_exception=False).handler
        self.strict = Client(raise_request_exception=False, enforce_csrf_checks=True).handler

    def browser(self, person: Person | None, *, strict: bool = False) -> Client:
        """A fresh browser in which that person is signed in; a strict one looks for forged posts."""
        browser = Client(raise_request_exception=False)
        browser.handler = self.strict if strict else self.handler  # loaded once
        if person is not None:
            browser.cookies["sid"] = self.cookies[person.pk]
        return browser

    def __call__(
        self,
        person: Person | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        strict: bool = False,
    ) -> Answered:
        """Knock, look what changed, and put everything back."""
        browser = self.browser(person, strict=strict)
        send = getattr(browser, method.lower())
        with transaction.atomic():
            with writes() as written:
                response = (
                    send(path, body, headers=headers) if body is not None else send(path, headers=headers)
                )
            changed = differences(self.before, tables(*set(written))) if written else []
            transaction.set_rollback(True)
        return Answered(
            response.status_code, dict(response.headers), response.content.decode(errors="replace"),
            next((template.name or "" for template in response.templates), ""), letter_of(response, person), changed,
        )  # fmt: skip


def _signed_in(person: Person) -> str:
    browser = Client()
    browser.force_login(person.user)
    session = browser.session
    session[SEAT] = str(person.pk)
    session.save()
    browser.get("/notices/")  # the session has been used, as one in the middle of a day has
    return browser.cookies["sid"].value


def every_path() -> list[tuple[str, str]]:
    """Path and name of every address of the resolver."""
    return list(routes(get_resolver().url_patterns))


def every_route() -> dict[str, str]:
    """The same by name."""
    return {name: path for path, name in every_path()}


def address(name: str, rows: dict[str, Any], query: str = "") -> str:
    return reverse(name, kwargs=rows) + query
