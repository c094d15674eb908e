"""A door to knock at: passwords, the real sign-in form, and codes of an authenticator."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

PASSWORD = "four quiet grey herons"


@pytest.fixture(autouse=True)
def _fresh_counts():
    """Failed sign-ins are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def knock(db):
    """A browser that has sent the sign-in form: ``knock("priya@halden.example")`` gives it and the answer."""

    def at_the_door(email, password=PASSWORD, *, browser=None, **more):
        browser = browser or Client()
        answer = browser.post("/accounts/login/", {"login": email, "password": password, **more})
        return browser, answer

    return at_the_door


@pytest.fixture
def with_password(cast):
    """Give people of the cast a password: ``with_password(cast.priya)``."""

    def given(*people):
        for person in people:
            person.user.set_password(PASSWORD)
            person.user.save()

    return given


def code(secret):
    """The six digits that an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
