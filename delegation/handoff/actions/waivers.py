"""Named exceptions: who let it pass, why, and until when."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.handoff.actions.packets import current_packet
from delegation.handoff.models import Handoff, Waiver
from delegation.handoff.permissions import may_waive


@transaction.atomic
def waive(*, handoff: Handoff, kind: str, reason: str, expires_on: date, by: Person) -> Waiver:
    """Sign for an exception. One for restricted data holds for the packet's present wording only.

    Raises ``Refused`` for one's own handoff or packet, without a reason, and for a day that has passed.
    """
    packet = current_packet(handoff)
    require(may_waive(by, handoff, packet, kind=kind))
    if not reason.strip():
        raise Refused("Say why this may pass.")
    if expires_on < timezone.localdate():
        raise Refused("The exception ends before it begins. Choose a day to come.")
    waiver = Waiver.objects.create(
        organisation_id=handoff.organisation_id, handoff=handoff, kind=kind, reason=reason, signed_by=by,
        expires_on=expires_on, content_hash=packet.fingerprint if kind == Waiver.Kind.DATA else "",
    )  # fmt: skip
    handoff.change(f"signed a waiver: {waiver.get_kind_display().lower()}", by=by, why=reason)
    return waiver
