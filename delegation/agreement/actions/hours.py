"""The hour bank: reserve, book, release, and raise the cap; never overdrawn, whoever comes at once."""

from datetime import date

from django.db import transaction
from django.db.models import F

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Refused, require
from delegation.agreement import engine
from delegation.agreement.models import Agreement, HourBank
from delegation.agreement.models.agreements import page_of
from delegation.agreement.permissions import may_book, may_raise_cap
from delegation.audit import trail
from delegation.notices.word import tell

_USED = F("reserved_minutes") + F("booked_minutes")


@transaction.atomic
def bank_of(agreement: Agreement, *, on: date) -> HourBank:
    """The hour bank of the month of a day, opened with the agreement's hours when it is the first to be asked for."""
    bank, _ = HourBank.objects.get_or_create(
        agreement=agreement, month_on=engine.month_of(on),
        defaults={"organisation_id": agreement.organisation_id, "cap_minutes": agreement.minutes_per_month},
    )  # fmt: skip
    return bank


@transaction.atomic
def reserve(*, agreement: Agreement, on: date, minutes: int, by: Person) -> HourBank:
    """Set minutes of a month aside for work to come. Raises ``Refused`` when the month has too few left."""
    return _take(agreement, on=on, minutes=minutes, by=by, column="reserved_minutes")


@transaction.atomic
def book(*, agreement: Agreement, on: date, minutes: int, by: Person, reserved: int = 0) -> HourBank:
    """Count minutes as worked, ``reserved`` of them taken out of what was set aside.

    What a month cannot hold is refused, or raises its cap with a trace, as the agreement's over-use policy says.
    """
    if reserved:
        release(agreement=agreement, on=on, minutes=min(reserved, minutes), by=by)
    return _take(agreement, on=on, minutes=minutes, by=by, column="booked_minutes")


@transaction.atomic
def release(*, agreement: Agreement, on: date, minutes: int, by: Person) -> HourBank:
    """Give back minutes that were set aside. Raises ``Refused`` for more than there are."""
    return _give(agreement, on=on, minutes=minutes, by=by, column="reserved_minutes")


@transaction.atomic
def unbook(*, agreement: Agreement, on: date, minutes: int, by: Person) -> HourBank:
    """Take back minutes that were booked, when a time entry is sent back or corrected."""
    return _give(agreement, on=on, minutes=minutes, by=by, column="booked_minutes")


@transaction.atomic
def raise_cap(*, agreement: Agreement, on: date, cap_minutes: int, why: str, by: Person) -> HourBank:
    """Set another cap for one month, never below what is used of it."""
    require(may_raise_cap(by, agreement))
    bank = bank_of(agreement, on=on)
    before = bank.cap_minutes
    here = HourBank.objects.filter(pk=bank.pk).annotate(used=_USED).filter(used__lte=cap_minutes)
    if not here.update(cap_minutes=cap_minutes):
        raise Refused("More than that is used already. Choose a higher limit.")
    trail.record(
        "set the month's hours",
        about=bank,
        by=by,
        why=why,
        before=f"{before} minutes",
        after=f"{cap_minutes} minutes",
    )
    bank.refresh_from_db()
    return bank


def _take(agreement: Agreement, *, on: date, minutes: int, by: Person, column: str) -> HourBank:
    require(may_book(by, agreement))
    _positive(minutes)
    bank = bank_of(agreement, on=on)
    wanted = HourBank.objects.filter(pk=bank.pk).annotate(wanted=_USED + minutes)
    if not wanted.filter(wanted__lte=F("cap_minutes")).update(**{column: F(column) + minutes}):
        _over(bank, minutes=minutes, by=by, column=column)
    bank.refresh_from_db()
    trail.record(
        f"took {minutes} minutes",
        about=bank,
        by=by,
        after=f"{bank.used_minutes} of {bank.cap_minutes} minutes used",
    )
    return bank


def _over(bank: HourBank, *, minutes: int, by: Person, column: str) -> None:
    """What happens at the limit: stop, or raise the cap to just what is needed, leaving a trace."""
    agreement = bank.agreement
    if agreement.over_use == Agreement.OverUse.BLOCK:
        raise Refused(
            f"{bank.month_on:%B %Y} has {bank.left_minutes} minutes left under {agreement}. Book less, or have the limit raised."
        )
    HourBank.objects.filter(pk=bank.pk).update(cap_minutes=_USED + minutes, **{column: F(column) + minutes})
    before, bank_after = bank.cap_minutes, HourBank.objects.get(pk=bank.pk)
    trail.record(
        "went over the month's hours",
        about=bank,
        by=by,
        before=f"{before} minutes",
        after=f"{bank_after.cap_minutes} minutes",
    )
    if agreement.over_use == Agreement.OverUse.WARN:
        _warn(bank)


def _warn(bank: HourBank) -> None:
    """Tell the client's managers, once a month."""
    managers = Person.objects.filter(organisation=bank.organisation_id, role=Role.MANAGER, ended_at=None)
    for manager in managers.select_related("user"):
        tell(
            manager, kind="over use", about=bank, must_act=True, key=f"over-use:{bank.pk}:{manager.pk}",
            address=page_of(bank.agreement), subject=f"Over its hours: {bank.agreement}, {bank.month_on:%B %Y}",
        )  # fmt: skip


def _give(agreement: Agreement, *, on: date, minutes: int, by: Person, column: str) -> HourBank:
    require(may_book(by, agreement))
    _positive(minutes)
    bank = bank_of(agreement, on=on)
    here = HourBank.objects.filter(pk=bank.pk, **{f"{column}__gte": minutes})
    if not here.update(**{column: F(column) - minutes}):
        raise Refused(f"Only {getattr(bank, column)} minutes can be given back.")
    bank.refresh_from_db()
    trail.record(
        f"gave back {minutes} minutes",
        about=bank,
        by=by,
        after=f"{bank.used_minutes} of {bank.cap_minutes} minutes used",
    )
    return bank


def _positive(minutes: int) -> None:
    if minutes <= 0:
        raise Refused("Minutes are a whole number above 0.")
