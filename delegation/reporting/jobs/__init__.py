"""What machines do for reports: gather the facts, print, and keep the schedule."""

from delegation.reporting.jobs.gathering import gather
from delegation.reporting.jobs.printing import print_due, print_report, scheduled_reports

__all__ = ["gather", "print_due", "print_report", "scheduled_reports"]
