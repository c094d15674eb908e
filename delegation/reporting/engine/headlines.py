"""The four figures on top, each beside last month and the month compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.reporting.engine.charts.marks import Drawing, Pen
from delegation.reporting.engine.charts.spark import spark
from delegation.reporting.engine.months import Month
from delegation.reporting.engine.rounding import whole


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure: 72, " h a week", what it is, what it was, and the way it came."""

    number: str
    unit: str
    label: str
    before: str
    spark: Drawing


def headlines(pen: Pen, known: Sequence[Month], partner: str) -> tuple[Headline, ...]:
    """The four numbers at the head of the report, each with the months before it; ``known`` is oldest first."""
    rows = (
        ([whole(month.partner_minutes) for month in known], "h", f"Routine work by {partner}"),
        ([month.over for month in known], f"of {len(known[-1].weeks)}", "Weeks over own capacity"),
        ([month.transform_a_week for month in known], "h a week", "Own time on transformation"),
        ([month.night_calls for month in known], "", "Night calls to our own staff"),
    )
    return tuple(_headline(pen, known, *row) for row in rows)


def _headline(pen: Pen, known: Sequence[Month], numbers: Sequence[int], unit: str, label: str) -> Headline:
    said = [f"{month.name} {number:,}" for month, number in zip(known, numbers, strict=True)]
    before = " · ".join([*said[-2:-1], *said[:-2][:1]]) or "First month counted"
    drawn = spark(pen, numbers, sentence=f"{label}: {', '.join(said)}")
    return Headline(f"{numbers[-1]:,}", unit, label, before, drawn)
