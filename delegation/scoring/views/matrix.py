"""Where tasks lie between value and the need for our own hands: the geometry of an SVG drawn on the server."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from typing import Any

from delegation.scoring.engine import Rubric

LEFT, TOP, RIGHT, BOTTOM = 22.0, 14.0, 512.0, 554.0
LEVELS = 4
GOLDEN = pi * (3 - sqrt(5))
CELL = 40.0


def matrix(rows: Sequence[dict[str, Any]], rubric: Rubric) -> dict[str, Any]:
    """Marks, grid lines and the line of the rows that have all three headline answers.

    The vertical axis is strategic value, the horizontal one the mean of sensitivity and urgency.
    """
    placed = [row for row in rows if row["strategic"] and row["sensitivity"] and row["urgency"]]
    spots: dict[tuple[int, int], int] = {}
    marks = []
    for row in placed:
        x, y = _x((row["sensitivity"] + row["urgency"]) / 2), _y(row["strategic"])
        spot = (round(x / CELL), round(y / CELL))
        before = spots.get(spot, 0)
        spots[spot] = before + 1
        marks.append(_mark(row, *_beside(x, y, before)))
    return {
        "marks": marks, "line": _line(placed, rubric), "rows": [_y(level) for level in (2, 3, 4)],
        "columns": [_x(level) for level in (2, 3, 4)], "frame": (LEFT, TOP, RIGHT, BOTTOM),
    }  # fmt: skip


def _mark(row: dict[str, Any], x: float, y: float) -> dict[str, Any]:
    """A shape by advice, a size by hours."""
    radius = min(9 + sqrt(row["hours"]) * 1.5, 18)
    advice = row["advice"]
    shape = {
        "automate": f"M{x:.1f} {y - radius:.1f}l{radius:.1f} {radius:.1f} {-radius:.1f} {radius:.1f} {-radius:.1f} {-radius:.1f}z",
        "streamline": f"M{x:.1f} {y - radius:.1f}l{1.2 * radius:.1f} {2 * radius:.1f}h{-2.4 * radius:.1f}z",
        "eliminate": _cross(x, y, radius * 0.7),
    }.get(advice, "")
    return {
        **{key: row[key] for key in ("pk", "url", "place", "title", "words", "index", "walled", "advice")},
        "hours": f"{row['hours']:.3g}", "x": f"{x:.1f}", "y": f"{y:.1f}", "text_y": f"{y + (8 if advice == 'streamline' else 4):.1f}",
        "text_x": f"{x + (radius + 6 if advice == 'eliminate' else 0):.1f}", "path": shape,
        "r": f"{radius:.1f}", "left": f"{x - radius:.1f}", "top": f"{y - radius:.1f}", "side": f"{2 * radius:.1f}",
        "lock": f"translate({x + radius - 6:.1f} {y - radius - 6:.1f})",
    }  # fmt: skip


def _cross(x: float, y: float, half: float) -> str:
    arm = half * 0.42
    inner = half - arm
    moves = [
        (-half, -inner), (-inner, -half), (0, -arm), (inner, -half), (half, -inner), (arm, 0), (half, inner),
        (inner, half), (0, arm), (-inner, half), (-half, inner), (-arm, 0),
    ]  # fmt: skip
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in moves) + "z"


def _beside(x: float, y: float, before: int) -> tuple[float, float]:
    """A place of its own for the next mark of one spot: on a sunflower's spiral around it, inside the frame."""
    away = 25 * sqrt(before)
    x, y = x + away * cos(before * GOLDEN), y + away * sin(before * GOLDEN)
    return min(max(x, LEFT + 14), RIGHT - 14), min(max(y, TOP + 34), BOTTOM - 14)


def _line(rows: Sequence[dict[str, Any]], rubric: Rubric) -> dict[str, str] | None:
    """Where the index reaches the line at the mean relief and teachability of these rows; straight, as the index is linear."""
    if not rows or not {"strategic", "sensitivity", "urgency"} <= rubric.places.keys():
        return None
    strategic, sensitivity, urgency = (
        100 * rubric.weights[rubric.places[key]] for key in ("strategic", "sensitivity", "urgency")
    )
    both = sensitivity + urgency
    rest = sum(
        row["exact"] - strategic * _worth(row["strategic"]) - both * _worth((row["sensitivity"] + row["urgency"]) / 2) for row in rows
    ) / len(rows)  # fmt: skip
    if strategic < 1 or both < 1:
        return None
    needed = rubric.delegate_at - rest
    ends = [_end(1 + LEVELS * (1 - (needed - both * _worth(x)) / strategic), x) for x in (1.0, 5.0)]
    (x1, y1), (x2, y2) = ends
    return {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}


def _end(level: float, x: float) -> tuple[float, float]:
    return _x(x), _y(level)


def _worth(level: float) -> float:
    """How much a level from 1 to 5 of a reason to hold still speaks for delegating, 0 to 1."""
    return 1 - (level - 1) / LEVELS


def _x(level: float) -> float:
    return LEFT + (RIGHT - LEFT) * (level - 0.8) / (LEVELS + 0.4)


def _y(level: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (level - 0.7) / (LEVELS + 0.6)
