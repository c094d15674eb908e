"""Where Django looks for the tables of the stages. An index, no code."""

from delegation.agreement.models import (
    AccessGrant,
    Agreement,
    Amendment,
    Capability,
    HourBank,
    OfferedHours,
    ScopeItem,
)
from delegation.approval.models import Decision, Proposal
from delegation.handback.models import Return
from delegation.handoff.models import (
    Competence,
    Handoff,
    Packet,
    Procedure,
    ProcedureVersion,
    Transfer,
    TransferStep,
    Waiver,
)
from delegation.ledger.models import Entry
from delegation.planning.models import DemandEvent, Plan, PlanLine
from delegation.reporting.models import Report
from delegation.scoring.models import Asked, Campaign, Rating, Rubric, Score, Standing
from delegation.streamlining.models import Improvement, Missed, Trial, Watcher
from delegation.tracking.models import Check, ClockInterval, Message, PartnerRun, TimeEntry

__all__ = [
    "AccessGrant",
    "Agreement",
    "Amendment",
    "Asked",
    "Campaign",
    "Capability",
    "Check",
    "ClockInterval",
    "Competence",
    "Decision",
    "DemandEvent",
    "Entry",
    "Handoff",
    "HourBank",
    "Improvement",
    "Message",
    "Missed",
    "OfferedHours",
    "Packet",
    "PartnerRun",
    "Plan",
    "PlanLine",
    "Procedure",
    "ProcedureVersion",
    "Proposal",
    "Rating",
    "Report",
    "Return",
    "Rubric",
    "ScopeItem",
    "Score",
    "Standing",
    "TimeEntry",
    "Transfer",
    "TransferStep",
    "Trial",
    "Waiver",
    "Watcher",
]
