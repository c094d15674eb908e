"""What an import would do, before it does anything."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from inventory.engine.reading.outcome import Refusal
from inventory.engine.tickets import Ticket

_REASONS = {
    "create": "Relay does not know this ticket yet.",
    "update": "It differs from what Relay holds.",
    "unchanged": "Relay holds it just so.",
    "skipped": "Some of its signs could not be read (\ufffd), so it changes no ticket that Relay holds.",
}
_LOST = "\ufffd"  # what stands where bytes could not be read


class Verdict(NamedTuple):
    """What would happen to one line: "create", "update", "unchanged" or "skipped", and why."""

    line: int
    external_id: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The four counts of an import and a verdict for every line, in the order of the file."""

    create: int
    update: int
    unchanged: int
    skipped: int
    lines: tuple[Verdict, ...]


def plan_import(
    tickets: Iterable[Ticket],
    existing: Mapping[str, str | bytes],
    *,
    refused: Iterable[Refusal] = (),
) -> ImportPlan:
    """Compare the tickets of a reading with what is held, and change nothing.

    ``existing`` maps the external ids already held to their ``fingerprint``, as text or in ASCII bytes. The refusals of the
    reading become the skipped lines, and so does a line with unreadable bytes that would change a ticket or whose number has them.
    """
    lines = [_verdict(ticket, existing.get(ticket.external_id)) for ticket in tickets]
    lines += [Verdict(line, name, "skipped", reason) for line, reason, name in refused]
    lines.sort(key=lambda verdict: verdict.line)
    counts = Counter(verdict.verdict for verdict in lines)
    return ImportPlan(
        create=counts["create"],
        update=counts["update"],
        unchanged=counts["unchanged"],
        skipped=counts["skipped"],
        lines=tuple(lines),
    )


def fingerprint(ticket: Ticket) -> str:
    """32 hexadecimal digits that change when anything a person would notice in the ticket changes; the line may move."""
    parts = (
        ticket.external_id,
        ticket.opened_at.isoformat(),
        ticket.closed_at.isoformat() if ticket.closed_at else "",
        ticket.title,
        ticket.category,
        ticket.subcategory,
        ticket.group,
        ticket.person,
    )
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _verdict(ticket: Ticket, held: str | bytes | None) -> Verdict:
    known = held.decode("ascii") if isinstance(held, bytes) else held
    verdict = "create" if known is None else "unchanged" if known == fingerprint(ticket) else "update"
    if _LOST in ticket.external_id or (verdict == "update" and _has_lost(ticket)):
        verdict = "skipped"
    return Verdict(ticket.line, ticket.external_id, verdict, _REASONS[verdict])


def _has_lost(ticket: Ticket) -> bool:
    """Whether any text of a ticket has bytes that could not be read."""
    texts = (ticket.title, ticket.category, ticket.subcategory, ticket.group, ticket.person)
    return any(_LOST in text for text in texts)
