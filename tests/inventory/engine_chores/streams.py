"""Streams of tickets for tests: kept calendars with human sloppiness, and pure chance."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from inventory.engine.rhythm import Schedule, parse, runs
from inventory.engine.tickets import Ticket

START = date(2024, 1, 1)  # a Monday


def planted(words, *, days=728, misses=0.0, shifted=0.0, extra=0.0, seed=0, start=START):
    """Moments of a rhythm in plain words: some missed, some a day early or late, with tickets by chance on top."""
    dice = np.random.default_rng(seed)
    since = datetime.combine(start, time(), tzinfo=UTC)
    due = runs(Schedule(parse(words), start), since=since, until=since + timedelta(days=days))
    kept = [run.due_at.replace(tzinfo=None) for run in due if dice.random() >= misses]
    moved = [at + timedelta(days=int(dice.choice([-1, 1])) * (dice.random() < shifted)) for at in kept]
    return sorted([*moved, *chance(dice.poisson(extra * len(moved)), days=days, seed=seed + 1, start=start)])


def chance(count, *, days, seed=0, start=START):
    """So many moments at any minute of the days (a Poisson stream, given its count)."""
    minutes = np.random.default_rng(seed).integers(0, days * 24 * 60, count)
    return sorted(datetime.combine(start, time()) + timedelta(minutes=int(minute)) for minute in minutes)


def office(per_week, *, weeks, seed=0, start=START):
    """Moments by chance within working hours, Monday to Friday: what people cause."""
    dice = np.random.default_rng(seed)
    moments = []
    for week in range(weeks):
        for _ in range(dice.poisson(per_week)):
            day = start + timedelta(weeks=week, days=int(dice.integers(0, 5)))
            moments.append(datetime.combine(day, time(8)) + timedelta(minutes=int(dice.integers(0, 600))))
    return sorted(moments)


def tickets(moments, **fields):
    """A ticket for each moment."""
    return [
        Ticket(external_id=f"T{number}", opened_at=moment, line=number + 2, **fields)
        for number, moment in enumerate(moments)
    ]
