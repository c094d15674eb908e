"""Where Celery looks for the jobs of the stages. An index, no code."""

from delegation.ledger import jobs as ledger
from delegation.notices import jobs as notices
from delegation.reporting import jobs as reporting

__all__ = ["ledger", "notices", "reporting"]
