"""The partner's pages."""

from portal.views.queue import queue

__all__ = ["queue"]
