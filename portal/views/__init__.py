"""The partner's pages."""

from portal.views.handoffs import (
    acceptance,
    confirmation,
    handing_back,
    handoff,
    handoffs,
    naming,
    procedure,
    question,
    refusal,
    release,
    signature,
    step,
    suspension,
    team,
)
from portal.views.queue import queue

__all__ = [
    "acceptance", "confirmation", "handing_back", "handoff", "handoffs", "naming", "procedure", "question", "queue",
    "refusal", "release", "signature", "step", "suspension", "team",
]  # fmt: skip
