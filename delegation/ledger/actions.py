"""What people do in the ledger: say what the freed hours were used for."""

from django.db import transaction

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.ledger.models import Entry
from delegation.ledger.permissions import may_book
from inventory.models import Initiative


@transaction.atomic
def book(*, entry: Entry, initiative: Initiative | None, minutes: int, by: Person) -> None:
    """Book freed minutes to an initiative, or take the booking back with none; only booked ones count as a gain.

    Raises ``Refused`` for more than was freed, or where ``by`` may not.
    """
    require(may_book(by, entry))
    if initiative is None:
        minutes = 0
    fits = Entry.objects.filter(pk=entry.pk, minutes__gte=minutes)
    if not fits.update(booked_to=initiative if minutes else None, booked_minutes=minutes):
        raise Refused(f"Only {entry.minutes} minutes were freed. Book as many or fewer.")
    trail.record(
        "booked freed minutes",
        about=entry,
        by=by,
        before=f"{entry.booked_minutes} min",
        after=f"{minutes} min to {initiative or 'nothing'}",
    )
