"""What pages cost at 10,000 and 100,000 tasks, beside a bare Django list of as many rows: the floor.

On PostgreSQL, in databases of its own that are dropped at the end. Everything is asked for in turn, round by round; a
time is the processor's and the wait for the database, so that neighbours on the machine count less. Times are medians,
ratios are medians of the rounds' ratios.

    python -m tests.load.bench_pages [--sizes 10000,100000] [--rounds 30]
"""

import argparse
import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

SERVER = "postgres://postgres@127.0.0.1:5432"
GROWTH = 1.2
FEW = 1000  # of what none of these pages lists


@dataclass(frozen=True)
class Bar:
    """A page, and at most how many times what it may take: a floor of so many rows, or another page."""

    name: str
    route: str
    by: str
    times: float
    than: str
    of: tuple[str, ...] = ()
    ask: str = ""
    deep: bool = False


BARS = [
    Bar("task list", "inventory:tasks", "marta", 2.0, "floor 100"),
    Bar("deep page", "inventory:tasks", "marta", 1.2, "task list", deep=True),
    Bar("search, many", "inventory:tasks", "marta", 1.5, "task list", ask="?q=stuck+batch"),
    Bar("search, one", "inventory:tasks", "marta", 1.5, "task list", ask="?q=t-4-512"),
    Bar("ranking", "scoring:ranking", "marta", 2.0, "floor 50"),
    Bar("a task", "inventory:task", "marta", 1.5, "floor 50", of=("task",)),
    Bar("handoff list", "handoff:handoffs", "marta", 2.0, "floor 50"),
    Bar("portal queue", "portal:queue", "lena", 2.0, "floor 100"),
    Bar("audit trail", "audit:trail", "otto", 2.0, "floor 100"),
]


def main(argv: Sequence[str]) -> int:
    """Print figures and budgets; 0 when every budget is kept, 1 when one is missed."""
    asked = _arguments(argv)
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    names = {size: f"relay_bench_{os.getpid()}_{size}" for size in sizes}
    os.environ.update(
        DATABASE_URL=f"{SERVER}/{names[sizes[0]]}", DJANGO_SETTINGS_MODULE="delegation.settings",
        ALLOWED_HOSTS="testserver", RELAY_MODE="embedded", RELAY_SURFACE="both",
    )  # fmt: skip
    try:
        for size in sizes:
            _server(f'CREATE DATABASE "{names[size]}"')
        houses = {size: _house(names[size], size) for size in sizes}
        return _report(_measure(houses, rounds=asked.rounds))
    finally:
        _connect("postgres")
        for name in names.values():
            _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args(list(argv))


def _server(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _connect(database: str) -> None:
    """From here on, everything is asked of this database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database


def _house(database: str, size: int) -> tuple[str, Any]:
    """A migrated database with so many tasks, scores, handoffs, runs and events, and fewer of everything else."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    _connect(database)
    call_command("migrate", verbosity=0)
    from tests.load import crowd as crowds
    from tests.load.house import House

    start = time.perf_counter()
    with transaction.atomic():
        crowd = crowds.Crowd(_cast(), size)
        for write in crowds.WRITERS:
            write(crowd)
        with connection.cursor() as cursor:
            # Copies refer as their originals do; checking a million of them again would take most of the time.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        crowds.grow([_fewer(batch) for batch in crowd.batches])
        with connection.cursor() as cursor:
            # One event in a hundred stays with the task and the handoff of the original, the others go round all.
            cursor.execute(
                "UPDATE audit_auditevent SET about_id = substr(about_id, 1, 30) || lpad(to_hex(id %% %s), 6, '0')"
                " WHERE id %% 100 <> 0",
                [size],
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{size:,} tasks written in {time.perf_counter() - start:.0f} s", flush=True)
    return database, House(crowd)


def _cast() -> Any:
    from tests.conftest import make_cast

    return make_cast()


def _fewer(batch: Any) -> Any:
    listed = {"Task", "Score", "Handoff", "Packet", "Run", "PartnerRun", "AuditEvent", "Proposal"}
    return batch if type(batch.rows[0]).__name__ in listed else replace(batch, wanted=min(batch.wanted, FEW))


Times = dict[int, dict[str, list[float]]]


def _measure(houses: dict[int, Any], *, rounds: int) -> dict[int, dict[str, dict[str, Any]]]:
    """Queries, bytes and times of every page and floor at every size."""
    asks = {size: (database, *_asks(house, database)) for size, (database, house) in houses.items()}
    times: Times = {size: {name: [] for name in work} for size, (_, work, _) in asks.items()}
    for _ in range(rounds):
        for size, (database, work, _) in asks.items():
            _connect(database)
            for ask in work.values() if not times[size]["floor 50"] else [work["floor 50"]]:
                ask()  # nobody's time: a connection is made, templates are compiled, caches are filled
            for name, ask in work.items():
                times[size][name].append(_seconds(ask))
    return {
        size: {name: {**seen[name], "times": times[size][name]} for name in work}
        for size, (_, work, seen) in asks.items()
    }


def _asks(house: Any, database: str) -> tuple[dict[str, Callable[[], Any]], dict[str, dict[str, Any]]]:
    """By name, how to ask for each page and floor; and what each page costs in queries and bytes."""
    from tests.load import floor
    from tests.load.pages import Page

    _connect(database)
    bare = floor.browser()
    bare.cookies = house.browser("marta").cookies
    work: dict[str, Callable[[], Any]] = {
        f"floor {rows}": partial(bare.get, f"/floor/{rows}/") for rows in (50, 100)
    }
    seen = {}
    for bar in BARS:
        page = Page(bar.route, bar.by, 0, of=bar.of)
        address = house.address(page) + (_ninety_per_cent() if bar.deep else bar.ask)
        answer, asked = house.ask(page, address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        seen[bar.name] = {"queries": len(asked), "bytes": len(gzip.compress(answer.content))}
        work[bar.name] = partial(house.browser(bar.by).get, address)
    for name, ask in list(work.items())[:2]:
        seen[name] = {"queries": 3, "bytes": len(gzip.compress(ask().content))}
    return work, seen


def _ninety_per_cent() -> str:
    """The cursor of the row that nine tenths of the tasks stand before."""
    from delegation.pages import keyset
    from inventory.models import Task

    tasks = Task.objects.filter(organisation__slug="halden").exclude(status="retired")
    row = tasks.order_by("title", "id")[tasks.count() * 9 // 10]
    beside = keyset(
        tasks.filter(title__lte=row.title, title__gte=row.title), order=("title", "id"), after="", size=1
    )
    return f"?after={beside.next or _cursor(row)}"


def _cursor(row: Any) -> str:
    import base64
    import json

    return base64.urlsafe_b64encode(json.dumps([row.title, str(row.pk)]).encode()).decode().rstrip("=")


def _seconds(work: Callable[[], Any]) -> float:
    """Processor time, and the wait for the database beside it."""
    from django.db import connection

    waited = 0.0

    def statement(execute: Any, *args: Any) -> Any:
        nonlocal waited
        start, busy = time.perf_counter(), time.process_time()
        try:
            return execute(*args)
        finally:
            waited += max(0.0, time.perf_counter() - start - (time.process_time() - busy))

    start = time.process_time()
    with connection.execute_wrapper(statement):
        work()
    return time.process_time() - start + waited


def _p50(page: dict[str, Any]) -> float:
    return 1000 * statistics.median(page["times"])


def _ratio(page: dict[str, Any], than: dict[str, Any]) -> float:
    return statistics.median(ours / theirs for ours, theirs in zip(page["times"], than["times"], strict=True))


def _report(found: dict[int, dict[str, dict[str, Any]]]) -> int:
    smallest, largest = min(found), max(found)
    missed = 0
    for size, pages in found.items():
        print(f"\n{size:,} tasks        queries  bytes gz   p50 ms   ratio   budget")
        for rows in (50, 100):
            bare = pages[f"floor {rows}"]
            print(f"floor of {rows:<13} {bare['queries']:5} {bare['bytes']:9,} {_p50(bare):8.1f}")
        for bar in BARS:
            page = pages[bar.name]
            ratio = _ratio(page, pages[bar.than])
            kept = size != largest or ratio <= bar.times
            missed += not kept
            print(
                f"{bar.name:<22} {page['queries']:5} {page['bytes']:9,} {_p50(page):8.1f} {ratio:7.2f}"
                f"   at most {bar.times:g} x {bar.than}{'' if kept else '   MISSED'}"
            )
    print(f"\n{'growth':<16} {smallest:,} to {largest:,}, at most {GROWTH:g}")
    for bar in BARS if smallest != largest else []:
        growth = _ratio(found[largest][bar.name], found[smallest][bar.name])
        missed += growth > GROWTH
        print(f"{bar.name:<22} {growth:5.2f}{'   MISSED' if growth > GROWTH else ''}")
    print("every budget kept" if not missed else f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
