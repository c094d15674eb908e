"""A service desk's export is brought, written, and searched for chores, by the product's own ways."""

from delegation.management.demonstration.people import Client
from delegation.management.demonstration.tickets import export
from inventory import jobs
from inventory.actions import bring, merge_chore, refuse_chore
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
    waiting = bring(
        file_name="plant-desk.csv",
        content=content[:4000].rsplit(b"\r\n", 1)[0],
        by=by,
        organisation=client.organisation,
    )
    waiting.refresh_from_db()
