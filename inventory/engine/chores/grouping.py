"""From tickets to streams that may be one recurring task: by their category, by their words, or by both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import numpy as np

from inventory.engine.chores.likeness import alike
from inventory.engine.chores.titles import normalised, words_of
from inventory.engine.tickets import Ticket

FEWEST = 5  # occurrences that make a chore
MISSING = "?"


class Grouping(StrEnum):
    """What makes two tickets the same work."""

    AUTO = "auto"
    KEYS = "keys"
    TEXT = "text"
    BOTH = "both"


def grouped(tickets: Sequence[Ticket], by: Grouping, *, seed: int = 0) -> dict[str, list[Ticket]]:
    """Tickets by key, each group in order of opening; groups of fewer than five are left out.

    ``AUTO`` takes ``category|subcategory`` where most tickets have a category, otherwise the words. ``BOTH`` splits a
    category by those of its titles that come back five times.
    """
    if by is Grouping.AUTO:
        with_category = sum(bool(ticket.category) for ticket in tickets)
        by = Grouping.KEYS if 2 * with_category > len(tickets) else Grouping.TEXT
    if by is Grouping.TEXT:
        return _enough(_by_text(tickets, seed))
    return _enough(_by_key(tickets) if by is Grouping.KEYS else _by_both(tickets))


def key_of(ticket: Ticket) -> str:
    """``category|subcategory``, with a question mark for what the export leaves out."""
    return f"{ticket.category or MISSING}|{ticket.subcategory or MISSING}"


def _by_key(tickets: Iterable[Ticket]) -> dict[str, list[Ticket]]:
    groups: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        groups[key_of(ticket)].append(ticket)
    return groups


def _by_both(tickets: Sequence[Ticket]) -> dict[str, list[Ticket]]:
    titles = {ticket.title: normalised(ticket.title) for ticket in tickets}
    often = Counter((key_of(ticket), titles[ticket.title]) for ticket in tickets)
    groups: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        key, title = key_of(ticket), titles[ticket.title]
        template = often[key, title] >= FEWEST and words_of(title)
        groups[f"{key}|{title}" if template else key].append(ticket)
    return groups


def _by_text(tickets: Sequence[Ticket], seed: int) -> dict[str, list[Ticket]]:
    """Exact templates first, then texts that are alike among what is left; what stands alone is left out."""
    titles = {ticket.title: normalised(ticket.title) for ticket in tickets}
    normal = [titles[ticket.title] for ticket in tickets]
    often = Counter(normal)
    rest = sorted({title for title, count in often.items() if count < FEWEST and words_of(title)})
    names = {title: title for title, count in often.items() if count >= FEWEST and words_of(title)}
    labels = alike([words_of(title) for title in rest], seed=seed)
    for label in np.unique(labels[labels >= 0]):
        members = [rest[position] for position in np.flatnonzero(labels == label)]
        name = min(members, key=lambda title: (-often[title], len(title), title))
        names.update(dict.fromkeys(members, name))
    groups: dict[str, list[Ticket]] = defaultdict(list)
    for ticket, title in zip(tickets, normal, strict=True):
        if title in names:
            groups[names[title]].append(ticket)
    return groups


def _enough(groups: Mapping[str, list[Ticket]]) -> dict[str, list[Ticket]]:
    return {
        key: sorted(group, key=lambda ticket: (ticket.opened_at, ticket.line))
        for key, group in sorted(groups.items())
        if len(group) >= FEWEST
    }
