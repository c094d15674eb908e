"""``python manage.py demo [--once | --remove | --sign-ins]``: two invented clients to try Relay with."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from delegation.management import demonstration


class Command(BaseCommand):
    help = "Loads the demonstration, takes it out again, or says how to sign in to it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_mutually_exclusive_group()
        acts.add_argument("--once", action="store_true", help="Load it unless it is there.")
        acts.add_argument("--remove", action="store_true", help="Delete every row of it.")
        acts.add_argument("--sign-ins", action="store_true", help="Say how to sign in as each role.")
        parser.add_argument(
            "--yes-in-production", action="store_true", help="Load it where RELAY_MODE is production."
        )

    def handle(self, *, once: bool, remove: bool, sign_ins: bool, yes_in_production: bool, **_: Any) -> None:
        """Do what was asked. Raises ``CommandError`` with a sentence where that is not possible."""
        if remove:
            self._remove()
        elif sign_ins:
            self.stdout.write("\n".join(demonstration.sign_ins() or ["The demonstration is not loaded."]))
        elif demonstration.is_there():
            if not once:
                self.stdout.write("The demonstration is loaded already; nothing was changed.")
        else:
            self._load(allowed=settings.EMBEDDED or yes_in_production)

    def _load(self, *, allowed: bool) -> None:
        if not allowed:
            raise CommandError(
                "This is production, and everybody knows the demonstration's password. Nothing was loaded. "
                "Say --yes-in-production if that is what you want."
            )
        self.stdout.write("Loading the demonstration.")
        demonstration.load(now=timezone.now())
        self.stdout.write("The demonstration is loaded.")

    def _remove(self) -> None:
        try:
            deleted = demonstration.remove()
        except demonstration.Entangled as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{deleted} rows were deleted." if deleted else "The demonstration is not loaded.")
