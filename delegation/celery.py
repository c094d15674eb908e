"""The clock: which job runs when. Every job is a scan of rows that are due; none remembers anything itself."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from django.db import transaction
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")

TRANSPORT_ALIASES["filesystem"] = "delegation.queue:Transport"


class Job(DjangoTask):
    """A job that somebody's act asks for. A queue that is down must not undo the act: a scan finds it later."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        def ask() -> None:
            self.delay(*args, **kwargs)

        transaction.on_commit(ask, robust=True)


app = Celery("relay", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["delegation", "inventory"], related_name="jobs")

app.conf.beat_schedule = {
    "relay": {"task": "delegation.notices.jobs.relay", "schedule": 15.0},
    "print due reports": {"task": "delegation.reporting.jobs.printing.print_due", "schedule": 60.0},
    "scheduled reports": {
        "task": "delegation.reporting.jobs.printing.scheduled_reports",
        "schedule": crontab(minute="10"),
    },
    "count weeks": {
        "task": "delegation.ledger.jobs.count_weeks",
        "schedule": crontab(minute="40", hour="*/6"),
    },
    "age agreements": {"task": "delegation.agreement.jobs.age", "schedule": crontab(minute="5")},
    "remind of stuck handoffs": {
        "task": "delegation.handoff.jobs.remind_stuck",
        "schedule": 120.0,
    },
    "warn of ends": {"task": "delegation.handback.jobs.warn_of_ends", "schedule": crontab(minute="15")},
    "bring home": {"task": "delegation.handback.jobs.bring_home", "schedule": crontab(minute="20")},
    "due runs": {"task": "delegation.tracking.jobs.creating.due_runs", "schedule": 60.0},
    "overdue runs": {"task": "delegation.tracking.jobs.reminding.overdue", "schedule": 120.0},
    "follow suspensions": {"task": "delegation.tracking.jobs.freezing.follow_suspensions", "schedule": 60.0},
    "digests": {"task": "delegation.notices.jobs.digests", "schedule": 300.0},
    "forget old notices": {
        "task": "delegation.notices.jobs.forget_old",
        "schedule": crontab(minute="20", hour="3"),
    },
    "seal trails": {"task": "delegation.audit.jobs.seal_trails", "schedule": 60.0},
    "refresh scores": {"task": "delegation.scoring.jobs.refresh", "schedule": 60.0},
    "sweep scores": {"task": "delegation.scoring.jobs.sweep", "schedule": 300.0},
    "remind of trials": {
        "task": "delegation.streamlining.jobs.remind",
        "schedule": crontab(minute="30"),
    },
    "resume imports": {"task": "inventory.jobs.writing.resume_imports", "schedule": 60.0},
    "drop forgotten imports": {
        "task": "inventory.jobs.writing.drop_forgotten",
        "schedule": crontab(minute="50", hour="3"),
    },
}
for entry in app.conf.beat_schedule.values():
    if isinstance(entry["schedule"], float):
        # A worker that was away for a day finds the last ticks of the clock, not all of them.
        entry["options"] = {"expires": max(120.0, 4 * entry["schedule"])}


for folder in ("data_folder_in", "control_folder"):
    path = app.conf.broker_transport_options.get(folder)
    if path:
        Path(path).mkdir(parents=True, exist_ok=True)

__all__ = ["app", "crontab"]
