"""Dates and times as service desks write them, and which of their numbers is the day."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

_LONGEST = 60
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2100

_TIME = (
    r"(?:(?:[T ]|, ?)(?:(?:at|à|a|um) )?([0-9]{1,2})[:h.]([0-9]{2})"
    r"(?:[:.]([0-9]{2})(?:[.,][0-9]{1,9})?)?(?: ?([ap])\.? ?m\.?)?)?"
    r"( ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
_NUMBERS = re.compile(_WEEKDAY + r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})" + _TIME, re.IGNORECASE)
_DAY_NAME = re.compile(
    _WEEKDAY + r"([0-9]{1,4})(?:er|st|nd|rd|th)?[ ./-]{1,2}([^\W\d_]{3,10})[ .,/-]{1,2}([0-9]{2,4})" + _TIME,
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    _WEEKDAY + r"([^\W\d_]{3,10})[ ./-]{1,2}([0-9]{1,2})(?:st|nd|rd|th)?[ ,/-]{1,2}([0-9]{4})" + _TIME,
    re.IGNORECASE,
)

# Months by the letters that tell them, in English, French, German, Spanish, Italian, Portuguese and Dutch.
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fev", "fevr"),
    ("mar", "mrt", "maa"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "dic"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


class Written(NamedTuple):
    """A date taken apart, not yet understood: three numbers as they stand, and the order they must have, if any."""

    numbers: tuple[int, int, int]
    short_year: bool
    order: str
    hour: int
    minute: int
    second: int
    offset: bool


class Order(NamedTuple):
    """Which number is the day; whether the cells prove it; sentences when they do not, or not all of them."""

    order: str
    certain: bool
    notes: tuple[str, ...]


def moment(cell: str, order: str) -> datetime | None:
    """The naive local moment that ``cell`` says, or None if it says none.

    ``order`` is "dmy", "mdy" or "ymd" and matters for numeric dates that do not start with a year of four digits. An offset from
    UTC is left out: the clock of the desk is what a rhythm is made of.

    >>> moment("05/Jan/24 3:12 PM", "dmy"), moment("3/4/2025 6:04", "mdy")
    (datetime.datetime(2024, 1, 5, 15, 12), datetime.datetime(2025, 3, 4, 6, 4))
    """
    parts = written(cell)
    if parts is None:
        return None
    by_letter = dict(zip(parts.order or order, parts.numbers, strict=True))
    year = by_letter["y"] + (0 if not parts.short_year else 2000 if by_letter["y"] < 70 else 1900)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        return datetime(year, by_letter["m"], by_letter["d"], parts.hour, parts.minute, parts.second)  # noqa: DTZ001 - naive by contract
    except ValueError:
        return None


def order_of(cells: Iterable[str], *, habit: str, given: str | None = None) -> Order:
    """Decide over all ``cells`` which number is the day.

    A ``given`` order stands; else a number above 12 proves it; else the ``habit`` is used and said.
    """
    seen = [parts for parts in map(written, cells) if parts is not None]
    notes = _offset_note(seen)
    if given is not None:
        return Order(given, certain=True, notes=notes)
    loose = [parts.numbers for parts in seen if not parts.order]
    if not loose:
        return Order(_most(parts.order for parts in seen) or habit, certain=True, notes=notes)
    proofs = [proof for proof in map(_proof, loose) if proof]
    winner = _most(proofs)
    if not winner:
        return Order(habit, certain=False, notes=(*notes, _either_way(habit)))
    against = len(proofs) - proofs.count(winner)
    return Order(
        winner, certain=not against, notes=(*notes, _contradiction(winner, against)) if against else notes
    )


def spoken(order: str) -> str:
    """An order in words: "day, month, year"."""
    return ", ".join({"d": "day", "m": "month", "y": "year"}[letter] for letter in order)


def written(cell: str) -> Written | None:
    """Take a cell apart, or None if it is no date. Spaces of any kind count as one plain space."""
    if len(cell) > _LONGEST:
        return None
    text = " ".join(cell.split())
    numbers = _NUMBERS.match(text)
    if numbers is not None:
        first, _, second, third, *time = numbers.groups()
        return _written((first, second, third), "ymd" if len(first) == 4 else "", time)
    return _with_month_name(text)


def _with_month_name(text: str) -> Written | None:
    found = _DAY_NAME.match(text)
    if found is not None:
        first, name, third, *time = found.groups()
        return _written((first, _month(name), third), "ymd" if len(first) == 4 else "dmy", time)
    found = _NAME_DAY.match(text)
    if found is not None:
        name, second, third, *time = found.groups()
        return _written((_month(name), second, third), "mdy", time)
    return None


def _month(name: str) -> str:
    """The number of a month by its name in full or short; "0", which is no month, for any other word."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign)
    )
    return str(_MONTH_OF.get(bare[:4], _MONTH_OF.get(bare[:3], 0)))


def _written(numbers: tuple[str, str, str], order: str, time: list[str | None]) -> Written | None:
    first, middle, last = numbers
    ends = (len(first), len(last))
    if ends not in ({(4, 1), (4, 2)} if order == "ymd" else {(1, 2), (1, 4), (2, 2), (2, 4)}):
        return None
    hour, minute, second, half, offset = time
    on_clock = int(hour or 0)
    if half is not None:
        if not 1 <= on_clock <= 12:
            return None
        on_clock = on_clock % 12 + (12 if half in "pP" else 0)
    short_year = order != "ymd" and len(last) == 2
    ahead = (int(first), int(middle), int(last))
    return Written(ahead, short_year, order, on_clock, int(minute or 0), int(second or 0), offset is not None)


def _proof(numbers: tuple[int, int, int]) -> str | None:
    first, second, third = numbers
    if first > 31:
        return "ymd" if third <= 31 else None
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else None


def _most(orders: Iterable[str]) -> str:
    """The order met most often, "" of none."""
    return next((order for order, _ in Counter(orders).most_common(1)), "")


def _offset_note(seen: list[Written]) -> tuple[str, ...]:
    if not any(parts.offset for parts in seen):
        return ()
    return (
        "The moments carry an offset from UTC. They are kept as they stand on the clock, without the offset.",
    )


def _either_way(habit: str) -> str:
    return (
        f"Nothing in the file shows whether its dates start with the day or the month. They were read as {spoken(habit)}; "
        "choose the other order if the samples look wrong."
    )


def _contradiction(winner: str, against: int) -> str:
    return (
        f"The file mixes orders of day and month: most dates are {spoken(winner)} and were read so, {against:,} cannot "
        "be. Other dates of those lines may be wrong too; check the file."
    )
