"""Where Celery looks for the jobs of the stages. An index, no code."""

from delegation.agreement import jobs as agreement
from delegation.audit import jobs as audit
from delegation.handback import jobs as handback
from delegation.handoff import jobs as handoff
from delegation.ledger import jobs as ledger
from delegation.notices import jobs as notices
from delegation.reporting import jobs as reporting
from delegation.scoring import jobs as scoring
from delegation.streamlining import jobs as streamlining
from delegation.tracking import jobs as tracking

__all__ = [
    "agreement",
    "audit",
    "handback",
    "handoff",
    "ledger",
    "notices",
    "reporting",
    "scoring",
    "streamlining",
    "tracking",
]
