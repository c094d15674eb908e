"""A recurrence rule: the part of RFC 5545 that chores need, always in local time."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEK = (0, 1, 2, 3, 4)
SHORTEST_MONTH = 28
LEAP_YEAR = 2024
MOST_WORKING_DAYS = 20  # every month has twenty days from Monday to Friday
MOST_OF_A_WEEKDAY = 4  # a fifth Monday does not come every month


class Unclear(ValueError):  # noqa: N818 - it is said to a person, not an error of ours
    """A rhythm that cannot be read, with the sentence to show."""


class Frequency(StrEnum):
    """The period a rule counts in."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """When something comes round.

    ``weekdays`` count from Monday = 0. With ``nth`` they name one day of the month: (0, ..., 4) and 1 is the
    first working day, (5,) and -1 the last Saturday. ``month_days`` run from 1 to 31, -1 is the last day;
    a day that a month does not have is that month's last day. What is left open (the weekday of a bare
    weekly rule) is taken from the day the schedule starts. ``times`` are local and share their minute.

    Raises ``Unclear`` for a combination that names no rhythm.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    times: tuple[time, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no calendar can keep."""
        for sound, sentence in _doubts(self):
            if not sound:
                raise Unclear(sentence)

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without ``RRULE:``."""
        return ";".join(f"{name}={value}" for name, value in _parts(self) if value)

    def anchored(self, starts_on: date) -> "Rule":
        """The same rule with nothing left open: gaps are filled from the day it starts."""
        if self.weekdays or self.month_days or self.frequency is Frequency.DAILY:
            return self
        if self.frequency is Frequency.WEEKLY:
            return replace(self, weekdays=(starts_on.weekday(),))
        months = (starts_on.month,) if self.frequency is Frequency.YEARLY else self.months
        return replace(self, month_days=(starts_on.day,), months=months)


def from_text(text: str) -> Rule:
    """Read a rule as ``Rule.text`` writes it. Raises ``Unclear`` for anything else."""
    try:
        parts = dict(part.split("=", 1) for part in text.upper().removeprefix("RRULE:").split(";"))
        rule = _from_parts(parts)
    except Unclear:
        raise
    except (ValueError, KeyError) as problem:
        raise Unclear(f"“{text}” is not a recurrence rule Relay can keep.") from problem
    if {part for part in parts.items() if part != ("INTERVAL", "1")} != set(_read_parts(rule.text).items()):
        raise Unclear(f"“{text}” asks for more than Relay can keep; it would become “{rule.text}”.")
    return rule


def day_pattern(rule: Rule) -> tuple[tuple[int, ...], int | None]:
    """``BYMONTHDAY`` and ``BYSETPOS`` of a rule, for days that some of its months may lack.

    >>> day_pattern(Rule(Frequency.MONTHLY, month_days=(30,)))
    ((28, 29, 30), -1)
    """
    shortest = min((monthrange(2023, month)[1] for month in rule.months), default=SHORTEST_MONTH)
    if rule.month_days and rule.month_days[-1] > shortest:
        return tuple(range(SHORTEST_MONTH, rule.month_days[-1] + 1)), -1
    return rule.month_days, None


def _doubts(rule: Rule) -> list[tuple[bool, str]]:
    by_month = rule.frequency in {Frequency.MONTHLY, Frequency.YEARLY}
    longest = max((monthrange(LEAP_YEAR, month)[1] for month in rule.months if 1 <= month <= 12), default=31)
    return [
        (1 <= rule.interval <= 400, "The interval must be a whole number from 1 to 400."),
        (rule.frequency is not Frequency.YEARLY or rule.interval <= 10, "At most ten years may lie between runs."),
        (_rising(rule.weekdays, 0, 6), "The weekdays must be different days, in order."),
        (_rising(rule.months, 1, 12), "The months must be different months, in order."),
        (_rising(rule.month_days, 1, 31) or rule.month_days == (-1,), "The days of the month must run from 1 to 31, or be the last."),
        (not rule.month_days or rule.month_days[-1] <= longest, "There is no such day in that month."),
        (len(rule.month_days) < 2 or rule.month_days[-1] <= SHORTEST_MONTH, "A day after the 28th must stand alone, because some months lack it."),
        (by_month or not (rule.nth or rule.month_days or rule.months), "Days and months belong to monthly and yearly rhythms."),
        (rule.frequency is not Frequency.DAILY or not rule.weekdays, "Weekdays belong to weekly rhythms."),
        (not (rule.weekdays and rule.month_days), "A rhythm names either weekdays or days of the month."),
        (by_month == bool(rule.nth) or not rule.weekdays, "A weekday in a month needs its place: the first, the last."),
        (rule.nth is None or _has_place(rule), "There is no such day in every month."),
        (_months_fit(rule), "The months do not fit the rhythm."),
        (_times_fit(rule.times), "The times must be different, in order, and share their minute."),
    ]  # fmt: skip


def _rising(numbers: tuple[int, ...], lowest: int, highest: int) -> bool:
    within = all(lowest <= number <= highest for number in numbers)
    return within and list(numbers) == sorted(set(numbers))


def _has_place(rule: Rule) -> bool:
    most = MOST_WORKING_DAYS if rule.weekdays == WORKING_WEEK else MOST_OF_A_WEEKDAY
    named = rule.weekdays == WORKING_WEEK or len(rule.weekdays) == 1
    return named and 1 <= abs(rule.nth or 0) <= most


def _months_fit(rule: Rule) -> bool:
    placed = bool(rule.month_days or rule.nth)
    if rule.frequency is Frequency.YEARLY:
        return (len(rule.months) == 1) == placed and len(rule.month_days) < 2 and len(rule.months) < 2
    return not rule.months or (placed and rule.interval == 1 and 1 < len(rule.months) < 12)


def _times_fit(times: tuple[time, ...]) -> bool:
    whole = all(time(at.hour, at.minute) == at for at in times)
    return whole and list(times) == sorted(set(times)) and len({at.minute for at in times}) < 2


def _parts(rule: Rule) -> list[tuple[str, str]]:
    month_days, clipped = day_pattern(rule)
    return [
        ("FREQ", rule.frequency.value),
        ("INTERVAL", str(rule.interval) if rule.interval > 1 else ""),
        ("BYMONTH", _listed(rule.months)),
        ("BYMONTHDAY", _listed(month_days)),
        ("BYDAY", ",".join(DAYS[day] for day in rule.weekdays)),
        ("BYSETPOS", str(rule.nth or clipped or "")),
        ("BYHOUR", _listed(tuple(at.hour for at in rule.times))),
        ("BYMINUTE", str(rule.times[0].minute) if rule.times else ""),
    ]


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)


def _read_parts(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";"))


def _from_parts(parts: Mapping[str, str]) -> Rule:
    month_days = _numbers(parts.get("BYMONTHDAY", ""))
    place = int(parts["BYSETPOS"]) if "BYSETPOS" in parts else None
    if month_days and place is not None:
        month_days, place = month_days[-1:], None
    minute = int(parts.get("BYMINUTE", "0"))
    return Rule(
        frequency=Frequency(parts["FREQ"]),
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=tuple(DAYS.index(day) for day in parts.get("BYDAY", "").split(",") if day),
        nth=place,
        month_days=month_days,
        months=_numbers(parts.get("BYMONTH", "")),
        times=tuple(time(hour, minute) for hour in _numbers(parts.get("BYHOUR", ""))),
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",") if number)
