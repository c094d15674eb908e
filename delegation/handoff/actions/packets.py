"""Writing what the partner may see, and reading it as the partner will."""

from typing import Any

from django.db import transaction

from delegation.accounts.models import Person
from delegation.accounts.permissions import require
from delegation.audit import trail
from delegation.handoff import engine
from delegation.handoff.models import Handoff, Packet
from delegation.handoff.permissions import may_edit_packet, may_say_read
from delegation.moves import same_version


def current_packet(handoff: Handoff) -> Packet:
    """The newest packet; a handoff has one from its first moment."""
    return handoff.packets.latest("number")


@transaction.atomic
def edit_packet(*, handoff: Handoff, by: Person, version: int | None = None, **fields: Any) -> Packet:
    """Change what the packet says. A frozen one stays as it is and the next number carries the change.

    Whoever read the preview read other words, so the preview must be read again. ``fields`` are those that the
    partner sees; client and time zone come from the task. Raises ``Refused``, or ``Stale`` for an old page.
    """
    same_version(handoff, version)
    require(may_edit_packet(by, handoff))
    unknown = fields.keys() - set(engine.FIELDS)
    if unknown:
        raise ValueError(f"A packet has no {', '.join(sorted(unknown))}.")
    packet = current_packet(handoff)
    if packet.frozen_at is not None:
        packet = _next(packet)
    for name, value in fields.items():
        setattr(packet, name, value)
    packet.written_by = by
    packet.save()
    handoff.change(f"wrote packet {packet.number}", by=by)
    return packet


@transaction.atomic
def preview(*, handoff: Handoff, by: Person, content_hash: str = "") -> Packet:
    """Note that ``by`` read exactly these words as the partner will see them.

    ``content_hash`` is of the page that was read: words that changed meanwhile were not read.
    """
    require(may_say_read(by, handoff))
    packet = current_packet(handoff)
    if packet.frozen_at is None and content_hash in {"", packet.fingerprint}:
        packet.previewed_by, packet.previewed_hash = by, packet.fingerprint
        packet.save(update_fields=["previewed_by", "previewed_hash"])
        trail.record(f"read the preview of packet {packet.number}", about=handoff, by=by)
    return packet


def _next(packet: Packet) -> Packet:
    return Packet(
        organisation_id=packet.organisation_id, handoff_id=packet.handoff_id, partner_id=packet.partner_id,
        number=packet.number + 1, written_by_id=packet.written_by_id, **packet.content,
    )  # fmt: skip
