"""What must be true whatever died: run as a program, it prints every sentence that is not, as JSON."""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import django


def faults() -> Iterator[str]:
    yield from _trail()
    yield from _halves()
    yield from _doubles()


def _trail() -> Iterator[str]:
    """Every version has one event and none is missing; the seals hold."""
    from django.apps import apps

    from delegation.accounts.models import Organisation
    from delegation.audit import trail
    from delegation.audit.models import AuditEvent
    from delegation.moves import Moving

    seen = defaultdict(list)
    for kind, about, version in AuditEvent.objects.exclude(version=None).values_list(
        "about_type", "about_id", "version"
    ):
        seen[kind, about].append(version)
    for model in apps.get_models():
        if not issubclass(model, Moving):
            continue
        for row in model._default_manager.only("pk", "version"):
            versions = sorted(seen[model._meta.label_lower, str(row.pk)])
            # What the stage was set with has no beginning in the trail.
            if versions not in (list(range(row.version + 1)), list(range(1, row.version + 1))):
                yield f"{model._meta.label} {row.pk} is version {row.version} and has events {versions}"
    for organisation in Organisation.objects.all():
        while trail.seal(organisation):
            pass
        yield from trail.verify(organisation)


def _halves() -> Iterator[str]:
    """A change stands with everything that belongs to it, or not at all."""
    from django.db.models import Sum

    from delegation.agreement.models import HourBank
    from delegation.approval.models import Decision, Proposal
    from delegation.handoff.models import Handoff, Transfer
    from delegation.notices.models import Notice
    from delegation.reporting.models import Report
    from delegation.tracking.models import TimeEntry

    returned = set(Proposal.objects.filter(status="returned").values_list("pk", flat=True))
    answered = list(Decision.objects.values_list("proposal", flat=True))
    told = list(Notice.objects.filter(kind="decision").values_list("about_id", flat=True))
    if sorted(returned) != sorted(answered):
        yield f"{len(returned)} proposals are returned by {len(answered)} decisions"
    if sorted(map(str, returned)) != sorted(told):
        yield f"{len(returned)} proposals are returned and {len(told)} notices say so"
    accepted = Handoff.objects.filter(status="in_transfer").values_list("pk", flat=True)
    transfers = Transfer.objects.filter(handoff__in=accepted).count()
    if transfers != len(accepted):
        yield f"{len(accepted)} handoffs are being taught in {transfers} transfers"
    used = HourBank.objects.aggregate(total=Sum("booked_minutes"))["total"] or 0
    logged = TimeEntry.objects.exclude(status="draft").aggregate(total=Sum("minutes"))["total"] or 0
    if used != logged:
        yield f"{logged} minutes are logged and {used} are booked"
    for report in Report.objects.filter(status="printed"):
        if not bytes(report.file).startswith(b"%PDF-"):
            yield f"{report} is printed and has no file"


def _doubles() -> Iterator[str]:
    """Nothing is said twice about one thing, and nothing falls due twice."""
    from delegation.notices.models import Notice
    from delegation.tracking.models import PartnerRun
    from inventory.models import Run, SourceTicket

    said = Notice.objects.exclude(kind="digest").values_list(
        "to", "kind", "about_type", "about_id", "subject"
    )
    ways = {
        "notice": said,
        "run": Run.objects.values_list("task", "due_at"),
        "run at a partner": PartnerRun.objects.values_list("handoff__task", "starts_at"),
        "ticket": SourceTicket.objects.values_list("source", "external_id"),
    }
    for name, rows in ways.items():
        for row, count in Counter(rows).items():
            if count > 1:
                yield f"{count} times the same {name}: {row}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
    django.setup()
    json.dump(list(faults()), sys.stdout)
