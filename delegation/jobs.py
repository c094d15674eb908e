"""Where Celery looks for jobs. An index, no code."""

from delegation.notices import jobs as notices

__all__ = ["notices"]
