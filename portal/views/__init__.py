"""The partner's pages."""

from portal.views.agreements import agreement, agreements, amendment_rejection, amendment_signature
from portal.views.coming_in import invitation
from portal.views.handoffs import (
    acceptance,
    confirmation,
    handing_back,
    handoff,
    handoffs,
    question,
    refusal,
    suspension,
    words,
)
from portal.views.hours import hours
from portal.views.queue import done, queue
from portal.views.runs import (
    pick_up,
    putting_down,
    resumption,
    run,
    run_question,
    sending_home,
    start,
    submission,
    tick,
    time,
)
from portal.views.teaching import naming, procedure, release, signature, step, team

__all__ = [
    "acceptance", "agreement", "agreements", "amendment_rejection", "amendment_signature", "confirmation", "done",
    "handing_back", "handoff", "handoffs", "hours", "invitation", "naming", "pick_up", "procedure",
    "putting_down", "question", "queue", "refusal", "release", "resumption", "run", "run_question", "sending_home",
    "signature", "start", "step", "submission", "suspension", "team", "tick", "time",
    "words",
]  # fmt: skip
