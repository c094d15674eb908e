"""Minutes worked, against the hour bank: whole, once each, and never more than a day has."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.agreement import actions as agreement_actions
from delegation.agreement.models import Agreement
from delegation.tracking.models import PartnerRun, TimeEntry
from delegation.tracking.permissions import may_log_time, may_take_back_time

DAY_MINUTES = 24 * 60
Status = TimeEntry.Status


@transaction.atomic
def log_time(
    *, run: PartnerRun, minutes: int, worked_on: date, by: Person, key: str,
    category: str = TimeEntry.Category.RUN, note: str = "",
) -> TimeEntry:  # fmt: skip
    """Log one's own minutes on a run and book them on the agreement's hours of that month.

    A second click with the same ``key`` gives the same entry and books nothing. Raises ``ValidationError`` for the
    same key with other words, ``Refused`` for more than a day's minutes, for a day outside the agreement, and
    where its hours are used up and it says to stop there.
    """
    wanted = TimeEntry(
        organisation_id=run.organisation_id, partner_id=run.partner_id, handoff_id=run.handoff_id, partner_run=run,
        scope_item_id=run.handoff.scope_item_id, person=by, worked_on=worked_on, minutes=minutes, category=category,
        note=note[:300], key=f"{by.pk}:{key}"[:80],
    )  # fmt: skip
    if (earlier := TimeEntry.objects.filter(key=wanted.key).first()) is not None:
        return _same(earlier, wanted)
    require(may_log_time(by, run))
    agreement = _agreement_on(run, worked_on)
    _fits_the_day(by, worked_on=worked_on, minutes=minutes)
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        return _same(TimeEntry.objects.get(key=wanted.key), wanted)
    agreement_actions.book(agreement=agreement, on=worked_on, minutes=minutes, by=by)
    wanted.begin(by=by, why=note)
    return wanted


@transaction.atomic
def take_back_time(*, entry: TimeEntry, by: Person) -> None:
    """Take one's own hours back, to log them again as they were; the agreement gets them back too."""
    require(may_take_back_time(by, entry))
    entry.move(to=Status.DRAFT, by=by)
    agreement = entry.handoff.agreement
    if agreement is not None:
        agreement_actions.unbook(agreement=agreement, on=entry.worked_on, minutes=entry.minutes, by=by)


def _same(earlier: TimeEntry, wanted: TimeEntry) -> TimeEntry:
    names = ("partner_run_id", "person_id", "worked_on", "minutes", "category", "note")
    if any(getattr(earlier, name) != getattr(wanted, name) for name in names):
        raise ValidationError(
            "These hours were logged already, with other figures. Reload the page to see them."
        )
    return earlier


def _agreement_on(run: PartnerRun, day: date) -> Agreement:
    agreement = run.handoff.agreement
    if agreement is None:
        raise Refused("There is no agreement to book hours on.")
    if day > timezone.localdate() + timedelta(days=1):
        # A day of grace: somewhere it is tomorrow already.
        raise Refused("That day has not come yet. Log hours when they are worked.")
    if agreement.status == Agreement.Status.DRAFT or not agreement.starts_on <= day <= agreement.ends_on:
        raise Refused(
            f"Agreement {agreement} runs from {agreement.starts_on:%-d %B %Y} to {agreement.ends_on:%-d %B %Y}. "
            "Choose a day in it."
        )
    return agreement


def _fits_the_day(by: Person, *, worked_on: date, minutes: int) -> None:
    """At most 24 hours per person and day, over all runs; the person's row is held so that two clicks queue up."""
    if not 1 <= minutes <= DAY_MINUTES:
        raise Refused("Minutes are a whole number from 1 to 1440.")
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    logged = TimeEntry.objects.filter(person=by, worked_on=worked_on).exclude(status=Status.DRAFT)
    total = logged.aggregate(total=Sum("minutes"))["total"] or 0
    if total + minutes > DAY_MINUTES:
        left = DAY_MINUTES - total
        raise Refused(f"A day has 24 hours: on {worked_on:%-d %B} you can log {left} minutes more.")
