from itertools import product

import numpy as np
import pytest

from delegation.planning.engine.fit.bound import bound
from delegation.planning.engine.fit.compact import compact
from delegation.planning.engine.fit.linear import Linear, Rows
from delegation.planning.engine.fit.process import Solver
from tests.planning.tiny import lane_patterns, tiny

INFINITY = float("inf")
WHOLE = [
    {"tasks": tasks, "weeks": weeks, "starts": starts, "budget": budget, "whole": True}
    for tasks, weeks in ((2, 3), (3, 2))
    for starts in (False, True)
    for budget in (INFINITY, 250.0)
]
SHARED = [
    {"tasks": 1, "weeks": 3, "starts": False, "budget": 150.0},
    {"tasks": 2, "weeks": 2, "starts": False, "budget": 200.0},
    {"tasks": 2, "weeks": 3, "starts": True, "budget": INFINITY},
    {"tasks": 3, "weeks": 2, "starts": True, "budget": 200.0},
]

SEEDS = (2, 5, 6)


@pytest.fixture(scope="module")
def solver():
    with Solver() as warm:
        yield warm


def choices(given, task):
    """Every lane a task may have, as its pair and pattern; to leave it in-house is the lane that never opens."""
    lanes = {}
    for pair in np.flatnonzero(given.pairs.task == task):
        for pattern in lane_patterns(given, pair):
            moves = np.concatenate(pattern)
            lanes.setdefault((int(pair) if moves.any() else -1, moves.tobytes()), (int(pair), pattern))
    return list(lanes.values())


class Combination:
    """What a choice of lanes costs and may bring, counted from the formulas of the design alone (one group)."""

    def __init__(self, given, lanes):
        tasks, pairs, partners, terms = given.tasks, given.pairs, given.partners, given.terms
        load = ((1 + tasks.distraction_share)[:, None] * tasks.hours).sum(axis=0)
        self.given, self.left = given, given.groups.capacity_hours[0] - load
        self.room, self.money = partners.hours.copy(), terms.budget_euros
        self.value, self.columns = 0.0, []
        for pair, (opens, first, again, close) in lanes:
            task, partner = pairs.task[pair], pairs.partner[pair]
            transfers = first + terms.refresh_share * again
            rate, teaching = partners.rate_per_hour[partner], pairs.teach_hours[pair] * transfers
            self.room[partner] -= teaching
            self.money -= rate * teaching.sum()
            self.value -= rate * teaching.sum()
            self.left = self.left - tasks.standing_hours[task] * opens
            self.left -= tasks.teach_hours[task] * (transfers + terms.recall_share * close)
            gain = 1 + tasks.distraction_share[task] - pairs.oversight_share[pair]
            effort = pairs.effort_ratio[pair]
            fee = rate * effort * (1 + pairs.premium_share[pair])
            relief = terms.relief_per_hour * tasks.off_hours_share[task]
            for week in np.flatnonzero(opens * (tasks.hours[task] > 0)):
                volume = tasks.hours[task, week]
                self.columns.append((partner, week, *(volume * np.array([effort, gain, fee, relief]))))

    def worth(self, left):
        """€ of the in-house hours ``left`` (… × weeks), negative ones in overtime."""
        groups = self.given.groups
        done = np.clip(left, 0.0, groups.wanted_hours[0]) * groups.worth_per_hour[0]
        return (done - self.given.terms.overtime_per_hour * np.maximum(0.0, -left)).sum(axis=-1)

    def possible(self):
        return (self.room >= -1e-9).all() and self.money >= -1e-9

    def best_whole(self):
        """The best value when each week's work goes out in full or not at all: all of these are tried."""
        shares = np.array(list(product([0.0, 1.0], repeat=len(self.columns))))
        taken = np.zeros((len(shares), *self.room.shape))
        left = np.repeat(self.left[None], len(shares), axis=0)
        money, value = np.zeros(len(shares)), np.full(len(shares), self.value)
        for share, (partner, week, use, gain, fee, relief) in zip(shares.T, self.columns, strict=True):
            taken[:, partner, week] += use * share
            left[:, week] += gain * share
            money += fee * share
            value += (relief - fee) * share
        fits = (taken <= self.room + 1e-9).all(axis=(1, 2)) & (money <= self.money + 1e-9)
        return (value + self.worth(left))[fits].max()

    def best_shared(self, solver):
        """The best value when any share may go out: a linear problem of shares, initiative hours and overtime."""
        count, weeks = len(self.columns), self.left.size
        rows = Rows()
        for column, (partner, week, use, gain, fee, _relief) in enumerate(self.columns):
            rows.add(partner * weeks + week, column, use)
            rows.add(self.room.size + week, column, -gain)
            rows.add(self.room.size + weeks, column, fee)
        for week in range(weeks):
            rows.add(self.room.size + week, count + week, 1.0)
            rows.add(self.room.size + week, count + weeks + week, -1.0)
        groups, overtime = self.given.groups, self.given.terms.overtime_per_hour
        upper = [*self.room.ravel(), *self.left, self.money]
        problem = Linear(
            np.array(
                [fee - relief for *_, fee, relief in self.columns]
                + [*-groups.worth_per_hour[0], *[overtime] * weeks]
            ),
            np.zeros(count + 2 * weeks),
            np.array([1.0] * count + [*groups.wanted_hours[0], *[INFINITY] * weeks]),
            np.full(len(upper), -INFINITY),
            np.array(upper),
            *rows.by_column(count + 2 * weeks),
        )
        answer = solver.solve(problem, seconds=20.0)
        assert answer.status == "optimal"
        return self.value - answer.value


def everything(given):
    """Every choice of a lane for each task that leaves room for its transfers."""
    every = product(*(choices(given, task) for task in range(len(given.tasks.names))))
    return [one for one in (Combination(given, lanes) for lanes in every) if one.possible()]


class TestBruteForce:
    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("question", WHOLE)
    def test_agrees_with_the_exact_problem_where_nothing_can_be_shared(self, solver, question, seed):
        given = tiny(seed, **question)
        best = max(one.best_whole() for one in everything(given))

        exact = solver.solve(compact(given), seconds=20.0)

        assert exact.status == "optimal"
        assert -exact.value == pytest.approx(best, abs=1e-3)
        assert bound(given, steps=40).value >= best - 1e-6

    @pytest.mark.parametrize("seed", SEEDS[:2])
    @pytest.mark.parametrize("question", SHARED)
    def test_agrees_with_the_exact_problem_where_work_is_shared(self, solver, question, seed):
        given = tiny(seed, **question)
        best = max(one.best_shared(solver) for one in everything(given))

        exact = solver.solve(compact(given), seconds=20.0)

        assert exact.status == "optimal"
        assert -exact.value == pytest.approx(best, abs=1e-3)
        assert bound(given, steps=40).value >= best - 1e-6

    def test_tries_questions_in_which_handing_off_pays_and_the_budget_binds(self):
        pays = {
            (question["tasks"], question["starts"], seed, question["budget"]): gain(tiny(seed, **question))
            for question in WHOLE
            for seed in SEEDS
        }

        free = {key: value for key, value in pays.items() if key[-1] == INFINITY}
        assert all(value > 1.0 for value in free.values())
        binds = [key for key, value in free.items() if 0.0 < pays[*key[:-1], 250.0] < value]
        assert {key[:2] for key in binds} == {(2, False), (2, True), (3, False), (3, True)}


def gain(given):
    return max(one.best_whole() for one in everything(given)) - given.idle
