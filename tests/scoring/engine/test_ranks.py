"""Places in a list: ties in the order that was promised, and dense ranks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegation.scoring.engine import MISSING, dense_ranks, order, places
from delegation.scoring.engine.acceptability import central_weights, pairwise_wins, top_shares

INDICES = st.lists(st.tuples(st.sampled_from([0, 40, 60, 100]), st.integers(0, 3)), max_size=30)


class TestOrder:
    @given(INDICES)
    def test_ties_go_to_more_hours_then_to_the_first(self, rows):
        index = np.array([row[0] for row in rows], dtype=float)
        hours = np.array([row[1] for row in rows], dtype=float)

        expected = sorted(range(len(rows)), key=lambda place: (-index[place], -hours[place], place))

        assert order(index, hours).tolist() == expected
        assert order(index).tolist() == sorted(range(len(rows)), key=lambda place: (-index[place], place))

    def test_a_millionth_of_a_point_is_a_tie(self):
        assert order(np.array([60.0, 60.0000001])).tolist() == [0, 1]
        assert order(np.array([60.0, 60.000002])).tolist() == [1, 0]

    def test_more_hours_than_fit_change_nothing(self):
        hours = np.array([1.0, 1e12, 2.0])

        assert order(np.array([60.0, 60.0, 60.0]), hours).tolist() == [1, 2, 0]

    def test_runs_past_a_chunk(self):
        index = np.random.default_rng(2).integers(0, 5, 20_000) * 20.0

        assert np.array_equal(order(index), np.argsort(-index, kind="stable"))

    def test_gives_every_task_its_place(self):
        assert places(order(np.array([50.0, 70.0, 60.0]))).tolist() == [3, 1, 2]


def test_dense_ranks_share_and_leave_none_out():
    codes = np.array([240, 60, MISSING, 240, 0], dtype=np.uint8)

    assert dense_ranks(codes).tolist() == [1, 2, 0, 1, 3]


class TestAcceptability:
    SCORES = np.array([[3.0, 2, 1], [3, 1, 2], [1, 3, 2], [3, 2, 1]])

    def test_counts_who_is_among_the_first(self):
        assert top_shares(self.SCORES, 2).tolist() == [0.75, 0.75, 0.5]

    def test_counts_who_wins(self):
        assert pairwise_wins(self.SCORES)[0].tolist() == [1, 0.75, 0.75]

    def test_knows_no_weights_for_who_never_leads(self):
        weights = np.array([[1.0, 0], [0, 1], [0.5, 0.5], [1, 0]])

        central = central_weights(self.SCORES, weights)

        assert central[0] == pytest.approx([2 / 3, 1 / 3])
        assert central[1].tolist() == [0.5, 0.5]
        assert np.isnan(central[2]).all()
