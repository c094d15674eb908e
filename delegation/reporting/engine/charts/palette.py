"""The colours of ``tokens.css`` as literals, for paper."""

import re
from collections.abc import Mapping

Palette = Mapping[str, str]

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(?:light-dark\(\s*)?(oklch\([^()]*\))")
NEEDED = frozenset({
    "bad", "bad-line", "grow", "grow-ink", "ink", "ink-2", "ink-3", "line", "on-accent", "run", "run-ink",
    "surface", "tide", "tide-soft", "transform", "transform-ink",
})  # fmt: skip


def palette(tokens: str) -> Palette:
    """The light colour of each token in the text of ``tokens.css``: name without dashes to ``oklch(...)``.

    Raises ``ValueError`` when one that the charts paint with is missing.
    """
    found: dict[str, str] = {}
    for name, colour in _TOKEN.findall(tokens):
        found.setdefault(name, colour)
    missing = NEEDED - found.keys()
    if missing:
        raise ValueError(f"tokens.css gives no colour for {', '.join(sorted(missing))}.")
    return found
