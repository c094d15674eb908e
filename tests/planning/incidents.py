"""Volumes of a real service desk, as tests and benchmarks of the forecast read them."""

import csv
import gzip
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from delegation.planning.engine.forecast import Series, Step

FILE = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "servicenow_incidents"
    / "incidents_final_state.csv.gz"
)
FIRST = date(2016, 2, 29)
WEEKS = 7
ABSENT = f"The real incidents are not at {FILE}, so their figures were not checked."


def opened():
    """Key (category, subcategory) and instant of opening, of every incident."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield (
                (row["category"], row["subcategory"]),
                datetime.strptime(row["opened_at"], "%d/%m/%Y %H:%M"),  # noqa: DTZ007  the export names no zone
            )


def weekly_of_largest_keys(*, keys):
    """Weekly volume of the largest (category, subcategory) keys, shape (keys, 7)."""
    return _largest(Counter((key, (at.date() - FIRST).days // 7) for key, at in opened()), keys, WEEKS)


def daily_of_largest_categories(*, categories):
    """Daily volume of the largest categories, shape (categories, 49)."""
    counts = Counter((key[0], (at.date() - FIRST).days) for key, at in opened())
    return _largest(counts, categories, WEEKS * 7)


def as_series(values, *, step, until):
    """The first ``until`` periods of each row, as series."""
    return [
        Series(f"row {number}", FIRST, step, row[:until].astype(float)) for number, row in enumerate(values)
    ]


def as_table(values, *, step, until):
    """The same as CSV lines, zeros left out."""
    days = 7 if step is Step.WEEK else 1
    lines = [
        f"row {number},{FIRST + timedelta(days=days * period)},{row[period]}"
        for number, row in enumerate(values)
        for period in range(until)
        if row[period]
    ]
    return ["series,period,value", *lines]


def _largest(counts, number, periods):
    totals = Counter()
    for (key, _), count in counts.items():
        totals[key] += count
    largest = sorted(totals, key=lambda key: (-totals[key], key))[:number]
    return np.array([[counts[key, period] for period in range(periods)] for key in largest])
