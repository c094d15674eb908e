"""The stage of a journey, set from outside: the cast with passwords, a partner, an agreement. Run as a program."""

import os
import sys
from datetime import UTC, datetime, timedelta

import django

PASSWORD = "as-we-agreed-on-tuesday"
# What the partner calls the work that is offered before the story begins.
SPARE_RUN = "Restart stuck batch queues"
# Everybody lives where it is late morning now, so that a digest is due whenever the journey is walked.
# Who starts Relay says it to this program, because an hour may strike in between.
HERE = os.environ.get("JOURNEY_ZONE") or f"Etc/GMT{datetime.now(UTC).hour - 11:+d}"


def set_stage() -> None:
    """Write the cast, and what a client has before it hands anything over."""
    from inventory.models import System
    from tests import make
    from tests.conftest import make_cast
    from tests.tracking import make_runs

    cast = make_cast()
    for person in vars(cast).values():
        if hasattr(person, "user"):
            person.user.set_password(PASSWORD)
            person.user.save()
            person.time_zone = HERE
            person.save()
    system = System.objects.create(organisation=cast.halden, name="Veeam", owner=cast.priya)
    make.initiative(organisation=cast.halden, minutes_per_week=600)
    agreement = make.agreement(by=cast.marta, partner=cast.meridian, minimum_hold_days=0)
    make.scope_item(agreement=agreement, description="Watch and repair overnight backups")
    make.access(by=cast.marta, partner=cast.meridian, system=system)
    stuck = make_runs.handoff(cast, agreement=agreement, status="offered", ball="partner", technicians=[])
    stuck.deadline_at = datetime.now(UTC) - timedelta(days=1)
    stuck.save()
    spare = make_runs.handoff(
        cast, agreement=make.agreement(by=cast.marta, partner=cast.meridian, number="B-1"),
        task_fields={"title": "Empty stuck print queues"},
    )  # fmt: skip
    for minutes in (0, 1):
        make_runs.run(spare, starts_in=timedelta(minutes=minutes))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        set_stage()
    sys.stdout.write("set\n")
