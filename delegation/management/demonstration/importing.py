"""A service desk's export is brought, written, and searched for chores, by the product's own ways."""

from delegation.management.demonstration.people import Client
from delegation.management.demonstration.tickets import export
from inventory import jobs
from inventory.actions import accept_chore, bring, merge_chore, refuse_chore
from inventory.models import Chore


def bring_tickets(client: Client) -> None:
    """Import the made-up tickets, find the chores in them, and decide about two."""
    by = client.people["ana"]
    content = export(today=client.chronicle.today)
    row = bring(file_name="service-desk-autumn.csv", content=content, by=by, organisation=client.organisation)
    row.start(by=by)
    jobs.write_import(import_id=str(row.pk))
    jobs.find_chores(organisation_id=str(client.organisation.pk))
    found = {chore.title: chore for chore in Chore.objects.filter(organisation=client.organisation)}
    for chore in found.values():
        if "assword" in chore.title:
            merge_chore(
                chore=chore, task=client.tasks["Reset passwords, unlock accounts"], by=client.people["marta"]
            )
        elif "uest wireless" in chore.title:
            refuse_chore(chore=chore, by=client.people["marta"])
        elif "ertificate runs out" in chore.title:
            accept_chore(chore=chore, by=client.people["tomas"], today=client.chronicle.today)
    bring(
        file_name="service-desk-since.csv", content=_since(content), by=by, organisation=client.organisation
    )


def _since(content: bytes) -> bytes:
    """The export of a week later, looked at and not yet written: some tickets new, some changed, one that cannot be read."""
    heading, *lines = content.decode().splitlines()
    known = [
        line.replace("Service desk", "Infrastructure") if not at % 5 else line
        for at, line in enumerate(lines[-40:])
    ]
    new = [line.replace("INC00", "INC10") for line in lines[-130:-100]]
    unread = lines[-1].replace("INC00", "INC20").split(",")
    unread[1] = "last Friday"
    return "\r\n".join([heading, *known, *new, ",".join(unread), ""]).encode()
