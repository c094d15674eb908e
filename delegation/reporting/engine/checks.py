"""Facts that contradict themselves are not printed."""

from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

from delegation.reporting.engine.facts import Facts


def check(facts: Facts) -> None:
    """Raise ``ValueError`` with a sentence for the first thing in ``facts`` that cannot be true."""
    for wrong, why in (*_calendar(facts), *_sums(facts)):
        if wrong:
            raise ValueError(why)
    _whole_numbers(asdict(facts))


def _calendar(facts: Facts) -> list[tuple[bool, str]]:
    starts = [week.start for week in facts.weeks]
    steps = {later - earlier for earlier, later in pairwise(starts)}
    return [
        (facts.month.day != 1, "The month of a report is named by its first day."),
        (not starts, "A report needs at least one week."),
        (not steps <= {timedelta(weeks=1)}, "The weeks of a report follow each other without a gap."),
        (bool(starts) and starts[0].day > 7, "The first week of a report is the first of its month."),
        (
            bool(starts) and starts[-1].replace(day=1) != facts.month,
            "The last week of a report starts in its month.",
        ),
        (facts.people < 1, "A report is about at least one person's time."),
    ]


# Long because it is a list, one entry for each sum that must hold.
def _sums(facts: Facts) -> list[tuple[bool, str]]:
    in_month = [week for week in facts.weeks if week.start.replace(day=1) == facts.month]
    partner = sum(week.partner_minutes for week in in_month)
    freed = sum(asdict(facts.freed).values())
    explained = sum(back.count for back in facts.handed_back)
    return [
        (
            any(week.leave_minutes > week.capacity_minutes for week in facts.weeks)
            or any(week.leave_minutes > week.capacity_minutes for week in facts.ahead),
            "Leave in a week is more than the capacity it is taken from.",
        ),
        (not all(task.minutes_by_month for task in facts.carried), "A carried task has no minutes at all."),
        (
            sum(task.minutes_by_month[-1] for task in facts.carried if task.minutes_by_month) > partner,
            "The tasks the partner carries add up to more than the partner's weeks.",
        ),
        (any(task.on_time > task.due for task in facts.carried), "More runs were on time than were due."),
        (
            explained > sum(task.handed_back for task in facts.carried),
            "More was handed back for a reason than was handed back.",
        ),
        (
            sum(booked.minutes for booked in facts.booked) > freed,
            "More minutes are booked to initiatives than were freed.",
        ),
    ]


def _whole_numbers(part: Any) -> None:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        for inner in part:
            _whole_numbers(inner)
    elif isinstance(part, float) or (isinstance(part, int) and part < 0):
        raise ValueError(f"Minutes and counts are whole numbers from 0, not {part}.")
