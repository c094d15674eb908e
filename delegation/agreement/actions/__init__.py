"""What people do about agreements, on both sides."""

from delegation.agreement.actions.access import grant_access, request_access, revoke_access, suspend_access
from delegation.agreement.actions.agreements import (
    add_scope_item,
    draft,
    drop_scope_item,
    edit,
    end,
    put_in_force,
)
from delegation.agreement.actions.amendments import gather, propose, reject, reopen, sign
from delegation.agreement.actions.hours import bank_of, book, raise_cap, release, reserve, unbook
from delegation.agreement.actions.partners import note_capability, offer_hours
from delegation.agreement.actions.partnerships import (
    bring,
    firms_of,
    join,
    link_of,
    question_for,
    withdraw_question,
)

__all__ = [
    "add_scope_item",
    "bank_of",
    "book",
    "bring",
    "draft",
    "drop_scope_item",
    "edit",
    "end",
    "firms_of",
    "gather",
    "grant_access",
    "join",
    "link_of",
    "note_capability",
    "offer_hours",
    "propose",
    "put_in_force",
    "question_for",
    "raise_cap",
    "reject",
    "release",
    "reopen",
    "request_access",
    "reserve",
    "revoke_access",
    "sign",
    "suspend_access",
    "unbook",
    "withdraw_question",
]
