"""Hand-offs on the client's side: the list, one of them, its packet, its transfer, and the acts."""

from delegation.handoff.views.acts import (
    closing,
    continuation,
    offer,
    opening,
    resumption,
    reviews,
    suspension,
    terms,
    waivers,
    withdrawal,
)
from delegation.handoff.views.handoffs import handoffs, preparation
from delegation.handoff.views.packets import packet, preview
from delegation.handoff.views.page import handoff
from delegation.handoff.views.transfers import procedure_signature, signature, steps, transfer

__all__ = [
    "closing",
    "continuation",
    "handoff",
    "handoffs",
    "offer",
    "opening",
    "packet",
    "preparation",
    "preview",
    "procedure_signature",
    "resumption",
    "reviews",
    "signature",
    "steps",
    "suspension",
    "terms",
    "transfer",
    "waivers",
    "withdrawal",
]
