"""Who may do what with a run, on both sides, and why not."""

from delegation.tracking.permissions.judging import (
    may_accept_work,
    may_answer,
    may_cancel,
    may_dispute,
    may_order,
    may_rework,
    may_see_runs,
)
from delegation.tracking.permissions.speaking import may_write
from delegation.tracking.permissions.working import (
    is_released,
    may_ask,
    may_log_time,
    may_pick_up,
    may_put_down,
    may_reassign,
    may_resume,
    may_send_home,
    may_start,
    may_submit,
    may_take_back_time,
    may_tick,
    may_wait,
)

__all__ = [
    "is_released",
    "may_accept_work",
    "may_answer",
    "may_ask",
    "may_cancel",
    "may_dispute",
    "may_log_time",
    "may_order",
    "may_pick_up",
    "may_put_down",
    "may_reassign",
    "may_resume",
    "may_rework",
    "may_see_runs",
    "may_send_home",
    "may_start",
    "may_submit",
    "may_take_back_time",
    "may_tick",
    "may_wait",
    "may_write",
]
