"""Planning questions small enough to try everything, and every sequence of weeks a handoff can have."""

from itertools import product

import numpy as np

from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.parts import Groups, Pairs, Partners, Start, Tasks, Terms


def tiny(seed, *, weeks=3, tasks=2, partners=2, whole=False, starts=False, budget=float("inf")):
    random = np.random.default_rng(seed)
    task, partner = (
        grid.ravel() for grid in np.meshgrid(np.arange(tasks), np.arange(partners), indexing="ij")
    )
    start = np.zeros(task.size, dtype=np.int64)
    if starts:
        start[0], start[-1] = Start.OPEN, Start.STANDBY
    given = Instance(
        Tasks(
            tuple(f"task {chr(97 + n)}" for n in range(tasks)),
            np.zeros(tasks, dtype=np.int64),
            random.uniform(0, 8, (tasks, weeks)) * (random.random((tasks, weeks)) < 0.8),
            random.uniform(0, 0.4, tasks),
            random.uniform(0.2, 3, tasks),
            random.uniform(0, 0.3, tasks),
            random.uniform(0, 0.5, tasks),
            random.integers(1, 4, tasks),
            np.full(tasks, whole),
        ),
        Pairs(
            task,
            partner,
            random.uniform(0, 0.3, task.size),
            random.uniform(0.8, 1.3, task.size),
            random.uniform(0.5, 3, task.size),
            np.where(random.random(task.size) < 0.2, 0.2, 0.0),
            start,
            np.where(start == Start.OPEN, 1, 0),
        ),
        Partners(
            tuple(f"partner {n}" for n in range(partners)),
            random.uniform(20, 60, partners),
            random.uniform(2, 9, (partners, weeks)),
        ),
        Groups(
            ("network",),
            random.uniform(4, 9, (1, weeks)),
            random.uniform(0, 6, (1, weeks)),
            random.uniform(60, 150, (1, weeks)),
        ),
        Terms(budget_euros=budget),
    )
    return given.checked().sorted()


def lane_patterns(given, pair):
    """Every legal sequence of a pair's weeks by brute force: (open, first, again, close) as rows."""
    weeks, stint = given.weeks, int(given.tasks.stint_weeks[given.pairs.task[pair]])
    start, held = int(given.pairs.start[pair]), int(given.pairs.held_weeks[pair])
    for opens in product([0, 1], repeat=weeks):
        state, since, legal = start, stint - held if start == Start.OPEN else 0, True
        first, again, close = np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
        for week, is_open in enumerate(opens):
            if is_open and state != Start.OPEN:
                (first if state == Start.NEW else again)[week] = 1
                state, since = Start.OPEN, 0
            elif not is_open and state == Start.OPEN:
                legal &= since >= stint
                close[week], state = 1, Start.STANDBY
            since += 1
        if legal:
            yield np.array(opens), first, again, close
