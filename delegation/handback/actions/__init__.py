"""What people do to bring a task home, on both sides."""

from delegation.handback.actions.homecoming import confirm, force, review_procedure, revoke_access, sign
from delegation.handback.actions.leaving import hand_back, recall

__all__ = ["confirm", "force", "hand_back", "recall", "review_procedure", "revoke_access", "sign"]
