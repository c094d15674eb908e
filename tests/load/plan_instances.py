"""Made, structured planning questions: seeded, with month- and quarter-end peaks, for tests and the benchmark.

40 % weekly, 30 % monthly, 10 % quarterly and 20 % ad-hoc tasks; 20 % of them gated; partners can take 25 % of what
may be delegated; each task has at most four eligible partners.
"""

import numpy as np

from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.parts import Groups, Pairs, Partners, Tasks, Terms

MOST_PARTNERS = 4


def made(tasks, partners, weeks, *, seed=1, budget_share=None):
    """A question of that size; ``budget_share`` binds the budget to a share of what partners could bill."""
    random = np.random.default_rng(seed)
    work = _tasks(random, tasks, weeks)
    pairs = _pairs(random, work, partners)
    rate = random.uniform(42, 78, partners).round(2)
    delegable = work.hours[np.unique(pairs.task)].sum() * 0.25
    offered = random.dirichlet(np.full(partners, 4.0))[:, None] * random.uniform(0.8, 1.2, (partners, weeks))
    hours = offered * delegable / weeks * 1.2
    firms = Partners(tuple(f"partner {n:03}" for n in range(partners)), rate, hours)
    budget = float("inf") if budget_share is None else float((rate[:, None] * hours).sum() * budget_share)
    return Instance(work, pairs, firms, _groups(random, work), Terms(budget_euros=budget))


def _tasks(random, count, weeks):
    kind = random.choice(4, count, p=[0.4, 0.3, 0.1, 0.2])
    week = np.arange(weeks)
    size = random.lognormal(0.45, 0.6, count)
    beat = np.stack(
        [
            np.ones((weeks,)) + 0.3 * (week % 13 == 12),
            3.0 * (week % 4 == 3) + 0.1,
            9.0 * (week % 13 == 12) + 0.1,
            np.zeros(weeks),
        ]
    )[kind]
    popping = random.gamma(0.8, 1.3, (count, weeks)) * (kind == 3)[:, None]
    hours = size[:, None] * (beat + popping) * random.uniform(0.85, 1.15, (count, weeks))
    groups = max(3, min(20, round(count**0.5 / 4)))
    return Tasks(
        names=tuple(f"task {n:05}" for n in range(count)),
        group=random.integers(0, groups, count),
        hours=hours,
        distraction_share=np.where(
            kind == 3, random.uniform(0.2, 0.5, count), random.uniform(0, 0.15, count)
        ),
        teach_hours=random.uniform(3, 14, count),
        standing_hours=random.uniform(0.05, 0.3, count),
        off_hours_share=random.uniform(0, 0.5, count) * (random.random(count) < 0.4),
        stint_weeks=random.integers(2, 6, count),
        whole=np.zeros(count, dtype=bool),
    )


def _pairs(random, work, partners):
    gated = random.random(len(work.names)) < 0.2
    liked = random.random((len(work.names), partners))
    rank = liked.argsort(axis=1).argsort(axis=1)
    eligible = (random.random((len(work.names), partners)) < 0.52) & ~gated[:, None]
    eligible &= np.cumsum(eligible, axis=1) <= MOST_PARTNERS
    task, partner = np.nonzero(eligible & (rank >= 0))
    count = task.size
    return Pairs(
        task=task,
        partner=partner,
        oversight_share=random.uniform(0.06, 0.2, count),
        effort_ratio=random.uniform(0.85, 1.4, count),
        teach_hours=random.uniform(4, 16, count),
        premium_share=np.where(random.random(count) < 0.15, 0.2, 0.0),
        start=np.zeros(count, dtype=np.int64),
        held_weeks=np.zeros(count, dtype=np.int64),
    )


def _groups(random, work):
    count, weeks = int(work.group.max()) + 1, work.hours.shape[1]
    load = np.zeros((count, weeks))
    np.add.at(load, work.group, work.hours * (1 + work.distraction_share)[:, None])
    capacity = np.repeat(load.mean(axis=1, keepdims=True) * 1.12, weeks, axis=1) * random.uniform(
        0.93, 1.05, (count, weeks)
    )
    start = random.integers(0, max(1, weeks - 6), count)
    busy = (np.arange(weeks) >= start[:, None]) & (np.arange(weeks) < start[:, None] + max(6, weeks // 2))
    wanted = capacity * np.where(busy, random.uniform(0.12, 0.3, (count, 1)), 0.04)
    worth = np.where(busy, random.uniform(90, 160, (count, 1)), 70.0)
    return Groups(tuple(f"group {n:02}" for n in range(count)), capacity, wanted, worth)
