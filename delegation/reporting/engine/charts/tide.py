"""The tide chart: our own load stacked by purpose, the partner's on top, and the line of our capacity."""

from collections.abc import Iterator, Sequence

from delegation.reporting.engine.charts.marks import Drawing, Pen, drawing, path
from delegation.reporting.engine.charts.scale import Frame, apart, ticks
from delegation.reporting.engine.charts.tide_notes import notes
from delegation.reporting.engine.facts import Facts, Week
from delegation.reporting.engine.wording import month_and_year, month_name

WIDTH, HEIGHT = 493, 206


def tide(pen: Pen, facts: Facts, *, sentence: str) -> Drawing:
    """Weekly hours from the first week to the last. A dot below marks a week over capacity."""
    weeks = facts.weeks
    highest = max(max(week.own_minutes + week.partner_minutes, week.available_minutes) for week in weeks)
    frame = Frame(20, 428, 24, 182, len(weeks), max(int(highest * 1.06), 60))
    parts = [
        *_grid(pen, frame),
        *(mark for place, week in enumerate(weeks) for mark in _stack(pen, frame, place, week)),
        *_capacity(pen, frame, weeks),
        *_calendar(pen, frame, weeks),
        *_names(pen, frame, weeks[-1], facts.partner),
        *notes(pen, frame, facts),
    ]
    return drawing(parts, width=WIDTH, height=HEIGHT, name="tide", sentence=sentence)


def _grid(pen: Pen, frame: Frame) -> Iterator[str]:
    for hours in ticks(frame.most):
        y = frame.y(hours * 60)
        yield pen.line(f"M{frame.left:g} {y:.1f}H{frame.right:g}", stroke="line")
        yield pen.words(frame.left - 4, y + 2.4, f"{hours}", fill="ink-3", size=6.8, anchor="end")


def _stack(pen: Pen, frame: Frame, place: int, week: Week) -> Iterator[str]:
    width = frame.step * 0.8
    x, done = frame.middle(place) - width / 2, 0
    for purpose in ("run", "grow", "transform"):
        minutes = getattr(week, f"{purpose}_minutes")
        top, bottom = frame.y(done + minutes), frame.y(done)
        if minutes:
            yield pen.bar(x, top + 0.4, width, max(bottom - top - 0.4, 0.2), fill=purpose)
        done += minutes
    if week.partner_minutes:
        top, bottom = frame.y(done + week.partner_minutes), frame.y(done)
        height = max(bottom - top - 0.9, 0.6)
        yield pen.bar(x + 0.4, top + 0.5, width - 0.8, height, fill="tide-soft", outline="tide")
    if week.over:
        yield pen.dot(frame.middle(place), frame.bottom + 5.5, 1.7, fill="bad-line")


def _capacity(pen: Pen, frame: Frame, weeks: Sequence[Week]) -> Iterator[str]:
    """A line that steps down with leave, with a halo so that it reads over dark bars and in greyscale."""
    steps = [
        (frame.edge(place + side), frame.y(week.available_minutes))
        for place, week in enumerate(weeks)
        for side in (0, 1)
    ]
    yield pen.line(path(steps), stroke="surface", width=2.6)
    yield pen.line(path(steps), stroke="ink", width=1.2)


def _calendar(pen: Pen, frame: Frame, weeks: Sequence[Week]) -> Iterator[str]:
    known: tuple[int, int] | None = None
    for place, week in enumerate(weeks):
        if (week.start.year, week.start.month) == known:
            continue
        known = (week.start.year, week.start.month)
        full = month_and_year(week.start) if not place else month_name(week.start)
        name = full if len(weeks) <= 30 else month_name(week.start)[:3]
        yield pen.line(f"M{frame.edge(place):.1f} {frame.bottom + 10.5:g}v9", stroke="line")
        yield pen.words(frame.edge(place) + 2, frame.bottom + 18, name)


def _names(pen: Pen, frame: Frame, week: Week, partner: str) -> Iterator[str]:
    sizes = (week.run_minutes, week.grow_minutes, week.transform_minutes, week.partner_minutes)
    middles = [frame.y(sum(sizes[:place]) + size / 2) for place, size in enumerate(sizes)]
    heights = apart(middles, 11)
    x = frame.right + 7
    for purpose, y in zip(("run", "grow", "transform"), heights[:3], strict=True):
        yield pen.words(x, y + 2.5, purpose.title(), fill=f"{purpose}-ink", size=7.6, weight=600)
    if week.partner_minutes:
        y = min(heights[3], heights[2] - 16)
        yield pen.words(x, y - 2.5, "Run, done by", fill="tide", size=7.6, weight=600)
        yield pen.words(x, y + 6.6, _short(partner), fill="tide", size=7.6, weight=600)


def _short(name: str) -> str:
    return name if len(name) <= 14 else f"{name[:13].rstrip()}…"
