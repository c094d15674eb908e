"""What people can give: working weeks, less holidays, less leave, in whole minutes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from delegation.planning.engine.load.grid import Measure, Row

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Seat:
    """A person's place at work: ``week`` holds seven daily minutes, Monday first.

    ``skills`` maps a skill to its weight in the person's hours; without any the hours carry a blank skill.
    ``holidays`` maps a day off to its name. ``ref`` is what the hours open; by default the person.
    Raises ``ValueError`` for a week that is not seven days of 0 to 1,440 minutes or a weight below one.
    """

    person: str
    week: Sequence[int]
    team: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    ref: str = ""

    def __post_init__(self) -> None:
        """Hold the week and the weights to what they can be."""
        if len(self.week) != 7 or any(not 0 <= minutes <= DAY_MINUTES for minutes in self.week):
            raise ValueError(f"The week of {self.person} needs seven days of 0 to {DAY_MINUTES} minutes.")
        if any(weight < 1 for weight in self.skills.values()):
            raise ValueError(f"Every skill of {self.person} needs a weight of at least one.")


@dataclass(frozen=True)
class Absence:
    """Leave from ``first`` to ``last``, both included; ``minutes`` a day, or the whole day where it is None."""

    person: str
    first: date
    last: date
    ref: str
    minutes: int | None = None


def available(
    seats: Iterable[Seat], absences: Iterable[Absence] = (), *, first: date, until: date
) -> list[Row]:
    """Rows of available minutes per person, skill and day from ``first`` up to, not including, ``until``.

    Hours are positive rows, holidays and leave negative ones, so the figure opens into all three. A day
    never falls below zero: leave on a holiday takes nothing twice. Splitting a day over skills loses no minute.
    """
    leave: dict[str, list[Absence]] = {}
    for absence in sorted(absences, key=lambda away: (away.first, away.last, away.ref)):
        leave.setdefault(absence.person, []).append(absence)
    return [
        row
        for seat in seats
        for day in range((until - first).days)
        for row in _day(seat, first + timedelta(days=day), leave.get(seat.person, ()))
    ]


def split(minutes: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Whole minutes in proportion to whole weights, by largest remainder; ties go to the first name.

    >>> split(100, {"sql": 1, "unix": 1, "network": 1})
    {'network': 34, 'sql': 33, 'unix': 33}
    """
    whole = sum(weights.values())
    names = sorted(weights)
    parts = {name: minutes * weights[name] // whole for name in names}
    short = minutes - sum(parts.values())
    for name in sorted(names, key=lambda name: -(minutes * weights[name] % whole))[:short]:
        parts[name] += 1
    return parts


def _day(seat: Seat, on: date, absences: Sequence[Absence]) -> Iterator[Row]:
    left = 0
    for gained, ref in _steps(seat, on, absences):
        after = min(max(0, left + gained), seat.week[on.weekday()])
        yield from _parts(seat, on, ref, left, after)
        left = after


def _steps(seat: Seat, on: date, absences: Sequence[Absence]) -> Iterator[tuple[int, str]]:
    yield seat.week[on.weekday()], seat.ref or f"person:{seat.person}"
    if on in seat.holidays:
        yield -DAY_MINUTES, f"holiday:{seat.holidays[on]}"
    for absence in absences:
        if absence.first <= on <= absence.last:
            yield -(DAY_MINUTES if absence.minutes is None else absence.minutes), absence.ref


def _parts(seat: Seat, on: date, ref: str, before: int, after: int) -> Iterator[Row]:
    # The parts are differences of two splits, so that what is left of a day is itself split fairly
    # and no skill ends below zero by rounding.
    weights = seat.skills or {"": 1}
    was, now = split(before, weights), split(after, weights)
    for skill in was:
        if now[skill] != was[skill]:
            yield Row(Measure.AVAILABLE, on, now[skill] - was[skill], ref, seat.person, seat.team, skill)
