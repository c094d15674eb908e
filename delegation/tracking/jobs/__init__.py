"""What the clock does for runs: make them when they fall due, remind, freeze, and end what nobody ends."""

from delegation.tracking.jobs.creating import create_run, due_runs
from delegation.tracking.jobs.finishing import end_run, fill_run
from delegation.tracking.jobs.freezing import follow_suspensions
from delegation.tracking.jobs.reminding import overdue

__all__ = ["create_run", "due_runs", "end_run", "fill_run", "follow_suspensions", "overdue"]
