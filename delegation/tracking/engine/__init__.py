"""Whose minutes a run's are, and when it is due because of that; and what a packet's text says to a phone."""

from delegation.tracking.engine.clock import (
    CLIENT,
    CLOSED,
    PARTNER,
    THIRD_PARTY,
    Interval,
    begin,
    due_at,
    minutes_by_side,
    stop,
    turn,
)
from delegation.tracking.engine.coverage import ALWAYS, Coverage, covered_seconds
from delegation.tracking.engine.pace import Pace, left_words, pace, span_words, steps_words, worked_minutes
from delegation.tracking.engine.reading import check_text, step_parts, telephone

__all__ = [
    "ALWAYS",
    "CLIENT",
    "CLOSED",
    "PARTNER",
    "THIRD_PARTY",
    "Coverage",
    "Interval",
    "Pace",
    "begin",
    "check_text",
    "covered_seconds",
    "due_at",
    "left_words",
    "minutes_by_side",
    "pace",
    "span_words",
    "step_parts",
    "steps_words",
    "stop",
    "telephone",
    "turn",
    "worked_minutes",
]
