"""What would change the advice, checked against slower ways to find out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from delegation.scoring.engine import DEFAULT, RatedTask, Rung, explain
from delegation.scoring.engine.changes import fewest_changes, level_changes
from delegation.scoring.engine.flips import reweighted, weight_flips, weight_moved
from delegation.scoring.engine.index import index_of
from delegation.scoring.engine.rated import rungs
from tests.scoring.engine.cases import KEYS, MONTH_END, NEUTRAL

SHARES = st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any)
WORTH = st.lists(st.sampled_from([0, 0.25, 0.5, 0.75, 1]), min_size=4, max_size=4)


def by_linear_programme(values, weights, line):
    """The least half L1 distance to weights that put the index on the line, or None."""
    count = len(values)
    rows = np.hstack([np.eye(count), -np.eye(count)])
    solved = linprog(
        np.concatenate([np.zeros(count), np.full(count, 0.5)]),
        A_ub=np.vstack([rows, np.hstack([-np.eye(count), -np.eye(count)])]),
        b_ub=np.concatenate([weights, -np.array(weights)]),
        A_eq=np.vstack([np.append(np.ones(count), np.zeros(count)), np.append(values, np.zeros(count))]),
        b_eq=[1, line / 100],
    )
    return 100 * solved.fun if solved.success else None


class TestWeightMoved:
    @settings(max_examples=60, deadline=None)
    @given(WORTH, SHARES)
    def test_is_the_optimum_of_a_linear_programme(self, values, points):
        weights = [point / sum(points) for point in points]

        expected = by_linear_programme(values, weights, 60)

        found = weight_moved(values, weights, 60)
        assert (found is None) == (expected is None)
        assert found is None or found == pytest.approx(expected, abs=1e-6)

    def test_is_nothing_for_an_index_on_the_line(self):
        assert weight_moved([0.6, 0.6], [0.5, 0.5], 60) == 0


class TestWeightFlips:
    def test_skip_a_weight_that_is_all_there_is(self):
        assert weight_flips(["only"], [0.7], [1.0], 60) == ()
        with pytest.raises(ValueError, match="nothing to give"):
            reweighted([1.0], 0, 0.5)

    def test_skip_a_weight_that_pulls_nowhere(self):
        assert weight_flips(["a", "b"], [0.5, 0.5], [0.4, 0.6], 60) == ()

    @settings(max_examples=60, deadline=None)
    @given(WORTH, SHARES)
    def test_are_sorted_and_land_on_the_line(self, values, points):
        weights = [point / sum(points) for point in points]

        found = weight_flips("abcd", values, weights, 60)

        moves = [abs(flip.then - flip.now) for flip in found]
        assert moves == sorted(moves)
        for flip in found:
            changed = reweighted(weights, "abcd".index(flip.criterion), flip.then / 100)
            assert index_of(values, changed) == pytest.approx(60, abs=1e-7)


class TestChanges:
    def test_one_day_more_would_let_it_go_freely(self):
        found = explain(RatedTask(title="Any", levels=MONTH_END))

        change = next(change for change in found.level_changes if change.criterion == "urgency")

        assert (change.now, change.then, change.rung, change.steps) == (3, 2, Rung.DELEGATE, 1)

    @settings(max_examples=15, deadline=None)
    @given(st.fixed_dictionaries(dict.fromkeys(KEYS, st.integers(0, 4))))
    def test_no_single_level_changes_more_cheaply(self, levels):
        task = RatedTask(title="Any", levels=levels)
        rung = rungs([task], DEFAULT)[0]
        every = level_changes(task, rung, DEFAULT)
        upward = rung < Rung.SAFEGUARDS
        singles = [change for change in every if (change.rung >= Rung.SAFEGUARDS) is upward]

        found = fewest_changes(task, rung, every, DEFAULT)

        after = rungs([task.rated({change.criterion: change.then for change in found})], DEFAULT)[0]
        assert (after >= Rung.SAFEGUARDS) is upward
        if singles:
            assert sum(change.steps for change in found) <= min(change.steps for change in singles)

    def test_two_criteria_are_searched_exhaustively(self):
        task = RatedTask(title="Any", levels={**NEUTRAL, "strategic": 1, "sensitivity": 1, "effort": 3})
        rung = rungs([task], DEFAULT)[0]
        found = fewest_changes(task, rung, level_changes(task, rung, DEFAULT), DEFAULT)
        steps = sum(change.steps for change in found)

        pairs = [
            (abs(a - task.levels[one]) + abs(b - task.levels[other]), {one: a, other: b})
            for one, other in product(KEYS, KEYS)
            if one < other
            for a, b in product(range(5), repeat=2)
        ]
        cheaper = [task.rated(levels) for cost, levels in pairs if cost < steps]

        assert rung is Rung.SURGE_POOL
        assert steps > 0
        assert all(other < Rung.SAFEGUARDS for other in rungs(cheaper, DEFAULT))

    def test_there_are_none_when_nothing_is_rated(self):
        found = explain(RatedTask(title="Any", levels={}))

        assert found.level_changes == found.fewest_changes == ()

    def test_a_part_of_a_level_counts_as_one(self):
        found = explain(RatedTask(title="Any", levels={**NEUTRAL, "strategic": 0.5, "effort": 3.5}))

        assert all(isinstance(change.steps, int) and change.steps >= 1 for change in found.level_changes)
