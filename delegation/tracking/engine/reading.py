"""Reading what a packet says: its checks and steps, and a telephone number in its escalation."""

import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"\+\d[\d ()/-]{5,18}\d")
STEP_PARTS = ("why", "command", "expected", "stop_when")


def telephone(text: str) -> str:
    """The first international number in a text, as a telephone dials it; empty where there is none.

    >>> telephone("Call Priya, +47 22 33 44 55, day and night.")
    '+4722334455'
    """
    found = _NUMBER.search(text)
    return "+" + re.sub(r"\D", "", found[0]) if found else ""


def step_parts(step: Any) -> tuple[str, dict[str, str]]:
    """The title of a step of a procedure, and what else it says; a bare text is a title."""
    if not isinstance(step, Mapping):
        return str(step).strip(), {}
    parts = {part: str(step.get(part) or "").strip() for part in STEP_PARTS}
    return str(step.get("title") or "").strip(), {part: words for part, words in parts.items() if words}


def check_text(check: Any) -> str:
    """The words of an acceptance check, whether it is kept as a text or with a field for it."""
    if isinstance(check, Mapping):
        return str(check.get("text") or check.get("title") or "").strip()
    return str(check).strip()
