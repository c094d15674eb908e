"""The stage of a journey, set from outside: the cast with passwords, a partner, an agreement. Run as a program."""

import os
import sys

import django

PASSWORD = "as-we-agreed-on-tuesday"


def set_stage() -> None:
    """Write the cast, and what a client has before it hands anything over."""
    from inventory.models import System
    from tests import make
    from tests.conftest import make_cast

    cast = make_cast()
    for person in vars(cast).values():
        if hasattr(person, "user"):
            person.user.set_password(PASSWORD)
            person.user.save()
    system = System.objects.create(organisation=cast.halden, name="Veeam", owner=cast.priya)
    make.initiative(organisation=cast.halden, minutes_per_week=600)
    agreement = make.agreement(by=cast.marta, partner=cast.meridian)
    make.scope_item(agreement=agreement, description="Watch and repair overnight backups")
    make.access(by=cast.marta, partner=cast.meridian, system=system)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
    django.setup()
    set_stage()
    sys.stdout.write("set\n")
