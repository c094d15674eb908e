"""What people do with runs, on both sides."""

from delegation.tracking.actions.hours import log_time, take_back_time
from delegation.tracking.actions.judging import accept_work, dispute, rework
from delegation.tracking.actions.messages import write
from delegation.tracking.actions.ordering import cancel, order
from delegation.tracking.actions.picking import pick_up, put_down, reassign
from delegation.tracking.actions.waiting import answer, ask, resume, wait
from delegation.tracking.actions.working import send_home, start, submit, tick, untick

__all__ = [
    "accept_work",
    "answer",
    "ask",
    "cancel",
    "dispute",
    "log_time",
    "order",
    "pick_up",
    "put_down",
    "reassign",
    "resume",
    "rework",
    "send_home",
    "start",
    "submit",
    "take_back_time",
    "tick",
    "untick",
    "wait",
    "write",
]
