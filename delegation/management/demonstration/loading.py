"""The chapters, in the order in which they are told."""

from datetime import datetime

from django.db import transaction

from delegation.accounts.models import Organisation
from delegation.management.demonstration.assessing import assess
from delegation.management.demonstration.catalogue import catalogue
from delegation.management.demonstration.people import settle


def is_there() -> bool:
    return Organisation.objects.filter(is_demonstration=True).exists()


@transaction.atomic
def load(*, now: datetime) -> None:
    """Write the whole demonstration as of an aware moment; the same moment gives the same story.

    Raises ``ValueError`` where it is there already.
    """
    if is_there():
        raise ValueError("The demonstration is loaded already.")
    halden, norrby = settle(now=now)
    catalogue(halden, slug="halden")
    catalogue(norrby, slug="norrby")
    assess(halden, table_name="tasks", second="marta")
    assess(norrby, table_name="norrby_tasks", second="nils")
    for client in (halden, norrby):
        client.chronicle.write()
