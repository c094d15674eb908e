"""What people do to stop a task, or to make it smaller."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.approval.models import Proposal
from delegation.audit import trail
from delegation.moves import Stale, same_version
from delegation.notices.word import tell
from delegation.streamlining.models import Improvement, Missed, Trial
from delegation.streamlining.permissions import may_end, may_finish, may_improve, may_miss, may_try
from inventory.models import Task


@transaction.atomic
def start_trial(
    *, task: Task, stop_from_on: date, watch_until_on: date, watchers: Sequence[Person], by: Person
) -> Trial:
    """Stop a task and watch who misses it; its holder and the watchers are told.

    Raises ``Refused`` if ``by`` may not, if nobody watches long enough, or if it is on trial already.
    """
    require(may_try(by, task, is_agreed=is_agreed(task)))
    if watch_until_on <= stop_from_on:
        raise Refused("The watch must last until a day after the task stops.")
    if any(watcher.organisation_id != task.organisation_id for watcher in watchers):
        raise Refused("Only people of your own organisation can watch.")
    trial = Trial(
        organisation_id=task.organisation_id, task=task, stop_from_on=stop_from_on, watch_until_on=watch_until_on,
        started_by=by,
    )  # fmt: skip
    _insert(trial)
    trial.watchers.set(watchers, through_defaults={"organisation": task.organisation})
    trial.begin(by=by)
    _tell(trial, {*watchers, *([task.holder] if task.holder else [])}, by=by)
    return trial


@transaction.atomic
def miss(*, trial: Trial, what: str, by: Person) -> Missed:
    """Say that its output was missed; who started the trial is told."""
    require(may_miss(by, trial))
    missed = Missed.objects.create(organisation_id=trial.organisation_id, trial=trial, by=by, what=what)
    trail.record("missed", about=trial, by=by, why=what)
    tell(
        trial.started_by, kind="missed", about=trial, must_act=True, address=reverse("streamlining:trial", args=[trial.pk]),
        subject=f"Missed: {trial.task}", body=f"{by} missed it: {what}",
    )  # fmt: skip
    return missed


@transaction.atomic
def end_trial(*, trial: Trial, outcome: str, why: str, by: Person, version: int | None = None) -> None:
    """Stop the task for good, which retires it, or restore it, which puts it back where it was weighed.

    Raises ``Refused`` if ``by`` may not, ``Stale`` if somebody was faster.
    """
    same_version(trial, version)
    require(may_end(by, trial))
    trial.move(to=outcome, by=by, why=why)
    if outcome == Trial.Status.STOPPED:
        trial.task.move(to=Task.Status.RETIRED, by=by, why=why or "Its trial ended: nobody needs it.")
    elif trial.task.status == Task.Status.DECIDED:
        trial.task.move(to=Task.Status.ASSESSED, by=by, why=why or "Its trial ended: it was missed.")
    if trial.task.holder and trial.task.holder_id != by.pk:
        tell(
            trial.task.holder, kind="trial", about=trial, address=reverse("streamlining:trial", args=[trial.pk]),
            subject=f"{trial.get_status_display()}: {trial.task}", body=why,
        )  # fmt: skip


@transaction.atomic
def improve(
    *, task: Task, change: str, saved_minutes_per_month: int, owner: Person, by: Person
) -> Improvement:
    """Write down a change that makes a task smaller, and who makes it."""
    require(may_improve(by, task))
    if owner.organisation_id != task.organisation_id:
        raise Refused("Somebody of your own organisation must make the change.")
    improvement = Improvement.objects.create(
        organisation_id=task.organisation_id, task=task, change=change, owner=owner,
        saved_minutes_per_month=saved_minutes_per_month,
    )  # fmt: skip
    trail.record("added", about=improvement, by=by, after=f"{saved_minutes_per_month} minutes a month")
    if owner.pk != by.pk:
        tell(
            owner, kind="improvement", about=improvement, address=reverse("streamlining:improvements"),
            subject=f"Yours to do: {change}", body=f"{by} asks you to make {task} smaller.",
        )  # fmt: skip
    return improvement


@transaction.atomic
def finish(*, improvement: Improvement, saved_minutes_per_month: int, done_on: date, by: Person) -> None:
    """Say that a change is made and how many minutes it saves; once."""
    require(may_finish(by, improvement))
    waiting = Improvement.objects.filter(pk=improvement.pk, done_on=None)
    if not waiting.update(done_on=done_on, saved_minutes_per_month=saved_minutes_per_month):
        raise Stale(f"“{improvement}” was finished by somebody else meanwhile.")
    trail.record(
        "finished", about=improvement, by=by, before=f"{improvement.saved_minutes_per_month} minutes a month",
        after=f"{saved_minutes_per_month} minutes a month",
    )  # fmt: skip


def is_agreed(task: Task) -> bool:
    """Whether the last thing decided about a task was to eliminate it."""
    decided = (
        task.proposals.filter(status=Proposal.Status.APPROVED).order_by("-moved_at", "-asked_at").first()
    )
    return decided is not None and decided.disposition == Proposal.Disposition.ELIMINATE


def _insert(trial: Trial) -> None:
    try:
        with transaction.atomic():
            trial.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"{trial.task} is on trial already.") from error


def _tell(trial: Trial, people: set[Person], *, by: Person) -> None:
    for person in people - {by}:
        tell(
            person, kind="trial", about=trial, address=reverse("streamlining:trial", args=[trial.pk]),
            subject=f"Stopped on trial: {trial.task}",
            body=f"From {trial.stop_from_on:%-d %B} it is not done. Say so on the page if you miss it, until {trial.watch_until_on:%-d %B}.",
        )  # fmt: skip
