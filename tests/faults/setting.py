"""The stage of the faults, set from outside: work for everybody to do while processes die. Run as a program."""

import json
import os
import sys
from typing import Any

import django
from django.db import transaction

PROPOSALS = 60
OFFERS = 12


def set_stage() -> dict[str, Any]:
    """Write the cast, questions to answer, packets to offer, and a run to log time on; gives their ids."""
    from delegation.tracking.models import PartnerRun
    from inventory.models import Task
    from tests import make
    from tests.conftest import make_cast
    from tests.handoff import reach
    from tests.journeys.setting import PASSWORD
    from tests.tracking import make_runs

    cast = make_cast()
    for person in (cast.priya, cast.marta, cast.jon, cast.eva, cast.lena, cast.asha, cast.ada):
        person.user.set_password(PASSWORD)
        person.user.save()
    tasks = [
        make.task(by=cast.priya, title=f"Asked {n}", status=Task.Status.ASSESSED) for n in range(PROPOSALS)
    ]
    proposals = [make.proposal(asked_by=cast.marta, task=task) for task in tasks]
    handoffs = [reach.prepared(cast, title=f"Offered {n}") for n in range(OFFERS)]
    running = make_runs.handoff(
        cast, agreement=make.agreement(by=cast.marta, partner=cast.meridian, number="A-2")
    )
    run: PartnerRun = make_runs.started(make_runs.run(running), by=cast.asha)
    return {
        "proposals": [str(row.pk) for row in proposals],
        "handoffs": [[str(row.pk), reach.fresh(row).version] for row in handoffs],
        "run": str(run.pk), "asha": str(cast.asha.pk), "tom": str(cast.tom.pk),
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
    django.setup()
    with transaction.atomic():
        stage = set_stage()
    json.dump(stage, sys.stdout)
