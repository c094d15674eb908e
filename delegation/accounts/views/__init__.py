"""Seats, people and organisations."""

from delegation.accounts.views.organisation import organisation
from delegation.accounts.views.people import absence, absences, person
from delegation.accounts.views.seats import (
    ending,
    invitation,
    invitations,
    people,
    renewed_invitation,
    role,
    seats,
    settings,
    withdrawn_invitation,
)

__all__ = [
    "absence",
    "absences",
    "ending",
    "invitation",
    "invitations",
    "organisation",
    "people",
    "person",
    "renewed_invitation",
    "role",
    "seats",
    "settings",
    "withdrawn_invitation",
]
