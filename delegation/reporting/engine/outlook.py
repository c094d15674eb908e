"""The weeks to come, and how far they fall short."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.reporting.engine.charts.ahead import ahead
from delegation.reporting.engine.charts.marks import Drawing, Pen
from delegation.reporting.engine.facts import AheadWeek, Facts
from delegation.reporting.engine.rounding import whole
from delegation.reporting.engine.wording import count, day_and_month, listed, number_word


@dataclass(frozen=True, slots=True)
class Outlook:
    """The heading and drawing of the weeks to come, and its numbers: week, own load, capacity, partner, short."""

    title: str
    drawing: Drawing
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def short_hours(weeks: Sequence[AheadWeek]) -> list[int]:
    """By how many whole hours each week is short; less than half an hour is not."""
    return [whole(week.short_minutes) for week in weeks]


def outlook(pen: Pen, facts: Facts, partner: str) -> Outlook | None:
    """What the forecast says, or nothing where there is none."""
    weeks, short = facts.ahead, short_hours(facts.ahead)
    if not weeks:
        return None
    heads = ("Week of", "Own load", "Capacity less leave", partner, "Short by")
    return Outlook(
        title=_title(short),
        drawing=ahead(pen, weeks, short=short, partner=partner, sentence=_sentence(weeks, short)),
        heads=heads,
        rows=tuple(_row(week, hours) for week, hours in zip(weeks, short, strict=True)),
    )


def _title(short: Sequence[int]) -> str:
    span, gaps = count(len(short), "week"), sum(hours > 0 for hours in short)
    if not gaps:
        return f"The next {span}: none is short"
    return f"The next {span}: {number_word(gaps)} {'is' if gaps == 1 else 'are'} short"


def _sentence(weeks: Sequence[AheadWeek], short: Sequence[int]) -> str:
    named = [
        f"the week of {day_and_month(week.start)} by {hours:,} h"
        for week, hours in zip(weeks, short, strict=True)
        if hours
    ]
    forecast = f"Forecast for {count(len(weeks), 'week')}"
    return f"{forecast}. Short: {listed(named)}." if named else f"{forecast}. None is short."


def _row(week: AheadWeek, short: int) -> tuple[str, ...]:
    available = week.capacity_minutes - week.leave_minutes
    numbers = (whole(week.own_minutes), whole(available), whole(week.partner_minutes), short)
    return (day_and_month(week.start), *(f"{number:,}" for number in numbers))
