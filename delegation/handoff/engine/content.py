"""What a packet says, told apart by its fingerprint; and what in it should perhaps not leave the house."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Everything of a packet that the partner sees, in the order it is shown.
FIELDS = (
    "client_name",
    "title",
    "objective",
    "outcome",
    "system_name",
    "schedule_words",
    "time_zone",
    "budget_minutes",
    "communication",
    "escalation",
    "checks",
    "steps",
)

_PATTERNS = (
    (
        "a secret",
        re.compile(
            r"(?:pass(?:word|wd|phrase)?|secret|api[ _-]?key|token|pwd|pin)\s*(?:[:=]|\bis\b)\s*\S+"
            r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}\b"
            r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}",
            re.IGNORECASE,
        ),
    ),
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    (
        "an IP address",
        re.compile(
            r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}",
            re.IGNORECASE,
        ),
    ),
    (
        "a host name",
        re.compile(
            r"\\\\[\w.-]{2,63}\\?|(?<![\w.@-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}"
            r"(?:com|net|org|local|lan|internal|intra|corp|io|no|se|dk|de|eu|uk|cloud)(?![\w-])"
            r"|(?<![\w.-])[a-z]{2,10}-?[a-z]{0,10}-?\d{2,4}(?![\w.-])",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """Some words that look like something a stranger should not read, and where they stand."""

    kind: str
    words: str
    field: str


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the shown fields as canonical JSON, 64 hexadecimal digits; what is not shown does not count."""
    shown = {name: content[name] for name in FIELDS}
    return hashlib.sha256(json.dumps(shown, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def suspects(content: Mapping[str, Any]) -> list[Suspect]:
    """Words in any shown text that look like a secret, an address or the name of a machine; each once.

    A look, not a wall: it reads patterns and knows nothing. A person decides before anything leaves.
    """
    found = []
    for field, text in _texts(content):
        taken: list[tuple[int, int]] = []
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                found.append(Suspect(kind, match.group(0)[:80], field))
    return list(dict.fromkeys(found))


def _texts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, text) for every text of a packet, also those inside lists."""
    texts = []
    for field in FIELDS:
        value = content[field]
        if isinstance(value, str):
            texts.append((field, value))
        elif isinstance(value, list):
            for entry in value:
                parts = entry.values() if isinstance(entry, Mapping) else [entry]
                texts += [(field, part) for part in parts if isinstance(part, str)]
    return texts
