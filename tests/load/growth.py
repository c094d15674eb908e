"""Ten rows made by hand become ten thousand: copied by the database, each copy knowing its own neighbours.

A million rows through the ORM take minutes, and a test would measure nothing else. So ten of each are made as models,
and one INSERT ... SELECT a table makes the others. The n-th copy of a row refers to the n-th copy of whatever it refers
to, and what must differ (names, numbers, days, moments) goes on the way it differs between the first two rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models

FEW = 10
# The last six digits of a key made by hand; those of its n-th copy are n.
ORIGINAL = 0xFFFFFF


@dataclass(frozen=True)
class Batch:
    """Rows made by hand, how many there shall be, and the fields that differ from row to row."""

    rows: Sequence[Any]
    wanted: int
    differing: frozenset[str]


def grow(batches: Sequence[Batch]) -> None:
    """Copy every batch until there are as many as are wanted."""
    growing = {row.pk: batch.wanted for batch in batches for row in batch.rows}
    with connection.cursor() as cursor:
        for batch in batches:
            copies = batch.wanted // len(batch.rows) - 1
            if copies > 0:
                cursor.execute(*_statement(batch, copies, growing))


def _statement(batch: Batch, copies: int, growing: dict[Any, int]) -> tuple[str, list[Any]]:
    model = type(batch.rows[0])
    kept = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not (field.primary_key and isinstance(field, models.AutoField))
    ]
    names = ", ".join(f'"{field.column}"' for field in kept)
    values = ", ".join(_value(field, batch, growing) for field in kept)
    keys = [model._meta.pk.get_db_prep_value(row.pk, connection) for row in batch.rows]
    marks = ", ".join(["%s"] * len(keys))
    statement = (
        f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {copies}) "
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} '
        f'FROM "{model._meta.db_table}" t CROSS JOIN copies WHERE t."{model._meta.pk.column}" IN ({marks})'
    )
    # Without parameters of their own, per cents are per cents.
    return (statement.replace("%", "%%").replace(marks.replace("%", "%%"), marks), keys)


def _value(field: Any, batch: Batch, growing: dict[Any, int]) -> str:
    column = f't."{field.column}"'
    value = getattr(batch.rows[0], field.attname)
    if field.primary_key:
        return _key(column)
    if field.name not in batch.differing or field.choices or isinstance(value, bool):
        return column
    if field.is_relation:
        return _key(column) if growing.get(value, 0) >= batch.wanted else column
    for kind, expression in _EXPRESSIONS:
        if isinstance(value, kind):
            return expression(column, getattr(batch.rows[1], field.attname), value)
    return column


def _key(column: str) -> str:
    """The key of the n-th copy."""
    if connection.vendor == "postgresql":
        return f"(substr({column}::text, 1, 30) || lpad(to_hex(copies.n), 6, '0'))::uuid"
    return f"substr({column}, 1, 26) || printf('%06x', copies.n)"


def _text(column: str, _second: str, _first: str) -> str:
    return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '-' || copies.n END"


def _number(column: str, second: int, first: int) -> str:
    return f"{column} + {FEW * (second - first)} * copies.n"


def _day(column: str, second: date, first: date) -> str:
    days = FEW * (second - first).days
    if connection.vendor == "postgresql":
        return f"{column} + {days} * copies.n"
    return f"date({column}, ({days} * copies.n) || ' days')"


def _moment(column: str, second: datetime, first: datetime) -> str:
    minutes = round(FEW * (second - first) / timedelta(minutes=1))
    if connection.vendor == "postgresql":
        return f"{column} + {minutes} * copies.n * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, ({minutes} * copies.n) || ' minutes')"


_EXPRESSIONS: tuple[tuple[type, Callable[[str, Any, Any], str]], ...] = (
    (str, _text), (int, _number), (datetime, _moment), (date, _day),
)  # fmt: skip
