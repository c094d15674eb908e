"""Half a year of runs, at home and at the partners."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.handing import Told
from delegation.management.demonstration.occurring import Occurrence, occurrences
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.run_life import Lent
from delegation.management.demonstration.telling_runs import tell_runs
from inventory.models import Run, Task
from inventory.models.derived import working_calendar

Result = Run.Result
AHEAD = timedelta(hours=44)
# Shares of runs at home that were not simply done.
MISSED, FAILED, CANCELLED = 0.008, 0.014, 0.02


def run(client: Client, found: Sequence[Told]) -> None:
    """Write every run since the history begins, and those of the next two days."""
    chronicle = client.chronicle
    since = datetime.combine(chronicle.begins_on, time(), tzinfo=chronicle.zone)
    years = {since.year, chronicle.now.year, chronicle.now.year + 1}
    calendar = working_calendar(client.organisation, years=years)
    away = {told.task.pk: told for told in found}
    random = Random(f"runs of {client.organisation}")  # noqa: S311 - a story, not a secret
    home: list[Run] = []
    lent: list[Lent] = []
    for task in client.tasks.values():
        if task.status in {Task.Status.DRAFT, Task.Status.RETIRED}:
            continue
        for each in occurrences(task, calendar, since=since, until=chronicle.now + AHEAD):
            told = away.get(task.pk)
            if told is not None and _is_away(told, each.due_at):
                lent.append(Lent(told, each, _run(client, task, each, at_partner=True)))
            elif each.due_at < chronicle.now + timedelta(hours=20):
                home.append(_at_home(client, task, each, random))
    save(home + [each.run for each in lent])
    tell_runs(client, lent, random)


def _is_away(told: Told, due_at: datetime) -> bool:
    return told.opened_at is not None and told.opened_at <= due_at < (
        told.closed_at or datetime.max.replace(tzinfo=due_at.tzinfo)
    )


def _run(client: Client, task: Task, each: Occurrence, *, at_partner: bool) -> Run:
    return Run(
        organisation=client.organisation, task=task, due_at=each.due_at, is_popup=each.is_popup, at_partner=at_partner,
        source=Run.Source.MANUAL if each.is_popup else Run.Source.SCHEDULE, is_off_hours=each.is_off_hours,
    )  # fmt: skip


def _at_home(client: Client, task: Task, each: Occurrence, random: Random) -> Run:
    """Done by its holder or, now and then, by the backup; a few were missed or failed."""
    run = _run(client, task, each, at_partner=False)
    drawn = random.random()
    started = each.due_at + timedelta(minutes=random.randint(0, 25))
    if started + timedelta(minutes=each.minutes) > client.chronicle.now:
        return run
    if drawn < MISSED:
        run.result = Result.MISSED
        return run
    if FAILED < drawn < CANCELLED:
        run.result = Result.CANCELLED
        return run
    run.result = Result.FAILED if drawn < FAILED else Result.DONE
    run.performer = task.backup if task.backup and random.random() < 0.12 else task.holder
    run.started_at, run.ended_at = started, started + timedelta(minutes=each.minutes)
    run.minutes, run.has_interrupted = each.minutes, each.is_popup and random.random() < 0.7
    return run
