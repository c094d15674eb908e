"""An explanation as a page shows it: the figures that add up, the bar, and what would change it."""

from typing import Any

from delegation.scoring.engine import Block, Explanation, Rubric
from delegation.scoring.engine.rubric import Rung
from delegation.scoring.engine.values import values_of

# The five colours of a bar: each reason to hold has its own, relief and transfer one each.
COLOUR = {"strategic": 1, "sensitivity": 2, "urgency": 3}
BLOCK_COLOUR = {Block.HOLD: 3, Block.RELIEF: 4, Block.TRANSFER: 5}
RUNG_WORDS = {
    Rung.KEEP: "Keep", Rung.SURGE_POOL: "Surge pool", Rung.SAFEGUARDS: "Delegate with safeguards", Rung.DELEGATE: "Delegate",
}  # fmt: skip
LONGEST = 18.0


def reasons(found: Explanation, rubric: Rubric) -> dict[str, Any]:
    """What ``scoring/reasons.html`` shows."""
    labels = {one.key: one for one in rubric.criteria}
    return {
        "words": found.words, "advice": found.advice.value, "band": found.band.value,
        "index": f"{found.shown_index:.1f}", "sentence": found.sentence, "walls": found.walls, "line": rubric.delegate_at,
        "caps": [cap.because for cap in found.caps], "share": round(100 * found.stability),
        "lines": [_line(part) for part in found.parts], "unrated": len(found.unrated), "of": len(rubric.keys),
        "bar": bar({part.criterion.key: part.level for part in found.parts}, rubric),
        "changes": [
            f"{labels[one.criterion].label}: {_said(one.now)} → "
            f"{one.then + 1}, {labels[one.criterion].levels[one.then].rstrip('.').lower()}: {RUNG_WORDS[one.rung]}."
            for one in found.level_changes[:3]
        ],
    }  # fmt: skip


def bar(levels: Any, rubric: Rubric) -> list[tuple[int, str, str]]:
    """The stacked parts of the index on a width of 100: colour, where it starts, how wide it is."""
    widths: dict[int, float] = {}
    for criterion, weight, value in zip(
        rubric.criteria, rubric.weights, values_of(levels, rubric), strict=True
    ):
        colour = COLOUR.get(criterion.key) or BLOCK_COLOUR[criterion.block]
        widths[colour] = widths.get(colour, 0.0) + 100 * weight * value
    parts, start = [], 0.0
    for colour in sorted(widths):
        parts.append((colour, f"{start:.1f}", f"{max(widths[colour] - 0.4, 0):.1f}"))
        start += widths[colour]
    return parts


def _line(part: Any) -> dict[str, Any]:
    criterion, level = part.criterion, part.level
    width = min(abs(part.points) / LONGEST, 0.5) * 100
    return {
        "label": criterion.label, "colour": COLOUR.get(criterion.key) or BLOCK_COLOUR[criterion.block],
        "level": None if level is None else _said(level),
        "words": _measured(part) or ("Nobody has said." if level is None else criterion.levels[round(level)]),
        "points": f"{part.shown:+.1f}".replace("-", "−") if part.shown else "0.0", "weight": f"{part.weight:.0f}",
        "x": f"{50 if part.points >= 0 else 50 - width:.1f}", "width": f"{width:.1f}",
    }  # fmt: skip


def _measured(part: Any) -> str:
    """The amount behind a measured answer: a share reads in per cent."""
    if part.measure is None:
        return ""
    amount = f"{100 * part.measure:.0f} %" if part.criterion.key == "offhours" else f"{part.measure:.4g}"
    return f"{amount} {part.criterion.unit.removeprefix('share ')}, measured"


def _said(level: float) -> str:
    """A level from 0 to 4 as a screen says it, 1 to 5."""
    return f"{level + 1:.0f}" if level == int(level) else f"{level + 1:.1f}"
