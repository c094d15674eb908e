"""`manage.py chores --organisation SLUG`: the chores that an organisation's tickets suggest."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delegation.accounts.models import Organisation
from inventory import jobs
from inventory.models import Chore


class Command(BaseCommand):
    """Looks for chores in what was imported, and prints those that are proposed, most hours first."""

    help = "Find the recurring tasks in an organisation's imported tickets."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Name the organisation and the shape of the answer."""
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *_: Any, **options: Any) -> None:
        """Look, then print."""
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation called {options['organisation']}.")
        jobs.find_chores(organisation_id=str(organisation.pk))
        rows = Chore.objects.filter(organisation=organisation, status=Chore.Status.PROPOSED).order_by(
            "-hours_likely", "key"
        )
        if options["json"]:
            self.stdout.write(json.dumps([as_json(chore) for chore in rows], ensure_ascii=False))
            return
        for chore in rows:
            self.stdout.write(
                f"{chore.hours_likely:8} h a month  {chore.tickets:6} tickets  {chore.rhythm:11}  {chore.title}"
            )


def as_json(chore: Chore) -> dict[str, Any]:
    """A chore in the shape that ``chores_in`` prints."""
    return {
        "key": chore.key, "title": chore.title, "tickets": chore.tickets, "rhythm": chore.rhythm,
        "rule": chore.rule or None, "confidence": chore.confidence,
        "hours_per_month_low": float(chore.hours_low), "hours_per_month_likely": float(chore.hours_likely),
        "hours_per_month_high": float(chore.hours_high), "off_hours_share": float(chore.off_hours_share),
        "examples": chore.evidence["examples"],
    }  # fmt: skip
