"""A generation of scores, written as fast as the database takes it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from delegation.scoring.models.rows import ROW_FIELDS, ScoreRow
from delegation.scoring.models.scores import Score

COLUMNS = ("organisation_id", "generation", *ROW_FIELDS)


def store(chunks: Iterable[Sequence[ScoreRow]], *, organisation_id: UUID, generation: int) -> None:
    """Write every row as of ``generation``: COPY on PostgreSQL, one prepared statement elsewhere."""
    if connection.vendor == "postgresql":
        _copy(chunks, organisation_id, generation)
    else:
        _insert(chunks, organisation_id, generation)


def _copy(chunks: Iterable[Sequence[ScoreRow]], organisation_id: UUID, generation: int) -> None:
    table, columns = Score._meta.db_table, ", ".join(f'"{name}"' for name in COLUMNS)
    head = f"{organisation_id}\t{generation}\t"
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy,
    ):
        for rows in chunks:
            copy.write("".join(head + _line(row) for row in rows))


def _line(row: ScoreRow) -> str:
    """One line of COPY's text format; no field of a score can hold a tab, a newline or a backslash."""
    return "\t".join(["\\N" if field is None else str(field) for field in row]) + "\n"


def _insert(chunks: Iterable[Sequence[ScoreRow]], organisation_id: UUID, generation: int) -> None:
    table, columns = Score._meta.db_table, ", ".join(f'"{name}"' for name in COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    plain = connection.ops.adapt_unknown_value
    keeper = Score._meta.get_field("organisation").get_db_prep_save(organisation_id, connection)
    task = Score._meta.get_field("task")
    with connection.cursor() as cursor:
        for rows in chunks:
            cursor.executemany(
                f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',  # noqa: S608 # nosec B608 - names of our own columns
                [
                    (keeper, generation, task.get_db_prep_save(row.task_id, connection), *map(plain, row[1:]))
                    for row in rows
                ],
            )
