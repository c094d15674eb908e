"""Where our own time goes: two bars of run, grow and transform, before and after."""

from collections.abc import Iterator, Sequence

from delegation.reporting.engine.charts.marks import Drawing, Pen, drawing

WIDTH, LEFT = 224, 46
_ACROSS = WIDTH - LEFT - 2
_PURPOSES = ("run", "grow", "transform")
_NARROWEST, _NARROW = 5, 12  # per cent: room for no number at all, or for one without its sign


def mix(pen: Pen, bars: Sequence[tuple[str, Sequence[int]]], *, sentence: str) -> Drawing:
    """A bar for each (name, per cents of run, grow and transform), and the purposes named below the last."""
    parts = [
        mark for row, (name, shares) in enumerate(bars) for mark in _bar(pen, name, shares, 1 + 21 * row)
    ]
    foot = 21 * len(bars) + 4
    parts += list(_names(pen, bars[-1][1], foot))
    return drawing(parts, width=WIDTH, height=foot + 4, name="mixs", sentence=sentence)


def _bar(pen: Pen, name: str, shares: Sequence[int], y: float) -> Iterator[str]:
    yield pen.words(0, y + 10, name, fill="ink", size=8, weight=600)
    x = float(LEFT)
    for purpose, share in zip(_PURPOSES, shares, strict=True):
        width = share / 100 * _ACROSS
        if share:
            yield pen.bar(x, y, max(width - 1, 0.4), 15, fill=purpose)
        if share >= _NARROWEST:
            ink = "on-accent" if purpose == "transform" else "ink"
            yield pen.words(
                x + width / 2, y + 10.2, f"{share}" if share < _NARROW else f"{share} %", fill=ink, tone=f"on-{purpose}",
                size=7.6, weight=600, anchor="middle",
            )  # fmt: skip
        x += width


def _names(pen: Pen, shares: Sequence[int], y: float) -> Iterator[str]:
    x, free = float(LEFT), float(LEFT)
    for purpose, share in zip(_PURPOSES, shares, strict=True):
        word = purpose.title()
        at = min(max(x, free), WIDTH - 4.4 * len(word))
        yield pen.words(at, y, word, fill=f"{purpose}-ink", size=7.4, weight=600)
        x += share / 100 * _ACROSS
        free = at + 4.6 * len(word) + 5
