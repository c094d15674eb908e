"""What one cell says once it is clean: no control characters, no stand-ins for nothing, not endless."""

# Control characters and the marks that turn the direction of text leave; line ends and odd spaces become a space.
_CLEANED = (
    dict.fromkeys([*range(32), *range(127, 160)])
    | dict.fromkeys([0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    | dict.fromkeys([9, 10, 11, 12, 13, 0x85, 0xA0, 0x2007, 0x2028, 0x2029, 0x202F], " ")
)
# What desks and spreadsheets write for "nothing": "?" in the UCI copy of ServiceNow, "null" in script exports.
_NOTHING = frozenset(["", "?", "-", "null", "(null)", "(empty)", "(vide)", "n/a", "#n/a", "nan"])
LONGEST_NOTHING = max(map(len, _NOTHING))


def said(cell: str) -> str:
    r"""The text of a cell, or "" when it stands for nothing.

    >>> said("  Printer\x07 on\nfire "), said("?"), said("NULL")
    ('Printer on fire', '', '')
    """
    text = cell.strip()
    if not text.isprintable():
        text = " ".join(text.translate(_CLEANED).split())
    return "" if len(text) <= LONGEST_NOTHING and text.casefold() in _NOTHING else text


def shown(cell: str, most: int = 40) -> str:
    """A cell short enough to stand in a sentence or a sample.

    >>> shown("a very long cell", most=6)
    'a very…'
    """
    text = said(cell[: most * 8])
    return text if len(text) <= most else text[:most].rstrip() + "…"
