"""Where values stand on paper."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot inside a drawing: ``count`` equal places from left to right, 0 to ``most`` from bottom to top."""

    left: float
    right: float
    top: float
    bottom: float
    count: int
    most: int

    @property
    def step(self) -> float:
        """The width of one place."""
        return (self.right - self.left) / self.count

    def edge(self, place: float) -> float:
        """The left edge of a place; of ``count``, the right end."""
        return self.left + place * self.step

    def middle(self, place: float) -> float:
        """The middle of a place."""
        return self.edge(place + 0.5)

    def y(self, minutes: float) -> float:
        """The height at which so many minutes stand; downwards is more, as in SVG."""
        return self.bottom - minutes / self.most * (self.bottom - self.top)


def ticks(most: int) -> list[int]:
    """Two to four round numbers of hours above 0 and below ``most`` minutes.

    >>> ticks(340 * 60)
    [100, 200, 300]
    """
    hours = most / 60
    step = next(
        size * 10**power for power in range(12) for size in (1, 2, 5) if hours / (size * 10**power) < 5
    )
    return [step * place for place in range(1, int(hours / step) + 1)]


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Heights for labels that want ``wanted`` (lowest label first), each at least ``gap`` above the one before."""
    placed: list[float] = []
    for y in wanted:
        placed.append(min(y, placed[-1] - gap) if placed else y)
    return placed
