"""A decided chore is known again by its tickets."""

from datetime import datetime, timedelta

import pytest

from inventory.engine.chores import is_again, mine
from inventory.engine.tickets import Ticket

START = datetime(2026, 1, 5, 8)
TICKETS = [
    Ticket(external_id=str(day), opened_at=START + timedelta(days=day), line=day, category="Backup", subcategory="Failed")
    for day in range(10)
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "last", "again"),
    [
        (range(10), 9, True),
        (range(5), 9, True),  # half of it
        (range(4), 9, False),  # most of it is something else
        (range(4), 4, True),  # it had five then, and has grown since
        (range(20, 30), 9, False),
        (range(10), -1, False),  # it did not exist then
    ],
)
def test_by_what_it_had_then(known, last, again):
    chore = mine(TICKETS)[0]

    assert (
        is_again(chore, tickets={str(number) for number in known}, last=START + timedelta(days=last)) == again
    )
