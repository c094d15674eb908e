"""Who may do what to a handoff, on both sides, and why not. Whether the moment has come is the guards' business."""

from delegation.handoff.permissions.offering import (
    may_accept,
    may_ask,
    may_begin,
    may_choose_terms,
    may_decline,
    may_edit_packet,
    may_offer,
    may_prepare,
    may_preview,
    may_redelegate,
    may_say_read,
    may_waive,
    may_withdraw,
)
from delegation.handoff.permissions.safety import may_hand_back, may_recall, may_resume, may_suspend
from delegation.handoff.permissions.seeing import may_see_handoffs
from delegation.handoff.permissions.tap import may_close, may_open, may_review
from delegation.handoff.permissions.teaching import (
    may_draft_procedure,
    may_mark_step,
    may_name,
    may_release,
    may_sign_off_procedure,
    may_sign_transfer,
)

__all__ = [
    "may_accept",
    "may_ask",
    "may_begin",
    "may_choose_terms",
    "may_close",
    "may_decline",
    "may_draft_procedure",
    "may_edit_packet",
    "may_hand_back",
    "may_mark_step",
    "may_name",
    "may_offer",
    "may_open",
    "may_prepare",
    "may_preview",
    "may_recall",
    "may_redelegate",
    "may_release",
    "may_resume",
    "may_review",
    "may_say_read",
    "may_see_handoffs",
    "may_sign_off_procedure",
    "may_sign_transfer",
    "may_suspend",
    "may_waive",
    "may_withdraw",
]
