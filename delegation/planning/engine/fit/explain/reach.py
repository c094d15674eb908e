"""How far a shadow price holds: for how many more units of a limit each is worth what the first one is."""

from collections.abc import Callable
from dataclasses import dataclass

WITHIN = 1e-6  # of the worth looked for, and of a unit: what counts as nothing


@dataclass(frozen=True)
class Seen:
    """The best ``value`` with so much more of a limit, the ``slope`` of the value there, and senior ``hours`` gained."""

    value: float
    slope: float
    hours: float = 0.0


@dataclass(frozen=True)
class Reach:
    """Each of the next ``until`` units is worth ``price``; the one after them is worth less."""

    price: float
    until: float


def reach(look: Callable[[float], Seen], price: float, *, far: float) -> Reach:
    """How far ``price`` holds, by solving again at greater limits; ``look(more)`` gives the answer with ``more`` of it.

    The value of a linear problem is concave and piecewise linear in a limit (Bertsimas and Tsitsiklis 1997, section
    5.2), so from ``far``, beyond which nothing more is gained, the tangent is met with the line of the price,
    and again from there, until the value lies on that line: exact after a few answers (Eisner and
    Severance 1976). Where the price holds for nothing more, as a plan at a kink may have it, the price of
    the next unit takes its place.
    """
    start, more = look(0.0).value, far
    while (seen := look(more)).value < start + price * more - WITHIN * max(1.0, price * more):
        slope = min(seen.slope, (seen.value - start) / more)
        nearer = (seen.value - slope * more - start) / (price - slope)
        price, more = (price, nearer) if nearer > WITHIN else (slope, far)
    return Reach(price, more)
