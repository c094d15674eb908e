"""What is kept of handing off."""

from delegation.handoff.models.handoffs import Handoff, Waiver
from delegation.handoff.models.packets import Packet
from delegation.handoff.models.procedures import Procedure, ProcedureVersion
from delegation.handoff.models.readiness import (
    approval_of,
    left_minutes,
    openable_of,
    readiness_of,
    taught_of,
)
from delegation.handoff.models.transfers import Competence, Transfer, TransferStep

__all__ = [
    "Competence",
    "Handoff",
    "Packet",
    "Procedure",
    "ProcedureVersion",
    "Transfer",
    "TransferStep",
    "Waiver",
    "approval_of",
    "left_minutes",
    "openable_of",
    "readiness_of",
    "taught_of",
]
