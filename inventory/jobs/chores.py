"""Look for chores in an organisation's tickets."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Organisation
from inventory.engine import chores as mining
from inventory.engine.tickets import Ticket
from inventory.models import Chore, Import, SourceTicket
from inventory.models.derived import working_calendar


@shared_task(acks_late=True, time_limit=600, soft_time_limit=590)
def find_chores(*, organisation_id: str) -> int:
    """Look for chores in all tickets of an organisation; gives how many are proposed. What was decided stays decided."""
    organisation = Organisation.objects.get(pk=organisation_id)
    unmined = Import.objects.filter(organisation=organisation, chores_found_at=None)
    known = list(
        unmined.filter(status__in=[Import.Status.DONE, Import.Status.UNDONE]).values_list("pk", flat=True)
    )
    tickets = list(tickets_of(organisation))
    years = sorted({ticket.opened_at.year for ticket in tickets})
    found = mining.mine(tickets, calendar=working_calendar(organisation, years=years)) if tickets else ()
    answered = Chore.objects.filter(organisation=organisation).exclude(status=Chore.Status.PROPOSED)
    decided = list(answered.values_list("key", "evidence"))
    rows = [_chore(organisation, chore) for chore in found if not _is_decided(chore, decided)]
    with transaction.atomic():
        Chore.objects.filter(organisation=organisation, status=Chore.Status.PROPOSED).exclude(
            key__in=[row.key for row in rows]
        ).delete()
        fields = [field.name for field in Chore._meta.concrete_fields if field.name not in _LEFT_ALONE]
        Chore.objects.bulk_create(
            rows,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["organisation", "key"],
            update_fields=fields,
        )
        Import.objects.filter(pk__in=known).update(chores_found_at=timezone.now())
    return len(rows)


_LEFT_ALONE = frozenset({"id", "organisation", "key", "status", "version", "moved_at", "task"})


def tickets_of(organisation: Organisation) -> Iterator[Ticket]:
    """An organisation's tickets as the engine reads them, on the desk's own clock."""
    zone = ZoneInfo(organisation.time_zone)
    rows = SourceTicket.objects.filter(organisation=organisation).order_by("opened_at", "id")
    for row in rows.iterator(chunk_size=5000):
        yield Ticket(
            external_id=row.external_id, opened_at=_local(row.opened_at, zone), line=0,
            closed_at=_local(row.closed_at, zone) if row.closed_at else None, title=row.title, category=row.category,
            subcategory=row.subcategory, group=row.group, person=row.person,
        )  # fmt: skip


def _is_decided(chore: mining.Chore, decided: list[tuple[str, dict[str, Any]]]) -> bool:
    """Whether a person answered it already, be it under another name."""
    return any(
        chore.key[:300] == key
        or mining.is_again(
            chore,
            tickets=frozenset(evidence.get("ticket_ids", ())),
            last=datetime.fromisoformat(evidence.get("last", "1970-01-01")),
        )
        for key, evidence in decided
    )


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _chore(organisation: Organisation, chore: mining.Chore) -> Chore:
    shown = chore.evidence
    by_words = chore.key != mining.key_of(chore.tickets[0])
    return Chore(
        organisation=organisation, key=chore.key[:300], title=chore.title[:200], tickets=len(chore.tickets),
        rhythm=chore.rhythm, rule=chore.rule.text if chore.rule else "", confidence=round(chore.confidence, 3),
        hours_low=round(chore.hours.low, 2), hours_likely=round(chore.hours.likely, 2),
        hours_high=round(chore.hours.high, 2), off_hours_share=round(chore.off_hours_share, 3),
        evidence={
            "first": shown.first.isoformat(), "last": shown.last.isoformat(), "by_week": shown.by_week,
            "by_weekday": shown.by_weekday, "by_hour": shown.by_hour, "examples": shown.examples,
            "median_minutes": shown.median_minutes, "people": shown.people, "groups": shown.groups,
            "per_month": round(chore.per_month, 2), "starts_on": chore.starts_on.isoformat() if chore.starts_on else "",
            # A category keeps its name; a group by words is known again by its tickets.
            "ticket_ids": [ticket.external_id for ticket in chore.tickets] if by_words else [],
            "interruptions_per_month": round(chore.distraction.interruptions_per_month, 1),
        },
    )  # fmt: skip
