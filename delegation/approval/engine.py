"""What a proposal shows, frozen and told apart by its fingerprint; and when one pair of eyes is not enough."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# Above any of these, two different people must approve.
TWO_PEOPLE_HOURS_PER_MONTH = 40
TWO_PEOPLE_SENSITIVITY = 4
TWO_PEOPLE_DATA = frozenset({"restricted"})


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
