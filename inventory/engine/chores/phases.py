"""Where in the calendar a stream of days may sit: the phases, and which days of a window belong to each.

The families are weekly, several weekdays, every two weeks, and by working day, weekday or date in the month and the quarter. A
phase may allow a day or two of slack to either side, since people are early and late: working days, but for the
weekly phases, where a weekend on the way would make it most of the week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from inventory.engine.rhythm import Frequency, Rule
from inventory.engine.rhythm.rule import WORKING_WEEK

Days = NDArray[np.int64]
FAMILIES = ("weekly", "weekdays", "fortnightly", "monthly", "quarterly")
MONDAY = date(2001, 1, 1)  # weeks of two are counted from here
QUARTERS = ((1, 4, 7, 10), (2, 5, 8, 11), (3, 6, 9, 12))


@dataclass(frozen=True, slots=True)
class Phase:
    """One place in the calendar: the rule it stands for, and the days of a window that are its own.

    ``centres`` are the days the rule itself names. ``periods`` gives, for each day of the window, the period of
    the phase the day belongs to, or -1.
    """

    family: str
    rule: Rule
    slack: int
    centres: Days
    periods: Days


@dataclass(frozen=True)
class Window:
    """The days looked at, from ``first`` on, with every phase there is and a matrix of their days."""

    first: date
    workdays: NDArray[np.bool_]
    phases: tuple[Phase, ...]
    days: NDArray[np.float32]


@lru_cache(maxsize=4)
def window(first: date, length: int) -> Window:
    """Lay all phases over ``length`` days from ``first`` on."""
    days = [first + timedelta(days=n) for n in range(length)]
    phases = tuple(
        Phase(family, rule, slack, np.array(centres, dtype=np.int64), _periods(family, centres, slack, days))
        for family, rule, slack, centres in _all(days)
    )
    return Window(
        first=first,
        workdays=np.array([day.weekday() < 5 for day in days]),
        phases=phases,
        days=np.array([phase.periods >= 0 for phase in phases], dtype=np.float32),
    )


def _periods(family: str, centres: Sequence[int], slack: int, days: Sequence[date]) -> Days:
    periods = np.full(len(days), -1, dtype=np.int64)
    for period, centre in enumerate(centres):
        for position in _reach(centre, slack, days, over_weekends=family != "weekly"):
            periods[position] = period
    return periods


def _reach(centre: int, slack: int, days: Sequence[date], *, over_weekends: bool) -> Iterator[int]:
    """The centre and so many days around it, or so many working days and the weekend on the way."""
    yield centre
    for step in (-1, 1):
        position, left = centre + step, slack
        while left and 0 <= position < len(days):
            yield position
            left -= days[position].weekday() < 5 or not over_weekends
            position += step


def _all(days: Sequence[date]) -> Iterator[tuple[str, Rule, int, list[int]]]:
    for weekday in range(7):
        rule = Rule(Frequency.WEEKLY, weekdays=(weekday,))
        yield from (("weekly", rule, slack, _at(days, (weekday,))) for slack in (0, 1))
    for weekdays in chain(combinations(range(7), 2), combinations(range(7), 3)):
        yield "weekdays", Rule(Frequency.WEEKLY, weekdays=weekdays), 0, _at(days, weekdays)
    for weekday in range(7):
        rule = Rule(Frequency.WEEKLY, 2, weekdays=(weekday,))
        for parity in (0, 1):
            centres = [n for n in _at(days, (weekday,)) if (days[n] - MONDAY).days // 7 % 2 == parity]
            yield from (("fortnightly", rule, slack, centres) for slack in (0, 1))
    yield from _by_month(days)
    yield from _by_quarter(days)


def _by_month(days: Sequence[date]) -> Iterator[tuple[str, Rule, int, list[int]]]:
    for nth in (1, 2, 3, 4, 5, -1, -2, -3, -4, -5):
        centres = _places(days, nth, WORKING_WEEK)
        rule = Rule(Frequency.MONTHLY, weekdays=WORKING_WEEK, nth=nth)
        yield from (("monthly", rule, slack, centres) for slack in (0, 1))
    for weekday in range(7):
        for nth in (1, 2, 3, 4, -1):
            rule = Rule(Frequency.MONTHLY, weekdays=(weekday,), nth=nth)
            centres = _places(days, nth, (weekday,))
            yield from (("monthly", rule, slack, centres) for slack in (0, 1))
    for day in range(1, 29):
        centres = [n for n, candidate in enumerate(days) if candidate.day == day]
        rule = Rule(Frequency.MONTHLY, month_days=(day,))
        yield from (("monthly", rule, slack, centres) for slack in (0, 1))


def _by_quarter(days: Sequence[date]) -> Iterator[tuple[str, Rule, int, list[int]]]:
    for nth in (1, 2, 3, 4, 5, -1, -2, -3, -4, -5):
        months = QUARTERS[0] if nth > 0 else QUARTERS[2]
        centres = [n for n in _places(days, nth, WORKING_WEEK) if days[n].month in months]
        rule = Rule(Frequency.MONTHLY, weekdays=WORKING_WEEK, nth=nth, months=months)
        yield from (("quarterly", rule, slack, centres) for slack in (0, 2))
    for months in QUARTERS:
        for day in range(1, 29):
            centres = [n for n, some in enumerate(days) if some.day == day and some.month in months]
            rule = Rule(Frequency.MONTHLY, month_days=(day,), months=months)
            yield from (("quarterly", rule, slack, centres) for slack in (0, 1))


def _at(days: Sequence[date], weekdays: tuple[int, ...]) -> list[int]:
    return [n for n, day in enumerate(days) if day.weekday() in weekdays]


def _places(days: Sequence[date], nth: int, weekdays: tuple[int, ...]) -> list[int]:
    """The days of the window that are the nth such weekday of their month, counted in whole months."""
    return [n for n in _at(days, weekdays) if _place(days[n], weekdays, from_end=nth < 0) == abs(nth)]


def _place(day: date, weekdays: tuple[int, ...], *, from_end: bool) -> int:
    step = timedelta(days=1 if from_end else -1)
    place, other = 0, day
    while other.month == day.month:
        place += other.weekday() in weekdays
        other += step
    return place
