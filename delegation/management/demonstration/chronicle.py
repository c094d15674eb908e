"""When things happened, and the trail they left; everything is told backwards from the moment of loading."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from delegation.accounts.models import Organisation, Person
from delegation.audit.models import AuditEvent
from delegation.moves import Moving

WEEK = timedelta(weeks=1)
BATCH = 500


class Chronicle:
    """A moment to tell from, in one organisation's time zone, and the audit events of what is told."""

    def __init__(self, organisation: Organisation, *, now: datetime) -> None:
        self.organisation = organisation
        self.zone = ZoneInfo(organisation.time_zone)
        self.now = now.astimezone(self.zone)
        self.today = self.now.date()
        self.events: list[AuditEvent] = []

    @property
    def begins_on(self) -> date:
        """The first day of the history: seven calendar months before this one, so that two reports are full."""
        months = self.today.year * 12 + self.today.month - 1 - 7
        return date(months // 12, months % 12 + 1, 1)

    def ago(self, weeks: float = 0, *, days: float = 0, at: time = time(10)) -> datetime:
        """A moment that long ago at that time of day, never later than now; times of day are local."""
        day = self.today - timedelta(days=round(weeks * 7 + days))
        return min(datetime.combine(day, at, tzinfo=self.zone), self.now - timedelta(minutes=5))

    def began(self, row: Moving, *, by: Person | None, at: datetime, why: str = "") -> None:
        """Version 0 of a row's life."""
        row.moved_at = at
        status = str(row.status)
        self._write(f"began as {status}", row, by=by, at=at, after=status, version=row.version, why=why)

    def moved(self, row: Moving, *, to: str, by: Person | None, at: datetime, why: str = "") -> None:
        """One arrow of a row that is not saved yet, or is saved again by its caller.

        Raises ``ValueError`` for an arrow that does not exist: a made-up life keeps the rules of a real one.
        """
        start = str(row.status)
        if to not in row.MOVES[start]:
            raise ValueError(f"{row} cannot go from {start} to {to}.")
        row.status, row.version, row.moved_at = to, row.version + 1, at
        self._write(
            f"moved to {to}", row, by=by, at=at, before=start, after=str(to), version=row.version, why=why
        )

    def noted(self, verb: str, about: models.Model, *, by: Person | None, at: datetime, **words: Any) -> None:
        """Something else that happened to a row."""
        self._write(verb, about, by=by, at=at, **words)

    def write(self) -> None:
        """Save the events, oldest first."""
        self.events.sort(key=lambda event: event.at)
        AuditEvent.objects.bulk_create(self.events, batch_size=BATCH)
        self.events = []

    def _write(
        self, verb: str, about: models.Model, *, by: Person | None, at: datetime, **words: Any
    ) -> None:
        self.events.append(AuditEvent(
            organisation=self.organisation, by=by, verb=verb, about_type=about._meta.label_lower,
            about_id=str(about.pk), about_name=str(about)[:240], at=min(at, self.now), **words,
        ))  # fmt: skip


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def save(rows: list[Any]) -> None:
    """Insert many rows of one model at once."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
