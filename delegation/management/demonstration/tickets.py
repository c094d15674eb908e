"""A made-up export of a service desk: some 1,500 tickets of twelve weeks, with chores hidden in them."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

HEADINGS = (
    "number",
    "opened_at",
    "closed_at",
    "short_description",
    "category",
    "subcategory",
    "assignment_group",
    "assigned_to",
)
WEEKS = 12
# Days of a week on which it comes round (0 is Monday), at which hour, how often each day; title, category,
# subcategory, group, person, minutes.
ROUNDS = (
    ((0, 1, 2, 3, 4), 6, 2, "Report gateway stopped", "Reporting", "Gateway", "Data", "Omar Haddad", 20),
    ((0, 1, 2, 3, 4), 9, 4, "Password forgotten", "Access", "Password", "Service desk", "Ana Berg", 8),
    (
        (0, 1, 2, 3, 4),
        8,
        2,
        "Release mail from quarantine",
        "Mail",
        "Quarantine",
        "Service desk",
        "Ana Berg",
        10,
    ),
    ((0,), 7, 5, "Weekly export of price lists", "ERP", "Price list", "Data", "Omar Haddad", 35),
    ((4,), 14, 4, "Guest wireless for next week", "Network", "Guest", "Service desk", "Ana Berg", 15),
    ((1, 3), 22, 2, "Batch queue stands still", "ERP", "Batch", "ERP", "Priya Nair", 30),
    ((0, 2, 4), 10, 3, "New vendor record", "ERP", "Master record", "Data", "Omar Haddad", 12),
    ((6,), 23, 3, "Label server needs a restart", "Plant", "Labels", "Infrastructure", "Tomás Rey", 25),
    ((0, 1, 2, 3, 4), 13, 2, "Label printer out of line", "Plant", "Labels", "Service desk", "Ana Berg", 18),
    ((2,), 11, 4, "Certificate runs out soon", "Network", "Certificate", "Infrastructure", "Tomás Rey", 30),
)
PLACES = ("Drammen", "Hamar", "Oslo", "plant 2", "plant 3", "head office", "warehouse")
THINGS = (
    "Screen", "Mouse", "Headset", "Docking station", "Laptop", "Telephone", "Projector", "Hand scanner", "Keyboard",
    "Camera", "Badge reader", "Tablet", "Time clock", "Scale", "Room panel", "Copier",
)  # fmt: skip
TROUBLES = (
    "stays dark", "is slow", "makes a noise", "cannot connect", "was dropped", "asks for an update", "shows the wrong date",
    "is missing", "gets hot", "forgets its settings",
)  # fmt: skip
ODD_PER_WEEK = 45
Row = tuple[Any, ...]


def export(*, today: date) -> bytes:
    """The file as a desk would export it, in UTF-8 with a heading line; the same day gives the same bytes."""
    random = Random(f"tickets of {WEEKS} weeks")  # noqa: S311 - a story, not a secret
    first = today - timedelta(days=today.weekday(), weeks=WEEKS)
    rows = sorted(_rows(random, first))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEADINGS)
    for number, (opened, closed, *words) in enumerate(rows, start=40211):
        table.writerow(
            [f"INC00{number}", f"{opened:%Y-%m-%d %H:%M:%S}", f"{closed:%Y-%m-%d %H:%M:%S}", *words]
        )
    return out.getvalue().encode()


def _rows(random: Random, first: date) -> Iterator[Row]:
    for week in range(WEEKS):
        start = first + timedelta(weeks=week)
        for days, hour, times, *words in ROUNDS:
            for day in days:
                for _ in range(times - (random.random() < 0.2)):
                    at = datetime.combine(start + timedelta(days=day), time(hour, random.randint(0, 55)))
                    yield _row(random, at, *words)
        for _ in range(ODD_PER_WEEK):
            trouble = f"{random.choice(THINGS)} {random.choice(TROUBLES)}"
            day, hour = random.randint(0, 4), random.randint(8, 16)
            at = datetime.combine(start + timedelta(days=day), time(hour, random.randint(0, 59)))
            yield _row(
                random, at, trouble, "Device", trouble, "Service desk", "Ana Berg", random.randint(10, 90)
            )


def _row(random: Random, opened: datetime, title: Any, *words: Any) -> Row:
    """One ticket; the last of the words is how many minutes it usually takes."""
    *where, minutes = words
    place = f", {random.choice(PLACES)}" if random.random() < 0.4 else ""
    closed = opened + timedelta(minutes=max(3, round(minutes * random.uniform(0.6, 1.7))))
    return (opened, closed, f"{title}{place}", *where)
