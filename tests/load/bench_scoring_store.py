"""`bench scoring_store`: a whole generation of scores, beside Django's bulk_update and a bare COPY.

On PostgreSQL, in a database of its own that is dropped at the end. The floor is the same rows by COPY into a side
table without any index or constraint. What is measured is storing: the rows are scored before. A last line says how
long an organisation takes in one go, reading, scoring and storing, and how long one edited task takes.

    python -m tests.load.bench_scoring_store [--sizes 10000 100000] [--rounds 5]
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

SERVER = "postgres://postgres@127.0.0.1:5432"
FASTER = 30.0  # performance.md: at least this many times as fast as bulk_update, at 100,000
FLOOR = 2.0  # and at most this many times a COPY into a side table
LARGE = 100_000
EDITED = 0.050


def main(argv: Sequence[str]) -> int:
    """Print times and ratios; 0 when the bars are kept at the largest size, 1 when one is missed."""
    asked = _arguments(argv)
    database = f"relay_bench_{os.getpid()}"
    _server(f'CREATE DATABASE "{database}"')
    os.environ.update(DATABASE_URL=f"{SERVER}/{database}", DJANGO_SETTINGS_MODULE="delegation.settings")
    try:
        _start_django()
        return max(_bench(size, asked.rounds) for size in asked.sizes)
    finally:
        from django.db import connection

        connection.close()
        _server(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, LARGE])
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args(list(argv))


def _server(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _start_django() -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    # The tables as the models say, whatever the migrations know already.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    settings.DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off"
    call_command("migrate", run_syncdb=True, verbosity=0)


def _bench(size: int, rounds: int) -> int:
    from delegation.scoring import jobs
    from delegation.scoring.jobs import rescoring
    from delegation.scoring.models import Rubric, Standing

    organisation, tasks = _fill(size)
    in_one_go = _seconds(lambda: jobs.rescore(organisation_id=str(organisation.pk)))
    chunks = list(rescoring._scored(organisation, Rubric.objects.first_needed(organisation)))
    standing = Standing.objects.get(organisation=organisation)
    # Side by side, round by round, so that a busy moment of the machine strikes both.
    pairs = [
        (_seconds(lambda: _side_table(chunks, organisation)), _seconds(lambda: _generation(chunks, standing)))
        for _ in range(rounds)
        if _sweep(standing)
    ]
    times = {
        "bulk_update": _median(lambda: _bulk_update(standing), 1 if size >= LARGE else rounds),
        "COPY into a side table": statistics.median(side for side, _ in pairs),
        "a new generation": statistics.median(ours for _, ours in pairs),
    }
    one = _median(lambda: jobs.rescore_one(tasks[size // 2]), 20)
    ours, slow = times["a new generation"], times["bulk_update"]
    ratio = statistics.median(ours / side for side, ours in pairs)
    print(f"{size:,} scores, median of {rounds}")
    for name, taken in times.items():
        print(f"  {name:24} {taken:8.3f} s")
    print(
        f"  bulk_update ÷ ours {slow / ours:6.1f} (at least {FASTER:g}), ours ÷ side table {ratio:5.2f} (at most {FLOOR:g})"
    )
    print(
        f"  read, scored and stored in one go {in_one_go:.2f} s; one edited task {1000 * one:.1f} ms (at most {1000 * EDITED:g})"
    )
    kept = size < LARGE or (slow / ours >= FASTER and ratio <= FLOOR and one <= EDITED)
    print(f"  {'kept' if kept else 'missed'}")
    return 0 if kept else 1


def _fill(size: int) -> tuple[Any, list[Any]]:
    """An organisation with ``size`` tasks, three answers to each."""
    from delegation.accounts.models import Organisation, Person, User
    from delegation.scoring.models import Rating
    from inventory.models import Task

    organisation = Organisation.objects.create(kind="client", name=f"Bench {size}", slug=f"bench-{size}")
    user = User.objects.create(email=f"bench-{size}@relay.example")
    person = Person.objects.create(user=user, organisation=organisation, role="contributor", name="Bench")
    tasks = [
        Task(
            organisation=organisation, number=number, title=f"Task {number}", holder=person, status="catalogued",
            rule="FREQ=DAILY", effort_low=5, effort_likely=5 + number % 60, effort_high=90, hours_per_month=number % 80,
            off_hours_share=(number % 5) / 4, is_remote=True,
        )
        for number in range(size)
    ]  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=5000)
    Rating.objects.bulk_create(
        (
            Rating(
                organisation=organisation,
                task=task,
                rater=person,
                view="doer",
                criterion=key,
                level=(task.number // step) % 5 + 1,
            )
            for task in tasks
            for key, step in (("strategic", 1), ("sensitivity", 5), ("urgency", 25))
        ),
        batch_size=5000,
    )
    return organisation, tasks


def _bulk_update(standing: Any) -> None:
    from django.db import transaction

    from delegation.scoring.models import Score

    names = [
        "index",
        "strategic",
        "sensitivity",
        "urgency",
        "band",
        "advice",
        "qualifier",
        "stability",
        "codes",
        "inputs_hash",
    ]
    standing.refresh_from_db()
    scores = list(Score.objects.filter(organisation=standing.pk, generation=standing.generation))
    with transaction.atomic():
        Score.objects.bulk_update(scores, names, batch_size=1000)


def _side_table(chunks: Any, organisation: Any) -> None:
    from django.db import connection, transaction

    from delegation.scoring.jobs.storing import COLUMNS
    from delegation.scoring.models import Score

    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS side")
        cursor.execute(f'CREATE TABLE side AS SELECT {columns} FROM "{Score._meta.db_table}" WHERE false')
        with cursor.copy(f"COPY side ({columns}) FROM STDIN") as copy:
            for rows in chunks:
                lines = ("\t".join("\\N" if field is None else str(field) for field in row) for row in rows)
                copy.write("".join(f"{organisation.pk}\t1\t{line}\n" for line in lines))


def _generation(chunks: Any, standing: Any) -> None:
    from django.db import transaction
    from django.db.models import F

    from delegation.scoring.jobs.storing import store
    from delegation.scoring.models import Standing

    with transaction.atomic():
        standing.refresh_from_db()
        store(chunks, organisation_id=standing.pk, generation=standing.generation + 1)
        Standing.objects.filter(pk=standing.pk).update(generation=F("generation") + 1)


def _sweep(standing: Any) -> bool:
    """Leave the generation that is read and nothing older, as the clock does between two scorings of everything."""
    from delegation.scoring.models import Score

    standing.refresh_from_db()
    Score.objects.filter(organisation=standing.pk, generation__lt=standing.generation).delete()
    return True


def _median(work: Callable[[], Any], rounds: int) -> float:
    return statistics.median(_seconds(work) for _ in range(rounds))


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
