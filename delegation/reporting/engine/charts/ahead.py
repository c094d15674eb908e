"""The weeks to come: our own load, the partner's on top, and the line of our capacity less leave."""

from collections.abc import Iterator, Sequence

from delegation.reporting.engine.charts.marks import Drawing, Pen, drawing
from delegation.reporting.engine.charts.scale import Frame
from delegation.reporting.engine.facts import AheadWeek
from delegation.reporting.engine.wording import short_day

WIDTH, HEIGHT = 493, 120


def ahead(
    pen: Pen, weeks: Sequence[AheadWeek], *, short: Sequence[int], partner: str, sentence: str
) -> Drawing:
    """One bar a week. ``short`` is by how many hours each week is short, as the text of the report says it."""
    highest = max(
        max(week.own_minutes + week.partner_minutes, week.capacity_minutes - week.leave_minutes)
        for week in weeks
    )
    frame = Frame(0, 426, 12, 104, len(weeks), max(highest, 60))
    parts = [
        mark
        for place, (week, hours) in enumerate(zip(weeks, short, strict=True))
        for mark in _week(pen, frame, place, week, hours)
    ]
    parts.append(pen.words(437, frame.y(weeks[-1].own_minutes / 2), "Own load", size=7.4, weight=600))
    if weeks[-1].partner_minutes:
        y = frame.y(weeks[-1].own_minutes + weeks[-1].partner_minutes / 2)
        parts.append(pen.words(437, y + 2, partner[:13], fill="tide", size=7.4, weight=600))
    return drawing(parts, width=WIDTH, height=HEIGHT, name="fc", sentence=sentence)


def _week(pen: Pen, frame: Frame, place: int, week: AheadWeek, short: int) -> Iterator[str]:
    x, width = frame.edge(place) + 7, frame.step - 14
    own, roof = frame.y(week.own_minutes), frame.y(week.own_minutes + week.partner_minutes)
    line = frame.y(week.capacity_minutes - week.leave_minutes)
    yield pen.bar(x, own, width, frame.bottom - own, fill="line")
    if week.partner_minutes:
        height = max(own - roof - 0.6, 0.6)
        yield pen.bar(x + 0.4, roof, width - 0.8, height, fill="tide-soft", outline="tide")
    yield pen.line(f"M{x - 5:.1f} {line:.1f}h{width + 10:.1f}", stroke="ink", width=1.4)
    yield pen.words(x + width / 2, frame.bottom + 11, short_day(week.start), size=7, anchor="middle")
    if short:
        words, y = f"{short} h short", min(roof, line) - 3
        yield pen.words(x + width / 2, y, words, fill="bad", size=7, weight=600, anchor="middle")
