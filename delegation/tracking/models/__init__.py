"""What is kept of runs at a partner."""

from delegation.tracking.models.clock import (
    ClockInterval,
    due_of,
    minutes_of,
    start_clock,
    stop_clock,
    turn_clock,
    worked_of,
)
from delegation.tracking.models.messages import Message
from delegation.tracking.models.partner_runs import Check, PartnerRun
from delegation.tracking.models.time_entries import TimeEntry

__all__ = [
    "Check",
    "ClockInterval",
    "Message",
    "PartnerRun",
    "TimeEntry",
    "due_of",
    "minutes_of",
    "start_clock",
    "stop_clock",
    "turn_clock",
    "worked_of",
]
