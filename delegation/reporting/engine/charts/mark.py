"""The sign of Relay, a wave on a tile."""

from delegation.reporting.engine.charts.marks import Drawing, Pen, drawing

_WAVE = "M3.5 12.5c2 0 2.7-5 4.5-5s2.5 5 4.5 5 2.2-5 4-5"


def mark(pen: Pen) -> Drawing:
    """Draw the sign, 20 units wide and high."""
    tile = pen.bar(0, 0, 20, 20, fill="tide", corner=5)
    wave = pen.line(_WAVE, stroke="on-accent", width=1.6)
    return drawing([tile, wave], width=20, height=20, name="mk", sentence="Relay")
