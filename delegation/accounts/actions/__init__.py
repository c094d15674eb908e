"""What people do about seats, people and organisations."""

from delegation.accounts.actions.organisations import first_seat, keep_organisation, open_organisation
from delegation.accounts.actions.people import drop_absence, keep_person, note_absence
from delegation.accounts.actions.seats import (
    end_seat,
    give_role,
    invitation_for,
    invite,
    link_for,
    renew_invitation,
    take_seat,
    withdraw_invitation,
)

__all__ = [
    "drop_absence",
    "end_seat",
    "first_seat",
    "give_role",
    "invitation_for",
    "invite",
    "keep_organisation",
    "keep_person",
    "link_for",
    "note_absence",
    "open_organisation",
    "renew_invitation",
    "take_seat",
    "withdraw_invitation",
]
