"""What a rhythm costs: hours a month as a range, and how much of it lies off-hours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inventory.engine.rhythm.calendar import WorkingCalendar
from inventory.engine.rhythm.rule import Frequency, Rule, Unclear

DAYS_PER_MONTH = 365.2425 / 12  # the mean month of the Gregorian calendar
PERIOD_DAYS = {
    Frequency.DAILY: 1.0,
    Frequency.WEEKLY: 7.0,
    Frequency.MONTHLY: DAYS_PER_MONTH,
    Frequency.YEARLY: 12 * DAYS_PER_MONTH,
}
PER_MONTH = {
    "day": DAYS_PER_MONTH,
    "week": DAYS_PER_MONTH / 7,
    "month": 1.0,
    "quarter": 1 / 3,
    "year": 1 / 12,
}
TIMES = {
    "once": 1.0,
    "twice": 2.0,
    "a": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
}
POPUP = re.compile(
    r"(?:it )?(?:pops? up )?(?:about |around |roughly |some |ca\.? )?"
    r"(?P<count>once|twice|a|one|two|three|four|five|six|\d+(?:[.,]\d+)?)(?: ?x| times?)? ?"
    r"(?:a|an|per|every|each|/) ?(?P<period>day|week|month|quarter|year)"
)


@dataclass(frozen=True, slots=True)
class Effort:
    """Minutes for one run: at least, most likely, at most. Raises ``ValueError`` unless they rise from 0."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a range that does not rise."""
        if not 0 <= self.low <= self.likely <= self.high:
            raise ValueError("The effort must rise from low over likely to high, and none may be negative.")


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a month: at least, most likely, at most."""

    low: float
    likely: float
    high: float


def hours_per_month(effort: Effort, per_month: float) -> Hours:
    """Minutes for one run times runs a month, in hours.

    >>> hours_per_month(Effort(15, 30, 60), 4)
    Hours(low=1.0, likely=2.0, high=4.0)
    """
    return Hours(*(minutes * per_month / 60 for minutes in (effort.low, effort.likely, effort.high)))


def runs_per_month(rule: Rule) -> float:
    """How often a rule comes round in a mean month, closing days left aside."""
    named = len(rule.month_days) or (1 if rule.nth else len(rule.weekdays)) or 1
    months = len(rule.months) / 12 if rule.frequency is Frequency.MONTHLY and rule.months else 1
    per_period = named * max(1, len(rule.times)) * months
    return per_period * DAYS_PER_MONTH / (PERIOD_DAYS[rule.frequency] * rule.interval)


def days_between(rule: Rule) -> float:
    """The mean number of days from one due day to the next."""
    return DAYS_PER_MONTH * max(1, len(rule.times)) / runs_per_month(rule)


def popup_per_month(words: str) -> float:
    """How often a month something pops up, from words such as "about twice a week".

    Raises ``Unclear`` with a sentence if the words do not say it.
    """
    found = POPUP.fullmatch(" ".join(words.lower().split()))
    if found is None:
        raise Unclear(f"Relay cannot tell how often “{words}” is. Write it like “about 3 times a month”.")
    count = found["count"]
    return (TIMES[count] if count in TIMES else float(count.replace(",", "."))) * PER_MONTH[found["period"]]


def off_hours_share(calendar: WorkingCalendar, starts: Iterable[datetime], *, minutes: int = 1) -> float:
    """The share, 0 to 1, of work starting at these moments that lies outside working hours; 0 without any.

    Each start stands for ``minutes`` of work by the wall clock. Naive moments are local to the calendar.
    """
    worked = [calendar.working_minutes(start, minutes=minutes) for start in starts]
    return 1 - sum(worked) / (minutes * len(worked)) if worked else 0.0
