"""Active handoffs and runs in every place a test may want one."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from delegation.accounts.models import Person
from delegation.handoff.models import Competence, Handoff, Packet
from delegation.tracking import actions
from delegation.tracking.jobs import create_run
from delegation.tracking.models import PartnerRun
from inventory.models import Run
from tests import make

STEPS = [
    {"title": "Connect to the network", "why": "", "command": "", "expected": "", "stop_when": ""},
    {
        "title": "Hold new work on the queue", "why": "Keeps fresh jobs out.", "command": "qctl hold QBATCH",
        "expected": "QBATCH HELD", "stop_when": "a QPAY queue is stuck",
    },
]  # fmt: skip


def handoff(
    cast: Any, *, by: Person | None = None, partner: Any = None, technicians: Any = None, **fields: Any
) -> Handoff:
    """Active since a while, with a frozen packet, an agreement of 40 hours and released technicians."""
    by, partner = by or cast.priya, partner or cast.meridian
    task = fields.pop("task", None) or make.task(by=by, **fields.pop("task_fields", {}))
    agreement = fields.pop("agreement", None) or make.agreement(
        by=by, partner=partner, number=f"A-{task.number}"
    )
    lead = cast.lena if partner == cast.meridian else cast.rolf
    now = timezone.now()
    made = Handoff.objects.create(
        organisation=by.organisation, task=task, partner=partner, agreement=agreement,
        scope_item=make.scope_item(agreement=agreement), accountable=fields.pop("accountable", by), partner_lead=lead,
        created_by=by, deadline_at=now + timedelta(days=90),
        **{"status": Handoff.State.ACTIVE, "opened_at": now - timedelta(days=30), "estimate_minutes": 25, **fields},
    )  # fmt: skip
    packet(made, by=by)
    for technician in technicians if technicians is not None else [cast.asha, cast.tom]:
        release(made, technician, by=lead)
    return made


def packet(handoff: Handoff, *, by: Person, **fields: Any) -> Packet:
    given = {
        "client_name": str(handoff.organisation), "title": "Restart stuck batch queues", "system_name": "JD Edwards",
        "objective": "Orders flow through the night.", "schedule_words": "daily at 02:00", "time_zone": "Europe/Oslo",
        "budget_minutes": 25, "escalation": "A QPAY queue is stuck or you are unsure: call Priya, +47 22 33 44 55.",
        "checks": ["Jobs flow again"], "steps": STEPS, "content_hash": "0" * 64, "frozen_at": timezone.now(),
    }  # fmt: skip
    return Packet.objects.create(
        organisation_id=handoff.organisation_id, handoff=handoff, partner_id=handoff.partner_id, written_by=by,
        **{**given, **fields},
    )  # fmt: skip


def release(handoff: Handoff, technician: Person, *, by: Person, **fields: Any) -> Competence:
    return Competence.objects.create(
        organisation_id=handoff.organisation_id, handoff=handoff, task_id=handoff.task_id, partner_id=handoff.partner_id,
        technician=technician, released_by=by, **{"level": Competence.Level.RELEASED, **fields},
    )  # fmt: skip


def run(handoff: Handoff, *, starts_in: timedelta = timedelta(0), at: Any = None) -> PartnerRun:
    now = at or timezone.now()
    made = create_run(handoff, due_at=now + starts_in, source=Run.Source.ORDER, by=None, at=now)
    assert made is not None
    return made


def started(run: PartnerRun, *, by: Person) -> PartnerRun:
    actions.pick_up(run=run, by=by)
    actions.start(run=run, by=by)
    return run


def submitted(run: PartnerRun, *, by: Person) -> PartnerRun:
    for check in run.checks.select_related("partner_run").order_by("position"):
        check.partner_run = run
        actions.tick(check=check, by=by, evidence="Seen" if check.is_acceptance else "")
    actions.submit(run=run, by=by)
    return run
