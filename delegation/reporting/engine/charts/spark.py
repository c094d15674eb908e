"""A sparkline: where a number came from, at a glance."""

from collections.abc import Sequence

from delegation.reporting.engine.charts.marks import Drawing, Pen, drawing, path

WIDTH, HEIGHT = 74, 18


def spark(pen: Pen, values: Sequence[int], *, sentence: str, height: int = HEIGHT) -> Drawing:
    """``values`` from oldest to newest as a line from 0, with a dot on the newest."""
    most = max(*values, 1) if values else 1
    stride = (WIDTH - 6) / max(len(values) - 1, 1)
    points = [
        (2 + place * stride, height - 2 - value / most * (height - 5)) for place, value in enumerate(values)
    ]
    parts = [pen.line(path(points), stroke="ink-3", width=1)] if len(points) > 1 else []
    parts += [pen.dot(x, y, 2, fill="tide") for x, y in points[-1:]]
    return drawing(parts, width=WIDTH, height=height, name="spark", sentence=sentence)
