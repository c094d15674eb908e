"""What a proposal shows, frozen and told apart by its fingerprint; and when one pair of eyes is not enough."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# Above any of these, two different people must approve.
TWO_PEOPLE_HOURS_PER_MONTH = 40
TWO_PEOPLE_SENSITIVITY = 4
TWO_PEOPLE_DATA = frozenset({"restricted"})

LABELS = {
    "title": "Task", "holder": "Holder", "system": "System", "purpose": "Serves", "objective": "What it is for",
    "when": "When", "effort_minutes": "Minutes for one run", "hours_per_month": "Hours a month", "data_class": "Data",
    "regulations": "Regulations", "wall": "Wall", "index": "Index", "band": "Band", "advice": "Advice",
    "qualifier": "Qualifier", "gates": "Gates", "strategic": "Strategic value", "sensitivity": "Sensitivity",
    "urgency": "Urgency",
}  # fmt: skip


def fingerprint(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the facts as canonical JSON, 64 hexadecimal digits; the order of the keys does not count.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def needs_two_people(*, hours_per_month: float, sensitivity: int | None, data_class: str) -> bool:
    """Whether letting this go is worth a second pair of eyes; sensitivity on its screen levels of 1 to 5."""
    return (
        hours_per_month >= TWO_PEOPLE_HOURS_PER_MONTH
        or (sensitivity or 0) >= TWO_PEOPLE_SENSITIVITY
        or data_class in TWO_PEOPLE_DATA
    )


def differences(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is no longer as it was frozen: the fact's label, what it said, what it says now.

    >>> differences({"title": "Restart"}, {"title": "Restart queues"})
    [('Task', 'Restart', 'Restart queues')]
    """
    keys = [key for key in LABELS if key in frozen or key in now]
    return [
        (LABELS[key], _words(frozen.get(key)), _words(now.get(key)))
        for key in keys
        if frozen.get(key) != now.get(key)
    ]


def in_words(frozen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The frozen facts that say something, with their labels, in the order of ``LABELS``."""
    return [(label, _words(frozen[key])) for key, label in LABELS.items() if frozen.get(key) not in _NOTHING]


def _words(fact: Any) -> str:
    if fact in _NOTHING:
        return "nothing"
    if isinstance(fact, list):
        return " to ".join(str(part) for part in fact)
    return str(fact)


_NOTHING: tuple[Any, ...] = (None, "", [], [None, None, None])
