"""Keep every trail sealed."""

from celery import shared_task

from delegation.accounts.models import Organisation
from delegation.audit import trail
from delegation.audit.models import AuditEvent


@shared_task
def seal_trails() -> int:
    """Seal the new events of every organisation; gives how many were sealed."""
    waiting = AuditEvent.objects.filter(seal_number=None).values("organisation")
    return sum(trail.seal(organisation) for organisation in Organisation.objects.filter(pk__in=waiting))
