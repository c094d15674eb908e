"""What an agreement covers, and what its hours allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ScopeAnswer:
    """Whether work lies inside the agreement, and the sentence that says why or why not."""

    inside: bool
    words: str


def scope_answer(item: Mapping[str, Any] | None, *, minutes_per_month: int) -> ScopeAnswer:
    """Whether work of ``minutes_per_month`` fits a scope item.

    ``item`` is None where nothing fits, else holds description, agreed (a truth), limit (minutes a month or None)
    and used (minutes a month that others already take of it).

    >>> scope_answer(None, minutes_per_month=60).inside
    False
    """
    if item is None:
        return ScopeAnswer(inside=False, words="Nothing in the agreement covers this. Propose an amendment.")
    if not item["agreed"]:
        return ScopeAnswer(
            inside=False, words=f"{item['description']} is proposed and not yet signed by both sides."
        )
    if item["limit"] is not None and item["used"] + minutes_per_month > item["limit"]:
        over = item["used"] + minutes_per_month - item["limit"]
        return ScopeAnswer(
            inside=False,
            words=f"{item['description']} is agreed, but this is {_hours(over)} a month over its limit.",
        )
    return ScopeAnswer(inside=True, words=f"{item['description']} covers this.")


def month_of(day: date) -> date:
    """The first day of its month: the name of an hour bank.

    >>> month_of(date(2026, 10, 24))
    datetime.date(2026, 10, 1)
    """
    return day.replace(day=1)


def warn_days(ends_on: date, *, on: date, thresholds: Sequence[int] = (90, 60, 30, 7)) -> int | None:
    """The narrowest threshold of days before the end that has been reached on a day; None before the first and after the end.

    >>> warn_days(date(2026, 12, 31), on=date(2026, 11, 24))
    60
    """
    left = (ends_on - on).days
    reached = [days for days in thresholds if 0 <= left <= days]
    return min(reached) if reached else None


def cell_of(tasks: int, *, handed_off: int, walled: int, can_do: bool) -> str:
    """What a partner could do with some tasks: in_scope, could_do, walled, outside; empty where there are none.

    ``handed_off`` and ``walled`` are how many of them are. One task with the partner puts the cell in scope.
    """
    if not tasks:
        return ""
    if handed_off:
        return "in_scope"
    if walled == tasks:
        return "walled"
    return "could_do" if can_do else "outside"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} h"
