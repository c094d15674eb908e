"""What was handed back and why, and what is asked of the reader: short lists that say when they are cut."""

from dataclasses import dataclass

from delegation.reporting.engine.facts import Facts
from delegation.reporting.engine.wording import count

_REASONS, _ASKS = 5, 3  # as many as the page has room for


@dataclass(frozen=True, slots=True)
class Line:
    """A few words, and the sentences that go with them."""

    what: str
    why: str


def handed_back(facts: Facts) -> tuple[Line, ...]:
    """The largest reasons first. Their counts add up to the handed-back column of the table."""
    backs = sorted(facts.handed_back, key=lambda back: (-back.count, back.what))
    lines = [Line(f"{back.count:,} × {back.what}.", back.why) for back in backs[:_REASONS]]
    others = sum(back.count for back in backs[_REASONS:])
    if others:
        lines.append(Line(f"{others:,} × other reasons.", "They are listed in Relay."))
    silent = sum(task.handed_back for task in facts.carried) - sum(back.count for back in backs)
    if silent:
        lines.append(Line(f"{silent:,} × no reason kept.", ""))
    return tuple(lines)


def asks(facts: Facts) -> tuple[Line, ...]:
    """The decisions asked for, the first three in words."""
    lines = [Line(ask.what, ask.why) for ask in facts.asks[:_ASKS]]
    others = len(facts.asks) - _ASKS
    if others > 0:
        lines.append(
            Line(f"{others:,} more.", f"{count(others, 'decision').capitalize()} can wait; see Relay.")
        )
    return tuple(lines)
