"""Partners and agreements on the client's side: the lists, one of each, drafting, and the acts."""

from delegation.agreement.views.acts import (
    amendment_proposal,
    amendment_rejection,
    amendment_reopening,
    amendment_signature,
    amendments,
    ending,
    force,
    scope,
)
from delegation.agreement.views.drafts import draft, terms
from delegation.agreement.views.pages import agreement, agreements
from delegation.agreement.views.partner_acts import (
    access_opening,
    access_revocation,
    access_suspension,
    accesses,
    capabilities,
    partner_invitations,
    partner_withdrawal,
)
from delegation.agreement.views.partners import partner, partners

__all__ = [
    "access_opening",
    "access_revocation",
    "access_suspension",
    "accesses",
    "agreement",
    "agreements",
    "amendment_proposal",
    "amendment_rejection",
    "amendment_reopening",
    "amendment_signature",
    "amendments",
    "capabilities",
    "draft",
    "ending",
    "force",
    "partner",
    "partner_invitations",
    "partner_withdrawal",
    "partners",
    "scope",
    "terms",
]
