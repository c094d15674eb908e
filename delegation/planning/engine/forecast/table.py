"""A table of volumes, ``series,period,value``, read into series."""

import csv
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import isfinite

import numpy as np

from delegation.planning.engine.forecast.series import Series, Step

COLUMNS = ("series", "period", "value")
WANTED = "It needs the columns series, period and value."
LONGEST = 100_000  # periods in one series
MOST = 1e15  # a volume beyond it is a slip of the keyboard, and squares of it must stay numbers
SHORTEST_MONTH = 28  # days
LONGEST_QUOTE = 40  # characters of a cell that a sentence repeats
LARGE = 100.0  # a volume that never fell below this is not taken to be zero where its lines end
NEARLY = ((5, 9), (26, 35), (86, 96), (360, 370))  # days: about a week, a month, a quarter, a year
Volumes = dict[str, dict[date, float]]


class Unreadable(ValueError):  # noqa: N818  it is said to a person as a sentence, not shown as an error class
    """The table cannot be read; the text says why, and where."""


def read(lines: Iterable[str]) -> list[Series]:
    """The series of a CSV table, in the order in which they first appear. Raises ``Unreadable``.

    Periods are ISO dates of their first days; whether they are days, weeks or months is read off their distances.
    Months may be named by their last days too, and then stand on their first. Dates that keep about a week, a month,
    a quarter or a year apart, but no step exactly, are refused: as days they would be mostly zeros.
    Periods without a line are zeros: those between lines, and those up to the first and last period of
    the table. Only measurements start and end alone: no line is missing, no value is zero, and either some have
    decimals or all are too large to have stopped overnight.
    """
    volumes = _volumes(lines)
    step = _step([sorted(periods) for periods in volumes.values()])
    if step is Step.DAY:
        _require_days(volumes)
    if step is Step.MONTH:
        volumes = _from_firsts(volumes)
    whole = {name: all(value.is_integer() for value in periods.values()) for name, periods in volumes.items()}
    least = min(value for periods in volumes.values() for value in periods.values())
    measured = least >= LARGE or not all(whole.values())
    alone = measured and not any(_silent(periods, step) for periods in volumes.values())
    every = [day for periods in volumes.values() for day in periods]
    return [
        _series(name, periods, step, periods if alone else every, counts=whole[name])
        for name, periods in volumes.items()
    ]


def _volumes(lines: Iterable[str]) -> Volumes:
    rows = csv.reader(lines)
    volumes: Volumes = {}
    try:
        places = _places(next(rows, []))
        for name, day, value in _values(rows, places):
            periods = volumes.setdefault(name, {})
            if day in periods:
                raise Unreadable(
                    f"Line {rows.line_num} gives {name} a second value for {day}. Keep one of the two."
                )
            periods[day] = value
    except csv.Error as problem:
        raise Unreadable(f"Line {rows.line_num} is not readable as CSV: {problem}.") from problem
    if not volumes:
        raise Unreadable(
            "The file has its columns but no lines with volumes, so there is nothing to forecast."
        )
    return volumes


def _places(header: Sequence[str]) -> list[int]:
    if not header:
        raise Unreadable(f"The file is empty. {WANTED}")
    names = [name.strip().lower() for name in header]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}. {WANTED}")
    return [names.index(column) for column in COLUMNS]


def _values(rows: Iterator[list[str]], places: Sequence[int]) -> Iterator[tuple[str, date, float]]:
    for row in rows:
        if any(cell.strip() for cell in row):
            line = rows.line_num  # type: ignore[attr-defined]  # csv's reader has it
            cells = [row[place].strip() if place < len(row) else "" for place in places]
            if not cells[0]:
                raise Unreadable(f"Line {line} names no series.")
            yield cells[0], _date(cells[1], line), _number(cells[2], line)


def _date(text: str, line: int) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise Unreadable(
            f"Line {line}: “{_short(text)}” is not a date. Write periods like 2026-03-30."
        ) from None


def _number(text: str, line: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Unreadable(
            f"Line {line}: “{_short(text)}” is not a number. Write values like 12 or 7.5."
        ) from None
    if not isfinite(value) or value < 0:
        raise Unreadable(f"Line {line}: a volume cannot be {_short(text)}. Write zero or more.")
    if value > MOST:
        raise Unreadable(
            f"Line {line}: a volume of {_short(text)} is more than Relay counts. Write at most {MOST:.0e}."
        )
    return value


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _step(series: Sequence[Sequence[date]]) -> Step:
    every = sorted({day for days in series for day in days})
    if len(every) > 1 and _monthly(every):
        return Step.MONTH
    # Weeks of different series may start on different weekdays; each series keeps to one.
    weekly = all((day - days[0]).days % 7 == 0 for days in series for day in days)
    return Step.WEEK if weekly and (len(every) == 1 or any(len(days) > 1 for days in series)) else Step.DAY


def _monthly(days: Sequence[date]) -> bool:
    """Whether all stand on one day of the month, or on the last one of those months that are too short for it."""
    usual = max(day.day for day in days)
    return all(day.day == min(usual, monthrange(day.year, day.month)[1]) for day in days)


def _from_firsts(volumes: Volumes) -> Volumes:
    """The same months, named by their first days where theirs is one that not every month has."""
    if max(day.day for periods in volumes.values() for day in periods) <= SHORTEST_MONTH:
        return volumes
    return {
        name: {day.replace(day=1): value for day, value in periods.items()}
        for name, periods in volumes.items()
    }


def _require_days(volumes: Volumes) -> None:
    """Raise ``Unreadable`` where all dates together look like longer periods that were written askew."""
    every = sorted({day for periods in volumes.values() for day in periods})
    gaps = [(later - day).days for day, later in pairwise(every)]
    if len(gaps) > 1 and any(least <= min(gaps) and max(gaps) <= most for least, most in NEARLY):
        raise Unreadable(
            f"The periods are {min(gaps)} to {max(gaps)} days apart, which is no step of days, weeks or months. "
            "Write the first day of each: weeks on one weekday, months on the first."
        )


def _silent(periods: Mapping[date, float], step: Step) -> bool:
    """Whether a period brought nothing: a value of zero, or a gap."""
    return min(periods.values()) == 0 or _between(min(periods), max(periods), step) >= len(periods)


def _series(
    name: str, periods: Mapping[date, float], step: Step, every: Iterable[date], *, counts: bool
) -> Series:
    own, first, last = min(periods), min(every), max(every)
    first = _back(own, _between(first, own, step), step)
    length = _between(first, last, step) + 1
    if length > LONGEST:
        raise Unreadable(
            f"The periods from {first} to {last} are {length:,} {step}s, too many to forecast from."
        )
    values = np.zeros(length)
    for day, value in periods.items():
        values[_between(first, day, step)] = value
    return Series(name, first, step, values, counts)


def _between(first: date, last: date, step: Step) -> int:
    if step is Step.MONTH:
        return (last.year - first.year) * 12 + last.month - first.month
    return (last - first).days // (7 if step is Step.WEEK else 1)


def _back(day: date, periods: int, step: Step) -> date:
    if step is Step.MONTH:
        months = day.year * 12 + day.month - 1 - periods
        return day.replace(year=months // 12, month=months % 12 + 1)
    return day - timedelta(days=periods * (7 if step is Step.WEEK else 1))
