"""What became of the hours that were freed, and what freeing them cost."""

from dataclasses import dataclass

from delegation.reporting.engine.facts import Costs, Facts
from delegation.reporting.engine.months import Month
from delegation.reporting.engine.rounding import shares, whole
from delegation.reporting.engine.wording import listed

_NAMED = 3  # initiatives named one by one


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of hours: what, made of which parts, how many. ``kind`` is "", "part" or "total"."""

    name: str
    parts: str
    hours: str


@dataclass(frozen=True, slots=True)
class Used:
    """The lines, and the sentences below that say what counts as a gain."""

    entries: tuple[Entry, ...]
    gain: str
    cost: str


def used(facts: Facts, now: Month) -> Used:
    """Freed hours are booked hours and hours not yet used; only booked hours are called a gain."""
    freed = facts.freed
    sources = (
        freed.delegated_minutes,
        freed.automated_minutes,
        freed.streamlined_minutes,
        freed.eliminated_minutes,
    )
    initiatives = sorted(facts.booked, key=lambda booked: (-booked.minutes, booked.initiative))
    named, others = initiatives[:_NAMED], initiatives[_NAMED:]
    unused = sum(sources) - sum(booked.minutes for booked in initiatives)
    *booked_hours, unused_hours = shares(
        [*(booked.minutes for booked in named), sum(booked.minutes for booked in others), unused]
    )
    names = [*(booked.initiative for booked in named), "others"]
    entries = (
        _entry(
            f"Freed in {now.name}", ("delegated", "automated", "streamlined", "eliminated"), shares(sources)
        ),
        _entry("Booked to initiatives", names, booked_hours),
        Entry("Not yet used", "", f"{unused_hours:,} h"),
    )
    return Used(entries, _gain(sum(booked_hours), unused_hours), _cost(facts.costs))


def _entry(name: str, parts: tuple[str, ...] | list[str], hours: tuple[int, ...] | list[int]) -> Entry:
    said = [f"{part} {share:,}" for part, share in zip(parts, hours, strict=True) if share]
    return Entry(name, ", ".join(said), f"{sum(hours):,} h")


def _gain(booked: int, unused: int) -> str:
    if not booked + unused:
        return "No hours were freed this month."
    if not unused:
        return f"All {booked:,} h are booked to initiatives. Only booked hours count as a gain."
    return f"Only booked hours count as a gain; the {unused:,} h not yet used do not."


def _cost(costs: Costs) -> str:
    minutes = (costs.oversight_minutes, costs.rework_minutes, costs.transfer_minutes)
    named = [
        f"{share:,} h {name}"
        for share, name in zip(shares(minutes), ("oversight", "rework", "transfer"), strict=True)
        if share
    ]
    spent = f"{whole(sum(minutes)):,} h of our own time ({listed(named)})" if named else ""
    fee = f"{whole(costs.fee_cents, 100):,} {costs.currency}".strip() + " in fees" if costs.fee_cents else ""
    return f"It cost {listed(list(filter(None, [spent, fee])))}." if spent or fee else ""
