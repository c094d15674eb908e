"""What a file with headings of its own may still tell: its moments and its kinds of work, by what stands in the columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from inventory.engine.reading.cells import said
from inventory.engine.reading.headings import prose_of, under
from inventory.engine.reading.moments import moment
from inventory.engine.reading.outcome import FIELDS, ORDERS, Chosen, Column
from inventory.engine.reading.table import Table
from inventory.engine.reading.vocabulary import NO_KIND, NOT_OPENING, PEOPLE, plain

LOOKED_AT = 20_000  # lines; more tell nothing new about a column
EACH = 4  # lines that share a value, on average, where a column names kinds
MOST_KINDS = 1000
LEAST_FILL = 0.5
_KINDS = ("category", "subcategory")


def filled_in(table: Table, columns: tuple[Column, ...], mapping: Mapping[str, Chosen]) -> dict[str, Chosen]:
    """The mapping with what the headings did not tell: the opening from dates, the kinds from values that come again.

    The first column of dates is the opening. The first two columns of few different texts are category and
    subcategory, or the first one the subcategory of a category that is known; columns that are known to say how a
    ticket fares, or who deals with it, are passed over.
    """
    found = dict(mapping)
    if "opened_at" not in found:
        found |= _opening(_free(columns, found))
    if "subcategory" not in found:
        found |= _kinds(table, columns, found)
    return {ours: found[ours] for ours in FIELDS if ours in found}


def _free(columns: Iterable[Column], found: Mapping[str, Chosen]) -> list[Column]:
    taken = {chosen.column for chosen in found.values()}
    return [column for column in columns if column.name not in taken]


def _opening(columns: Iterable[Column]) -> dict[str, Chosen]:
    for column in columns:
        words = set(plain(column.heading).split())
        if column.fill >= LEAST_FILL and not words & NOT_OPENING and all(map(_is_moment, column.samples)):
            return {"opened_at": Chosen(column.name, given=False)}
    return {}


def _kinds(table: Table, columns: tuple[Column, ...], found: Mapping[str, Chosen]) -> dict[str, Chosen]:
    wanted = [ours for ours in _KINDS if ours not in found]
    free = {columns.index(one): one.name for one in _free(columns, found) if _may_name_kinds(one.heading)}
    kinds = [free[at] for at in _repeating(table, free, most=len(wanted))]
    if "title" in found and len(kinds) < len(wanted):
        return {}  # one column of some few words says less than the titles do
    return {ours: Chosen(name, given=False) for ours, name in zip(wanted, kinds, strict=False)}


def _may_name_kinds(heading: str) -> bool:
    name = plain(heading)
    return name not in NO_KIND and not PEOPLE & set(name.split())


def _repeating(table: Table, places: Iterable[int], *, most: int) -> list[int]:
    """The columns whose values come again, from left to right; those with one value only where nothing else is left."""
    lines = list(islice(_cells(table), LOOKED_AT))
    counts = {at: Counter(said(cells[at]) for cells in lines if at < len(cells)) for at in places}
    kinds = {at: values for at, values in counts.items() if _names_kinds(values, len(lines))}
    varied = [at for at, values in kinds.items() if len(values.keys() - {""}) > 1]
    constant = [at for at in kinds if at not in varied]
    return sorted([*varied, *constant][:most])


def _cells(table: Table) -> Iterator[list[str]]:
    _, rows = under(table)
    return (cells for _, cells in rows if isinstance(cells, list) and any(cells))


def _names_kinds(values: Counter[str], lines: int) -> bool:
    """Whether the values are few, come again, and are words: no numbers, no dates, no sentences."""
    told = [value for value in values if value]
    filled = lines - values[""]
    if not told or filled < LEAST_FILL * lines or len(told) > min(MOST_KINDS, filled / EACH):
        return False
    names = sum(values[value] for value in told if _is_name(value))
    return 2 * names > filled


def _is_name(value: str) -> bool:
    return any(map(str.isalpha, value)) and not _is_moment(value) and not prose_of([value])


def _is_moment(cell: str) -> bool:
    return any(moment(cell, order) is not None for order in ORDERS)
