"""Bringing a task home, on the client's side."""

from delegation.handback.views.homecoming import access, force, procedure, return_signature, way_home
from delegation.handback.views.recall import recall

__all__ = ["access", "force", "procedure", "recall", "return_signature", "way_home"]
