"""Relay with a crowd in it, asked for its pages one by one."""

import time
from functools import cache

from django.core.cache import cache as kept
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delegation.accounts.lifetime import SEEN
from delegation.accounts.seat import SEAT
from tests.load.crowd import Crowd
from tests.load.pages import Page

ENDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")


class House:
    """Relay with so many rows of everything, and a browser for each person who asks."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.browser = cache(self._signed_in)
        self.first = cache(lambda page: self.ask(page, self.address(page)))

    def _signed_in(self, name: str) -> Client:
        browser, person = Client(), getattr(self.crowd.cast, name)
        browser.force_login(person.user)
        session = browser.session
        session[SEAT] = str(person.pk)
        session[SEEN] = time.time() + 3600  # so that no page writes down that somebody is still there
        session.save()
        return browser

    def address(self, page: Page) -> str:
        about = [self.crowd[name] if name in self.crowd.named else name for name in page.of]
        return reverse(page.route, args=about) + page.ask

    def ask(self, page: Page, address: str) -> tuple[HttpResponse, list[str]]:
        """The answer, and the statements it took; nothing is remembered from the page before."""
        browser = self.browser(page.by)
        kept.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address, headers={"HX-Request": "true"} if page.piece else {})
        asked = [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(ENDS)]
        return answer, asked
