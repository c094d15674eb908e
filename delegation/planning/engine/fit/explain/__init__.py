"""Why this task, why now, why this partner, why not, and what would help: numbers, and one plain sentence each.

Every answer follows from the shadow prices of the plan (``planning.md`` of the design, D1 and D5): a lane is used
in a week exactly when a senior hour is worth more than ``(φ (r (1 + β) + λ) − b o) / (1 + δ − η)``.
"""

from delegation.planning.engine.fit.explain.certificate import Certificate, certificate
from delegation.planning.engine.fit.explain.help import Help, what_would_help
from delegation.planning.engine.fit.explain.lane import (
    WhyNow,
    WhyPartner,
    WhyTask,
    why_now,
    why_partner,
    why_task,
)
from delegation.planning.engine.fit.explain.stay import WhyNot, why_not

__all__ = [
    "Certificate",
    "Help",
    "WhyNot",
    "WhyNow",
    "WhyPartner",
    "WhyTask",
    "certificate",
    "what_would_help",
    "why_not",
    "why_now",
    "why_partner",
    "why_task",
]
