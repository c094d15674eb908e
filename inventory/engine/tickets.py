"""What a ticket export says, line by line, in our words."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket of somebody else's desk, as far as the export tells.

    Moments are naive local time of the desk that wrote the export. ``line`` is the line of the file the
    ticket starts on, counted from 1 with the header, so that a reason can name it.
    """

    external_id: str
    opened_at: datetime
    line: int
    closed_at: datetime | None = None
    title: str = ""
    category: str = ""
    subcategory: str = ""
    group: str = ""
    person: str = ""
