"""The few marks every chart is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from delegation.reporting.engine.charts.palette import Palette


class Drawing(str):
    """Finished SVG. Templates print it as it stands: all words in it were escaped when they were set."""

    __slots__ = ()

    def __html__(self) -> "Drawing":
        return self


@dataclass(frozen=True, slots=True)
class Pen:
    """Sets marks in the colours of one palette. Lengths are units of the drawing's view box."""

    palette: Palette

    def bar(
        self, x: float, y: float, width: float, height: float, *, fill: str, outline: str = "", corner: int = 0
    ) -> str:  # fmt: skip
        """Draw a rectangle by its upper left corner, with an edge where ``outline`` names a colour."""
        edge = self._stroke(outline, 0.8) if outline else ""
        rounded = f' rx="{corner}"' if corner else ""
        return (
            f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}"{rounded}'
            f' class="{_classes(fill, outline)}" fill="{self.palette[fill]}"{edge}/>'
        )

    def line(self, path: str, *, stroke: str, width: float = 0.5) -> str:
        """Draw along an SVG path."""
        return f'<path d="{path}" class="s-{stroke}" fill="none"{self._stroke(stroke, width)}/>'

    def dot(self, x: float, y: float, radius: float, *, fill: str) -> str:
        """Draw a disc by its middle."""
        return f'<circle cx="{_at(x)}" cy="{_at(y)}" r="{_at(radius)}" class="f-{fill}" fill="{self.palette[fill]}"/>'

    def words(
        self, x: float, y: float, text: str, *, fill: str = "ink-2", size: float = 7.2,
        weight: int = 400, anchor: str = "start", tone: str = "",
    ) -> str:  # fmt: skip
        """Set a text, escaped, at the left, middle or end of its base line."""
        return (
            f'<text x="{_at(x)}" y="{_at(y)}" font-family="Inter" font-size="{_at(size)}" font-weight="{weight}"'
            f' text-anchor="{anchor}" class="f-{tone or fill}" fill="{self.palette[fill]}">{escape(text)}</text>'
        )

    def _stroke(self, stroke: str, width: float) -> str:
        return f' stroke="{self.palette[stroke]}" stroke-width="{_at(width)}"'


def path(points: Iterable[tuple[float, float]]) -> str:
    """A line through ``points``."""
    return "M" + "L".join(f"{_at(x)} {_at(y)}" for x, y in points)


def drawing(parts: Iterable[str], *, width: float, height: float, name: str, sentence: str) -> Drawing:
    """An SVG of the class ``name``. ``sentence`` says what it shows to who cannot see it, on page and paper."""
    return Drawing(
        f'<svg viewBox="0 0 {_at(width)} {_at(height)}" class="{name}" role="img">'
        f"<title>{escape(sentence)}</title>{''.join(parts)}</svg>"
    )


def _classes(fill: str, outline: str) -> str:
    return f"f-{fill} s-{outline}" if outline else f"f-{fill}"


def _at(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
