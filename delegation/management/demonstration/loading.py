"""The chapters, in the order in which they are told."""

from datetime import datetime

from django.db import transaction

from delegation.accounts.models import Organisation
from delegation.management.demonstration.agreeing import agree, let_in
from delegation.management.demonstration.assessing import assess
from delegation.management.demonstration.catalogue import catalogue
from delegation.management.demonstration.counting import count
from delegation.management.demonstration.deciding import propose_handoffs, propose_others
from delegation.management.demonstration.handing import hand_off, planned
from delegation.management.demonstration.importing import bring_tickets
from delegation.management.demonstration.people import Client, settle
from delegation.management.demonstration.reporting import report, tell_everybody
from delegation.management.demonstration.running import run
from delegation.management.demonstration.simplifying import simplify
from delegation.management.demonstration.teaching import teach
from inventory.models import Task


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
    _delegate(halden, "handoffs", ("meridian", "cobalt"))
    _delegate(norrby, "norrby_handoffs", ("norrby",))
    propose_others(halden)
    simplify(halden)
    for client in (halden, norrby):
        count(client)
        Task.objects.bulk_update(client.tasks.values(), ["status", "version", "moved_at"], batch_size=200)
        client.chronicle.write()
    bring_tickets(halden)
    report(halden)
    tell_everybody(halden)


def _delegate(client: Client, handoffs: str, agreements: tuple[str, ...]) -> None:
    agree(client, slugs=agreements)
    wanted = planned(client, handoffs)
    let_in(client, {(slug, str(task.system)) for task, slug, _ in wanted})
    propose_handoffs(client, wanted)
    found = hand_off(client, handoffs)
    teach(client, found)
    run(client, found)
