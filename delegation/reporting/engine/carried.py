"""What the partner carries: a row for each task, the smaller ones together, and all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.reporting.engine.charts.marks import Drawing, Pen
from delegation.reporting.engine.charts.spark import spark
from delegation.reporting.engine.facts import Carried, Facts
from delegation.reporting.engine.months import Month
from delegation.reporting.engine.rounding import shares, whole
from delegation.reporting.engine.wording import count


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``kind`` is "task", "rest" or "total"; a task alone has a drawing."""

    kind: str
    name: str
    system: str
    hours: str
    on_time: str
    handed_back: str
    spark: Drawing | None = None


def carried(pen: Pen, facts: Facts, now: Month, *, longest_list: int) -> tuple[Row, ...]:
    """The ``longest_list`` largest tasks one by one, the others as one row, and the total.

    Hours add up to the partner's hours of the month, as the first page says them; minutes the partner worked on
    no task are a row of their own. Empty where the partner did nothing.
    """
    tasks = sorted(facts.carried, key=lambda task: (-task.minutes, task.task, task.system))
    named, rest = tasks[:longest_list], tasks[longest_list:]
    untied = now.partner_minutes - sum(task.minutes for task in tasks)
    *hours, rest_hours, untied_hours = shares(
        [*(task.minutes for task in named), sum(task.minutes for task in rest), untied]
    )
    rows = [_task_row(pen, task, share) for task, share in zip(named, hours, strict=True)]
    if rest:
        rows.append(_sum_row("rest", count(len(rest), "smaller task"), rest, rest_hours))
    if untied_hours:
        rows.append(Row("rest", "Time bound to no task", "", f"{untied_hours:,}", "–", "–"))
    if rows:
        name = "The one task" if len(tasks) == 1 else f"All {len(tasks):,} tasks"
        rows.append(_sum_row("total", name if tasks else "All", tasks, whole(now.partner_minutes)))
    return tuple(rows)


def _task_row(pen: Pen, task: Carried, hours: int) -> Row:
    said = ", ".join(f"{share:,}" for share in shares(task.minutes_by_month))
    drawn = spark(pen, task.minutes_by_month, sentence=f"Hours by month: {said}", height=16)
    return Row("task", task.task, task.system, f"{hours:,}", _on_time([task]), f"{task.handed_back:,}", drawn)


def _sum_row(kind: str, name: str, tasks: Sequence[Carried], hours: int) -> Row:
    back = sum(task.handed_back for task in tasks)
    return Row(kind, name[:1].upper() + name[1:], "", f"{hours:,}", _on_time(tasks), f"{back:,}")


def _on_time(tasks: Sequence[Carried]) -> str:
    """Per cent on time, rounded down so that 100 % means all of them."""
    due = sum(task.due for task in tasks)
    return f"{100 * sum(task.on_time for task in tasks) // due} %" if due else "–"
