"""What is kept of agreements with partners."""

from delegation.agreement.models.agreements import Agreement, Amendment, ScopeItem
from delegation.agreement.models.hours import HourBank
from delegation.agreement.models.partners import AccessGrant, Capability, OfferedHours
from delegation.agreement.models.partnerships import Partnership, partners_of

__all__ = [
    "AccessGrant",
    "Agreement",
    "Amendment",
    "Capability",
    "HourBank",
    "OfferedHours",
    "Partnership",
    "ScopeItem",
    "partners_of",
]
