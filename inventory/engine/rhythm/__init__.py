"""When recurring work comes round: rules in plain words, the runs they owe, and the hours they cost.

``parse`` reads plain words, ``in_words`` says a rule back, ``runs`` expands a schedule between two instants.
"""

from inventory.engine.rhythm.calendar import WorkingCalendar, public_holidays
from inventory.engine.rhythm.hours import (
    Effort,
    Hours,
    hours_per_month,
    off_hours_share,
    popup_per_month,
    runs_per_month,
)
from inventory.engine.rhythm.phrase import in_words
from inventory.engine.rhythm.rule import Frequency, Rule, Unclear, from_text
from inventory.engine.rhythm.runs import (
    CatchUp,
    Closing,
    Due,
    Schedule,
    after_completion,
    catch_up,
    next_runs,
    runs,
    usual_closing,
)
from inventory.engine.rhythm.words import parse

__all__ = [
    "CatchUp",
    "Closing",
    "Due",
    "Effort",
    "Frequency",
    "Hours",
    "Rule",
    "Schedule",
    "Unclear",
    "WorkingCalendar",
    "after_completion",
    "catch_up",
    "from_text",
    "hours_per_month",
    "in_words",
    "next_runs",
    "off_hours_share",
    "parse",
    "popup_per_month",
    "public_holidays",
    "runs",
    "runs_per_month",
    "usual_closing",
]
