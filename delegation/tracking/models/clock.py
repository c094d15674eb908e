"""Whose minutes these are."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from delegation.accounts.models import Person
from delegation.agreement.models import Agreement
from delegation.tracking import engine
from delegation.tracking.engine import Coverage, Interval
from delegation.tracking.models.partner_runs import PartnerRun
from inventory.models.derived import as_time, working_calendar
from inventory.models.owned import Owned


class ClockIntervalQuerySet(models.QuerySet["ClockInterval"]):
    """Clock intervals that are ..."""

    def visible_to(self, person: Person) -> "ClockIntervalQuerySet":
        """Both sides see the same bar."""
        return self.filter(partner_run__in=PartnerRun.objects.visible_to(person).values("pk"))


class ClockInterval(Owned):
    """Minutes of a run that belong to one side; intervals never overlap and cover the run."""

    class Side(models.TextChoices):
        PARTNER = engine.PARTNER, "Partner"
        CLIENT = engine.CLIENT, "Client"
        THIRD_PARTY = engine.THIRD_PARTY, "Third party"
        CLOSED = engine.CLOSED, "Closed"

    partner_run = models.ForeignKey(PartnerRun, on_delete=models.CASCADE, related_name="intervals")
    side = models.CharField(max_length=12, choices=Side)
    reason = models.CharField(max_length=300, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    dispute = models.CharField(max_length=300, blank=True)

    objects = ClockIntervalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partner_run", condition=Q(to_at=None), name="one_running_interval_per_run"
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="interval_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} from {self.from_at:%H:%M}"


def start_clock(run: PartnerRun, *, at: datetime) -> None:
    """The clock of a new run: nobody's until it may be begun, then the partner's."""
    _keep(run, [], engine.begin(at=at, starts_at=run.starts_at))


def turn_clock(run: PartnerRun, *, side: str, at: datetime, reason: str = "") -> datetime:
    """Turn a run's clock to a side; gives the due time that follows, and keeps it on the run."""
    rows = list(run.intervals.order_by("from_at"))
    _keep(run, rows, engine.turn(_read(rows), side=side, at=at, reason=reason[:300]))
    return _due_again(run, at=at)


def stop_clock(run: PartnerRun, *, at: datetime) -> datetime:
    """End a run's clock; gives the due time that it ends with."""
    rows = list(run.intervals.order_by("from_at"))
    _keep(run, rows, engine.stop(_read(rows), at=at))
    return _due_again(run, at=at)


def due_of(run: PartnerRun, intervals: Sequence[ClockInterval], *, at: datetime) -> datetime:
    """When a run is due as its clock stands at a moment."""
    return engine.due_at(
        _read(intervals), planned_at=run.planned_at, starts_at=run.starts_at, coverage=coverage_of(run), at=at
    )


def minutes_of(intervals: Sequence[ClockInterval], *, at: datetime) -> dict[str, int]:
    """Whole minutes of each side until a moment."""
    return engine.minutes_by_side(_read(intervals), at=at)


def worked_of(run: PartnerRun, intervals: Sequence[ClockInterval], *, at: datetime) -> int:
    """Whole minutes that the partner has worked on a run since it was started."""
    return engine.worked_minutes(_read(intervals), since=run.started_at, at=at)


def coverage_of(run: PartnerRun) -> Coverage:
    """The hours in which the agreement's clock counts, in the client's own zone."""
    agreement, client = run.handoff.agreement, run.organisation
    kind = agreement.coverage if agreement else Agreement.Coverage.ALWAYS
    if kind == Agreement.Coverage.ALWAYS:
        return engine.ALWAYS
    if kind == Agreement.Coverage.EXTENDED:
        return Coverage(zone=client.time_zone, opens=as_time("06:00"), closes=as_time("22:00"))
    calendar = working_calendar(client, years=(run.starts_at.year, run.starts_at.year + 1))
    return Coverage(
        zone=client.time_zone,
        opens=as_time(client.workday_from),
        closes=as_time(client.workday_to),
        weekdays=frozenset(calendar.weekly),
        closed_days=calendar.holidays,
    )


def _read(rows: Sequence[ClockInterval]) -> tuple[Interval, ...]:
    return tuple(Interval(row.side, row.from_at, row.to_at, row.reason) for row in rows)


def _keep(run: PartnerRun, rows: Sequence[ClockInterval], clock: Sequence[Interval]) -> None:
    """Write what changed: an interval is known by when it began; the one that lasts is written last."""
    known = {row.from_at: row for row in rows}
    gone = known.keys() - {interval.from_at for interval in clock}
    if gone:
        ClockInterval.objects.filter(pk__in=[known[at].pk for at in gone]).delete()
    for interval in clock:
        row = known.get(interval.from_at)
        if row is None:
            ClockInterval.objects.create(
                organisation_id=run.organisation_id, partner_run=run, side=interval.side, reason=interval.reason,
                from_at=interval.from_at, to_at=interval.to_at,
            )  # fmt: skip
        elif (row.side, row.to_at, row.reason) != (interval.side, interval.to_at, interval.reason):
            ClockInterval.objects.filter(pk=row.pk).update(
                side=interval.side, to_at=interval.to_at, reason=interval.reason
            )


def _due_again(run: PartnerRun, *, at: datetime) -> datetime:
    run.due_at = due_of(run, list(run.intervals.order_by("from_at")), at=at)
    PartnerRun.objects.filter(pk=run.pk).update(due_at=run.due_at)
    return run.due_at
