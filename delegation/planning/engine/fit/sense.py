"""Does a planning question make sense? The first thing that does not, in a sentence that says what to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from delegation.planning.engine.fit.linear import INFINITY
from delegation.planning.engine.fit.parts import Start

if TYPE_CHECKING:
    from delegation.planning.engine.fit.instance import Instance

NUMBER, WHOLE, MARK = "iuf", "iu", "b"
KINDS = {NUMBER: "numbers", WHOLE: "whole numbers", MARK: "marks, true or false"}


@dataclass(frozen=True)
class Column:
    """What a column may hold: numpy ``kind`` letters, a value per week or one, and from ``least`` to ``most``.

    ``into`` names the part whose rows a column points to.
    """

    kind: str = NUMBER
    weekly: bool = False
    least: float = 0.0
    most: float = INFINITY
    into: str = ""


COLUMNS = {
    "tasks": {
        "group": Column(WHOLE, into="groups"),
        "hours": Column(weekly=True),
        "distraction_share": Column(),  # an interruption can cost more than the hour it lasts
        "teach_hours": Column(),
        "standing_hours": Column(),
        "off_hours_share": Column(most=1.0),
        "stint_weeks": Column(WHOLE, least=1.0),
        "whole": Column(MARK),
    },
    "pairs": {
        "task": Column(WHOLE, into="tasks"),
        "partner": Column(WHOLE, into="partners"),
        "oversight_share": Column(most=1.0),
        "effort_ratio": Column(),
        "teach_hours": Column(),
        "premium_share": Column(least=-1.0),  # below zero it is a discount, which cannot pass the whole rate
        "start": Column(WHOLE, most=float(max(Start))),
        "held_weeks": Column(WHOLE),
    },
    "partners": {"rate_per_hour": Column(), "hours": Column(weekly=True)},
    # Capacity may be below the load: then the group is overloaded, which is what plans are for.
    "groups": {
        "capacity_hours": Column(weekly=True),
        "wanted_hours": Column(weekly=True),
        "worth_per_hour": Column(weekly=True),
    },
}
TERMS = {
    "overtime_per_hour": INFINITY,
    "relief_per_hour": INFINITY,
    "refresh_share": 1.0,
    "recall_share": 1.0,
}
ONE = {"tasks": "Task", "partners": "Partner", "groups": "Group"}


def nonsense(given: "Instance") -> str | None:
    """What is wrong with ``given`` and what to do about it; None when it makes sense."""
    # In this order, because each look relies on what the ones before it have found in order.
    looks = (_names, _weeks, _shapes, _values, _terms, _handoffs)
    return next(chain.from_iterable(look(given) for look in looks), None)


def _names(given: "Instance") -> Iterator[str]:
    """Plans do not depend on the order of rows because rows are told apart by name."""
    for part, one in ONE.items():
        name, times = next(iter(Counter(getattr(given, part).names).most_common(1)), ("", 0))
        if times > 1:
            yield f"{times} {part} are named {name!r}; give each {one.lower()} a name of its own."


def _weeks(given: "Instance") -> Iterator[str]:
    """The hours of the tasks say how many weeks there are."""
    hours = given.tasks.hours
    if not isinstance(hours, np.ndarray) or hours.ndim != 2 or hours.shape[1] < 1:
        yield "The hours of the tasks cover no week; give a number per task and week, for one week or more."


def _shapes(given: "Instance") -> Iterator[str]:
    """Every column is an array of the right kind, as long as its part and as wide as the weeks."""
    for part, columns in COLUMNS.items():
        rows = _rows(given, part)
        for name, column in columns.items():
            found = getattr(getattr(given, part), name)
            wanted = (rows, given.weeks) if column.weekly else (rows,)
            if not isinstance(found, np.ndarray) or found.dtype.kind not in column.kind:
                yield f"The {_said(name)} of the {part} must be an array of {KINDS[column.kind]}; convert it."
            elif found.shape != wanted:
                yield (
                    f"The {_said(name)} of the {part} has {_size(found.shape)} entries, and "
                    f"{rows} {part}{f' in {given.weeks} weeks' if column.weekly else ''} need {_size(wanted)}; "
                    f"give one per row{' and week' if column.weekly else ''}."
                )


def _values(given: "Instance") -> Iterator[str]:
    """Every number is finite and within its limits, and every row pointed to exists."""
    for part, columns in COLUMNS.items():
        for name, column in columns.items():
            found = getattr(getattr(given, part), name)
            most = _rows(given, column.into) - 1.0 if column.into else column.most
            if not np.isfinite(found).all():
                yield f"Not every {_said(name)} of the {part} is a finite number; give each one a number."
            elif ((found < column.least) | (found > most)).any():
                place = np.argwhere((found < column.least) | (found > most))[0]
                value, who = found[tuple(place)], _who(given, part, int(place[0]))
                if column.into:
                    yield f"{who} points to row {value} of the {column.into}, which does not exist; correct it."
                else:
                    yield f"{who} has {_said(name)} of {value:g}; make it {_range(column.least, most)}."


def _terms(given: "Instance") -> Iterator[str]:
    """Money and shares that hold for all; only the budget may be without limit."""
    terms = given.terms
    if not terms.budget_euros >= 0.0:
        yield f"The budget is €{terms.budget_euros:g}; give €0 or more, or infinity where there is no limit."
    for name, most in TERMS.items():
        value = getattr(terms, name)
        if not (np.isfinite(value) and 0.0 <= value <= most):
            yield f"The {_said(name)} is {value:g}; make it {_range(0.0, most)}."
    if (given.groups.worth_per_hour > terms.overtime_per_hour).any():
        yield "An initiative hour is worth more than overtime costs; raise the cost of overtime."


def _handoffs(given: "Instance") -> Iterator[str]:
    """One row for a task and partner, and one partner for a task that is taught."""
    pairs = given.pairs
    if len(set(zip(pairs.task.tolist(), pairs.partner.tolist(), strict=True))) < pairs.task.size:
        yield "A task and a partner stand in two pairs; keep one of them."
    started = pairs.task[pairs.start != Start.NEW]
    if np.unique(started).size < started.size:
        yield "A task is already taught to two partners; end one of its handoffs first."


def _rows(given: "Instance", part: str) -> int:
    """How many rows a part has; pairs have no names, and are as many as the tasks they point to."""
    return np.size(given.pairs.task) if part == "pairs" else len(getattr(given, part).names)


def _who(given: "Instance", part: str, row: int) -> str:
    return f"{ONE[part]} {getattr(given, part).names[row]!r}" if part in ONE else f"Row {row} of the {part}"


def _said(name: str) -> str:
    return name.replace("_", " ")


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "no"


def _range(least: float, most: float) -> str:
    return f"{least:g} or more" if most == INFINITY else f"a number from {least:g} to {most:g}"
