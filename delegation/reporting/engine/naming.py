"""What the printed file is called."""

import re
import unicodedata
from datetime import date


def file_name(organisation: str, month: date) -> str:
    """A name that sorts by month and survives every file system.

    >>> file_name("Halden", date(2026, 10, 1))
    'halden-it-capacity-2026-10.pdf'
    """
    plain = unicodedata.normalize("NFKD", organisation).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "organisation"
    return f"{words}-it-capacity-{month:%Y-%m}.pdf"
