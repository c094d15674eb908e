"""Many imports at once: every ticket stands once, and each import counts what it did. PostgreSQL, real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from inventory import actions, jobs
from inventory.jobs import writing
from inventory.models import Import, SourceTicket
from tests.conftest import make_cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HEADER = b"number,opened_at,category\n"
TICKETS, ROUNDS, FILES, WORKERS = 60, 5, 4, 3


def at_once(acts):
    together = threading.Barrier(len(acts))

    def go(act):
        try:
            together.wait(timeout=20)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(go, acts))


def test_files_with_the_same_tickets_in_any_order_by_several_workers_each(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 7)
    cast = make_cast()
    lines = [b"INC%03d,2026-01-%02d 08:00,Backup\n" % (number, 1 + number % 28) for number in range(TICKETS)]
    for _round in range(ROUNDS):
        SourceTicket.objects.all().delete()
        Import.objects.all().delete()
        rows = []
        for place in range(FILES):
            order = lines if place % 2 else lines[::-1]
            row = actions.bring(
                file_name=f"{place}.csv", content=HEADER + b"".join(order), by=cast.priya, organisation=cast.halden
            )  # fmt: skip
            actions.run(row=row, by=cast.priya)
            rows.append(row)

        at_once(
            [lambda pk=str(row.pk): jobs.write_import(import_id=pk) for row in rows for _ in range(WORKERS)]
        )

        for row in rows:
            row.refresh_from_db()
        assert [row.status for row in rows] == ["done"] * FILES
        assert SourceTicket.objects.count() == TICKETS
        assert sum(row.created for row in rows) == TICKETS
        assert sum(row.unchanged for row in rows) == TICKETS * (FILES - 1)
        assert {row.updated for row in rows} == {0}
