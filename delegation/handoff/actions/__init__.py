"""What people do about handoffs, on both sides."""

from delegation.handoff.actions.offering import accept, ask, decline, offer, withdraw
from delegation.handoff.actions.packets import edit_packet, preview
from delegation.handoff.actions.preparing import choose_terms, prepare, redelegate
from delegation.handoff.actions.procedures import draft_procedure, sign_off_procedure
from delegation.handoff.actions.safety import resume, suspend
from delegation.handoff.actions.tap import close_tap, open_tap, review
from delegation.handoff.actions.technicians import lapse, name, release
from delegation.handoff.actions.transfers import mark_step, sign_transfer
from delegation.handoff.actions.waivers import waive

__all__ = [
    "accept",
    "ask",
    "choose_terms",
    "close_tap",
    "decline",
    "draft_procedure",
    "edit_packet",
    "lapse",
    "mark_step",
    "name",
    "offer",
    "open_tap",
    "prepare",
    "preview",
    "redelegate",
    "release",
    "resume",
    "review",
    "sign_off_procedure",
    "sign_transfer",
    "suspend",
    "waive",
    "withdraw",
]
