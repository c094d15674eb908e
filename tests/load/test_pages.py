"""What every page costs, at ten rows of everything and at ten thousand: queries, and the bytes that travel.

The counts are exact and the same at both sizes, so a page that asks once more for every row cannot be added unseen.
"""

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import get_resolver

from tests.conftest import make_cast
from tests.house.test_addresses import concrete, routes
from tests.load.crowd import gather
from tests.load.house import House
from tests.load.pages import LIST, PAGES

FEW, MANY = 10, 10_000
PAGE_BYTES = 25_000  # performance.md: a list page of a hundred rows, compressed
PLAIN_BYTES = 350_000  # and before: repeated words compress well, but a browser lays out every one of them
FRAME_BYTES = 50_000  # style sheets and scripts of a page, compressed

# Allauth's own pages know one login and none of our rows; those that list something are in the table.
ELSEWHERE = "accounts/"
ALONE = {
    "health": "asks whether the database answers, for nobody",
    "accounts:invitation": "is opened by a secret, once, by somebody who has no seat yet",
    "portal:invitation": "is opened by a secret, once, by somebody who has no seat yet",
    "inventory:lines": "is a file, as long as the one that was brought",
}


ENDLESS = [
    page
    for page in PAGES
    if page.budget == LIST and page.route not in {"today", "accounts:seats", "scoring:assess"}
]


@pytest.fixture(scope="module", params=[FEW, MANY])
def house(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield House(gather(make_cast(), request.param))
        transaction.set_rollback(True)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_costs_exactly_so_many_queries(house, page):
    answer, asked = house.first(page)

    assert answer.status_code == (302 if page.route == "scoring:assess" else 200)
    assert len(asked) == page.queries, "\n".join(asked)
    assert page.queries <= page.budget


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_weighs_little(house, page):
    answer, _ = house.first(page)

    assert len(gzip.compress(answer.content)) <= PAGE_BYTES
    assert len(answer.content) <= PLAIN_BYTES


@pytest.mark.parametrize("page", ENDLESS, ids=str)
def test_leads_on_at_the_same_price(house, page):
    answer, asked = house.first(page)
    further = re.search(rb'(?:href|hx-get)="([^"]*\bafter=[^"]*)"', answer.content)

    if further is None:
        assert house.crowd.size == FEW
        return
    address = urljoin(house.address(page), further[1].decode().replace("&amp;", "&"))
    again, asked_again = house.ask(page, address)

    assert again.content != answer.content
    assert len(asked_again) <= len(asked)


def test_style_sheets_and_scripts_weigh_little(house):
    for page in PAGES:
        answer, _ = house.first(page)
        names = set(re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js))"', answer.content))
        weight = sum(_weight(name.decode()) for name in names)

        assert names or page.piece or not answer.content.startswith(b"<!doctype html")
        assert weight <= FRAME_BYTES, f"{page}: {weight}"


@cache
def _weight(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


@pytest.mark.django_db
def test_every_address_that_can_be_read_is_in_the_table(cast, sign_in):
    known = {page.route for page in PAGES} | set(ALONE)
    browsers = {True: sign_in(cast.lena), False: sign_in(cast.marta)}
    left_out = [
        name
        for path, name in routes(get_resolver().url_patterns)
        if name not in known
        and not path.startswith(ELSEWHERE)
        and browsers[path.startswith("portal/")].get(concrete(path)).status_code != 405
    ]

    assert left_out == []
