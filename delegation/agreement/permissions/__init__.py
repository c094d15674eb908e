"""Who may read, draft, sign, change and end agreements, and who may touch hours and access."""

from delegation.agreement.permissions.access import (
    may_ask_for_access,
    may_grant_access,
    may_revoke_access,
    may_suspend_access,
)
from delegation.agreement.permissions.agreements import (
    may_draft_agreement,
    may_edit_agreement,
    may_end_agreement,
    may_put_in_force,
    may_see_agreement,
    may_see_agreements,
)
from delegation.agreement.permissions.amendments import (
    may_gather,
    may_propose_amendment,
    may_reject_amendment,
    may_reopen_amendment,
    may_sign_amendment,
)
from delegation.agreement.permissions.hours import (
    may_book,
    may_note_capability,
    may_offer_hours,
    may_raise_cap,
)
from delegation.agreement.permissions.partnerships import (
    may_bring,
    may_see_partners,
    may_withdraw,
    works_with,
)

__all__ = [
    "may_ask_for_access",
    "may_book",
    "may_bring",
    "may_draft_agreement",
    "may_edit_agreement",
    "may_end_agreement",
    "may_gather",
    "may_grant_access",
    "may_note_capability",
    "may_offer_hours",
    "may_propose_amendment",
    "may_put_in_force",
    "may_raise_cap",
    "may_reject_amendment",
    "may_reopen_amendment",
    "may_revoke_access",
    "may_see_agreement",
    "may_see_agreements",
    "may_see_partners",
    "may_sign_amendment",
    "may_suspend_access",
    "may_withdraw",
    "works_with",
]
