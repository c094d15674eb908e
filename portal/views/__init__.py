"""The partner's pages."""

from portal.views.coming_in import invitation
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

__all__ = [
    "acceptance", "confirmation", "done", "handing_back", "handoff", "handoffs", "hours", "invitation", "naming", "pick_up", "procedure",
    "putting_down", "question", "queue", "refusal", "release", "resumption", "run", "run_question", "sending_home",
    "signature", "start", "step", "submission", "suspension", "team", "tick", "time",
]  # fmt: skip
