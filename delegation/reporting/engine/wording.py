"""Numbers, dates and lists in words, the same on every machine whatever its locale."""

from collections.abc import Sequence
from datetime import date, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def count(number: int, noun: str, plural: str = "") -> str:
    """``number`` with its noun, in words up to twelve.

    >>> count(2, "week"), count(13, "week")
    ('two weeks', '13 weeks')
    """
    return f"{number_word(number)} {noun if number == 1 else plural or noun + 's'}"


def number_word(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"


def sentence(words: str) -> str:
    """``words`` with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'; nothing for nothing."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def month_name(day: date) -> str:
    """The month of a day, in full."""
    return MONTHS[day.month - 1]


def month_and_year(day: date) -> str:
    """'March 2026'."""
    return f"{month_name(day)} {day.year}"


def day_and_month(day: date) -> str:
    """'3 March'."""
    return f"{day.day} {month_name(day)}"


def short_day(day: date) -> str:
    """'3 Mar'."""
    return f"{day.day} {month_name(day)[:3]}"


def moment(when: datetime) -> str:
    """'1 November 2026, 06:00'"""
    return f"{day_and_month(when)} {when.year}, {when:%H:%M}"
