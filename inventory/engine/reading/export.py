"""One reading of somebody else's export, from bytes to tickets."""

from collections.abc import Mapping
from dataclasses import replace

from inventory.engine.reading.encoding import check_size, encoding_of
from inventory.engine.reading.guesses import filled_in
from inventory.engine.reading.headings import columns_of, desk_of, heading_notes, mapping_of, require_mapping
from inventory.engine.reading.lines import Tally, numbered, pick, tickets_of
from inventory.engine.reading.moments import order_of
from inventory.engine.reading.outcome import FIELDS, FORMATS, NEEDED, ORDERS, Reading
from inventory.engine.reading.table import Table, text_table
from inventory.engine.reading.vocabulary import HABITS
from inventory.engine.reading.workbook import is_workbook, workbook_table

_DATES = (FIELDS.index("opened_at"), FIELDS.index("closed_at"))

_LEAST = {"opened_at": NEEDED["opened_at"]}
_NO_NUMBER = "No column numbers the tickets, so each is named by its line."
_NO_TICKET = "No line became a ticket. Check which columns give the number and the opening date."


def read(
    content: bytes,
    *,
    format: str = "auto",  # noqa: A002 - the word of the screen
    mapping: Mapping[str, str] | None = None,
    date_order: str | None = None,
    forgiving: bool = False,
) -> Reading:
    """Read an export of tickets: CSV in any usual delimiter and encoding, or a workbook of one sheet.

    ``format`` is "auto", "servicenow", "jira", "glpi" or "csv"; ``mapping`` names for our fields the columns a person chose, "" for
    none, and the rest is guessed; ``date_order`` is "dmy", "mdy" or "ymd" where the person knows better. Nothing is executed, and
    the same bytes give the same reading.

    ``forgiving`` asks for no more than looking for chores needs: where no column numbers the tickets their lines do, and
    where the headings are of no known desk, moments and kinds of work are told by what stands in the columns.

    Raises ``Unreadable`` with a sentence for the screen; ``Unmapped``, which is one, when the columns must be chosen first;
    ``ValueError`` for a format, field or order that does not exist.
    """
    given = dict(mapping or {})
    _require_known(format, given, date_order)
    check_size(len(content))
    table = _table(content, given)
    blank = _blank(table, format, given)
    if forgiving:
        blank = _forgiven(blank, table)
    require_mapping(blank, given, needed=_LEAST if forgiving else NEEDED)
    return _with_tickets(blank, table, date_order)


def _blank(table: Table, desk: str, given: Mapping[str, str]) -> Reading:
    """What the file looks like, before any line of it is read."""
    columns = columns_of(table)
    known = desk_of(columns) if desk == "auto" else desk
    repeated = heading_notes(columns)
    return Reading(
        format=known,
        delimiter=table.delimiter,
        encoding=table.encoding,
        columns=columns,
        mapping=mapping_of(columns, known, given),
        notes=(*filter(None, [table.note]), *repeated),
        # Jira itself repeats the name of a field that has several values.
        trouble=(*([table.note] if table.damaged else []), *(repeated if known != "jira" else ())),
    )


def _forgiven(blank: Reading, table: Table) -> Reading:
    """The same, with guesses for a desk that is not known, and a sentence where lines stand in for numbers."""
    mapping = blank.mapping if blank.format != "csv" else filled_in(table, blank.columns, blank.mapping)
    unnumbered = () if "external_id" in mapping else (_NO_NUMBER,)
    return replace(blank, mapping=mapping, notes=(*blank.notes, *unnumbered))


def _with_tickets(blank: Reading, table: Table, date_order: str | None) -> Reading:
    places = {name: blank.header.index(chosen.column) for name, chosen in blank.mapping.items()}
    tally = Tally()
    picked, refused = pick(table, places, len(blank.header), tally)
    if "external_id" not in places:
        picked = numbered(picked)
    dates = (row.cells[at] for row in picked for at in _DATES)
    order = order_of(dates, habit=HABITS[blank.format], given=date_order)
    tickets, without = tickets_of(picked, order=order.order, desk=blank.format, tally=tally)
    nothing = () if tickets else (_NO_TICKET,)
    return replace(
        blank,
        date_order=order.order if tickets else "",
        order_certain=order.certain,
        tickets=tuple(tickets),
        refused=tuple(sorted(refused + without)),
        notes=(*blank.notes, *order.notes, *tally.notes(), *nothing),
        trouble=(*blank.trouble, *tally.trouble),
    )


def _table(content: bytes, given: Mapping[str, str]) -> Table:
    if is_workbook(content):
        return workbook_table(content)
    encoding = encoding_of(content)
    table = text_table(content, encoding.codec, wanted=given.values())
    return replace(table, note=encoding.note, damaged=encoding.damaged)


def _require_known(desk: str, given: Mapping[str, str], date_order: str | None) -> None:
    strangers = given.keys() - set(FIELDS)
    if desk not in {"auto", *FORMATS} or strangers or date_order not in {None, *ORDERS}:
        raise ValueError(f"no such format, field or order: {desk}, {sorted(strangers)}, {date_order}")
