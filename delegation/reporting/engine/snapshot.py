"""A snapshot as text: what is kept beside a report so that it prints the same figures again."""

import hashlib
import json
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from typing import Any, get_args, get_origin, get_type_hints

from delegation.reporting.engine.facts import Facts


def canonical(facts: Facts) -> str:
    """``facts`` as JSON with sorted keys and no spare space: equal facts give equal text."""
    return json.dumps(
        asdict(facts), default=_moment, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )


def read(text: str) -> Facts:
    """The facts ``canonical`` wrote. Raises ``ValueError`` or ``KeyError`` for anything else."""
    facts = _rebuild(Facts, json.loads(text))
    assert isinstance(facts, Facts)  # noqa: S101 - tells the type checker what _rebuild was asked for
    return facts


def data_hash(facts: Facts) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits. Its first twelve stand in the footer."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def _moment(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain")


def _rebuild(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{part.name: _rebuild(hints[part.name], value[part.name]) for part in fields(kind)})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_rebuild(get_args(kind)[0], part) for part in value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return value
