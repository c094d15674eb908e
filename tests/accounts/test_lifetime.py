"""A sign-in ends when nobody is there, and for good after a while, however busy it is."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine

from delegation.accounts.lifetime import BEGAN


class Limit(NamedTuple):
    """How long whose sign-in may rest and last, in words too, and how often a busy person opens a page."""

    name: str
    rest: timedelta
    longest: timedelta
    rest_words: str
    longest_words: str
    busy: timedelta


TECHNICIAN = Limit(
    "asha", timedelta(minutes=30), timedelta(hours=12), "30 minutes", "12 hours", timedelta(minutes=29)
)
MANAGER = Limit("marta", timedelta(hours=8), timedelta(days=7), "8 hours", "7 days", timedelta(hours=7))
START = datetime(2026, 10, 5, 9, tzinfo=UTC)


pytestmark = pytest.mark.parametrize("limit", [TECHNICIAN, MANAGER], ids=lambda limit: limit.name)


@pytest.fixture
def clock():
    """A clock that stands still until it is moved."""
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def browser(cast, limit, clock, with_password, knock):
    """The browser of a person who has just signed in by the real form."""
    person = getattr(cast, limit.name)
    with_password(person)
    return knock(person.user.email)[0]


def used(browser, clock, *, every, until):
    """Open a page now and then for so long; gives how long the sign-in went on."""
    while (now := datetime.now(UTC) - START) <= until and browser.get("/notices/").status_code == 200:
        clock.shift(every)
    return now


class TestTheLongest:
    def test_ends_a_busy_sign_in_and_says_so(self, browser, clock, limit):
        ended = used(browser, clock, every=limit.busy, until=limit.longest * 2)
        page = browser.get("/notices/", follow=True).content.decode()

        assert limit.longest < ended <= limit.longest + limit.busy
        assert "_auth_user_id" not in browser.session
        assert f"You were signed out: a sign-in lasts {limit.longest_words} at most. Sign in again." in page

    def test_starts_anew_with_the_next_sign_in(self, browser, cast, clock, limit, knock):
        used(browser, clock, every=limit.busy, until=limit.longest)
        clock.move_to(START + limit.longest + timedelta(minutes=1))
        assert browser.get("/notices/").status_code == 302

        knock(getattr(cast, limit.name).user.email, browser=browser)
        clock.shift(limit.busy)

        assert browser.get("/notices/").status_code == 200

    def test_counts_from_now_for_a_session_without_a_beginning(self, browser, clock, limit):
        session = browser.session
        del session[BEGAN]
        session.save()

        ended = used(browser, clock, every=limit.busy, until=limit.longest * 2)

        assert limit.longest < ended <= limit.longest + limit.busy


def test_rest_ends_a_sign_in_and_says_so(browser, clock, limit):
    clock.shift(limit.rest)
    assert browser.get("/notices/").status_code == 200
    clock.shift(limit.rest + timedelta(seconds=1))

    answer = browser.get("/notices/", headers={"HX-Request": "true"})
    page = browser.get("/accounts/login/").content.decode()

    assert (answer.status_code, "_auth_user_id" in browser.session) == (401, False)
    assert f"You were signed out: nothing happened for {limit.rest_words}. Sign in again." in page
