"""Agreements on the client's side: the list, one of them, its drafting, and the acts."""

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

__all__ = [
    "agreement",
    "agreements",
    "amendment_proposal",
    "amendment_rejection",
    "amendment_reopening",
    "amendment_signature",
    "amendments",
    "draft",
    "ending",
    "force",
    "scope",
    "terms",
]
