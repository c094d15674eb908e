"""The demonstration: loaded once, true to the rules, and gone without a trace."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from delegation.management import demonstration

NOW = datetime(2026, 11, 24, 11, 20, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.fixture
def loaded(db):
    demonstration.load(now=NOW)


def test_loads(loaded):
    assert demonstration.is_there()
    assert demonstration.remove() > 0
