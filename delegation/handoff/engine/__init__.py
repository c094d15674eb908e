"""What is true of a handoff: deadlines, what is missing, what a packet says, and how procedures differ."""

from delegation.handoff.engine.content import FIELDS, Suspect, fingerprint, suspects
from delegation.handoff.engine.deadlines import ball, deadline
from delegation.handoff.engine.differences import differences
from delegation.handoff.engine.readiness import (
    NEEDED_TECHNICIANS,
    Line,
    in_place,
    missing,
    openable,
    readiness,
    taught,
)

__all__ = [
    "FIELDS",
    "NEEDED_TECHNICIANS",
    "Line",
    "Suspect",
    "ball",
    "deadline",
    "differences",
    "fingerprint",
    "in_place",
    "missing",
    "openable",
    "readiness",
    "suspects",
    "taught",
]
