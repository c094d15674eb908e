"""Approvals: the queue, one proposal, and the answers to it."""

from delegation.approval.views.batch import decisions
from delegation.approval.views.one import decision, proposal, withdrawal
from delegation.approval.views.queue import proposals

__all__ = ["decision", "decisions", "proposal", "proposals", "withdrawal"]
