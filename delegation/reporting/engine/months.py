"""Weeks gathered into the months they start in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from delegation.reporting.engine.facts import Facts, Week
from delegation.reporting.engine.rounding import whole
from delegation.reporting.engine.wording import month_name


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks that start in one month. Sums are minutes."""

    first: date
    weeks: tuple[Week, ...]

    @property
    def name(self) -> str:
        """The month in words."""
        return month_name(self.first)

    @property
    def partner_minutes(self) -> int:
        """What the partner carried."""
        return sum(week.partner_minutes for week in self.weeks)

    @property
    def purposes(self) -> tuple[int, int, int]:
        """Our own people's run, grow and transform minutes."""
        return (
            sum(week.run_minutes for week in self.weeks),
            sum(week.grow_minutes for week in self.weeks),
            sum(week.transform_minutes for week in self.weeks),
        )

    @property
    def transform_a_week(self) -> int:
        """Our own people's transform work, whole hours a week."""
        return whole(self.purposes[2], 60 * len(self.weeks))

    @property
    def over(self) -> int:
        """How many of its weeks were over our own capacity."""
        return sum(week.over for week in self.weeks)

    @property
    def night_calls(self) -> int:
        """How often our own staff were called at night."""
        return sum(week.night_calls for week in self.weeks)


def months(facts: Facts) -> tuple[Month, ...]:
    """The months of ``facts.weeks``, oldest first; the last is the one reported on."""
    grouped = groupby(facts.weeks, key=lambda week: week.start.replace(day=1))
    return tuple(Month(first, tuple(weeks)) for first, weeks in grouped)


def clear_months(known: Sequence[Month]) -> int:
    """How many months in a row, ending with the last, had no week over capacity."""
    clear = 0
    for month in reversed(known):
        if month.over:
            break
        clear += 1
    return clear
