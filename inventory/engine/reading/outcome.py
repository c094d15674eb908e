"""What a reading gives, and how it says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from inventory.engine.tickets import Ticket

FIELDS = (
    "external_id",
    "opened_at",
    "closed_at",
    "title",
    "category",
    "subcategory",
    "group",
    "person",
)
NEEDED = {"external_id": "the number of each ticket", "opened_at": "the moment each ticket was opened"}
FORMATS = ("servicenow", "jira", "glpi", "csv")
ORDERS = ("dmy", "mdy", "ymd")


class Refusal(NamedTuple):
    """A line that becomes no ticket: where it starts, counted from 1 with the header, why, and its ticket number if it says one."""

    line: int
    reason: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the export: its own name, what the file calls it, and what stands in it.

    ``name`` is unique in the file; ``heading`` is as written and may repeat, which ``repeated`` tells.
    ``samples`` are its first three different values, shortened; ``fill`` is the share of lines, 0 to 1, that say something.
    """

    name: str
    heading: str
    repeated: bool
    samples: tuple[str, ...]
    fill: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The column that feeds one of our fields, and whether a person gave it or Relay guessed it."""

    column: str
    given: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What an export says, and everything about it that a person should check.

    ``delimiter`` and ``encoding`` are empty for a workbook. ``date_order`` is empty where no date was read.
    ``order_certain`` is false when the dates could be read either way and the habit of the format decided. ``notes`` are whole sentences for the screen; ``trouble`` are
    those that cast doubt on the whole file, as when it was cut off.
    """

    format: str
    delimiter: str
    encoding: str
    columns: tuple[Column, ...]
    mapping: Mapping[str, Chosen]
    date_order: str = ""
    order_certain: bool = True
    tickets: tuple[Ticket, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The unique names of the columns, from left to right."""
        return tuple(column.name for column in self.columns)

    @property
    def samples(self) -> dict[str, tuple[str, ...]]:
        """Up to three values of each column."""
        return {column.name: column.samples for column in self.columns}

    @property
    def fill(self) -> dict[str, float]:
        """The share of lines, 0 to 1, on which each column says something."""
        return {column.name: column.fill for column in self.columns}

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that feed none of our fields."""
        used = {chosen.column for chosen in self.mapping.values()}
        return tuple(name for name in self.header if name not in used)


class Unreadable(Exception):  # noqa: N818 - the word of the screen: the file is unreadable
    """The file cannot be read; the message is the sentence to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unmapped(Unreadable):
    """The file is readable, but a person must say which column is which.

    ``reading`` has its columns, samples and guesses, and no tickets.
    """

    def __init__(self, sentence: str, reading: Reading) -> None:
        super().__init__(sentence)
        self.reading = reading
