"""Weights that people give and ratings they disagree on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.scoring.engine import DEFAULT
from delegation.scoring.engine.best_worst import best_worst
from delegation.scoring.engine.comparisons import compared, within_blocks
from delegation.scoring.engine.raters import alpha, discussions, intraclass, together
from delegation.scoring.engine.stability import weight_draws
from delegation.scoring.engine.swing import fitted_concentration, group_weights, swing_weights

SENSITIVITY, CLARITY = DEFAULT.criteria[1], DEFAULT.criteria[-1]
NAN = float("nan")


class TestSwingWeights:
    def test_sum_to_100_in_proportion(self):
        assert swing_weights({"effort": 100, "skill": 50, "scope": 50}) == {
            "effort": 50,
            "skill": 25,
            "scope": 25,
        }

    @pytest.mark.parametrize("points", [{"effort": -1}, {"effort": NAN}, {"effort": 0}, {}])
    def test_refuse_what_weighs_nothing(self, points):
        with pytest.raises(ValueError, match="wing points"):
            swing_weights(points)

    def test_of_a_group_are_the_mean_of_everybody_s(self):
        assert group_weights([{"a": 100, "b": 100}, {"a": 30, "b": 10}]) == {"a": 62.5, "b": 37.5}

    def test_of_a_group_need_a_group_that_weighs_the_same(self):
        with pytest.raises(ValueError, match="at least one person"):
            group_weights([])
        with pytest.raises(ValueError, match="same criteria"):
            group_weights([{"a": 1}, {"b": 1}])

    def test_tell_how_far_a_group_is_apart(self):
        drawn = weight_draws(DEFAULT, draws=2000, seed=4, concentration=35)
        several = [dict(zip(DEFAULT.keys, row, strict=True)) for row in drawn.tolist()]

        assert fitted_concentration(several) == pytest.approx(35, rel=0.1)
        assert fitted_concentration([several[0], several[0]]) == float("inf")
        assert fitted_concentration([{"a": 1, "b": 0}, {"a": 0, "b": 1}]) == 1
        with pytest.raises(ValueError, match="two people"):
            fitted_concentration(several[:1])

    @pytest.mark.parametrize("given_", [{"draws": 0}, {"draws": 5, "concentration": 0.5}])
    def test_are_not_drawn_from_nothing(self, given_):
        with pytest.raises(ValueError, match="at least one draw"):
            weight_draws(DEFAULT, seed=1, **given_)


class TestCompared:
    @settings(max_examples=50)
    @given(st.lists(st.floats(1, 9), min_size=2, max_size=10))
    def test_consistent_judgements_give_back_their_weights(self, raw):
        found = compared([[one / other for other in raw] for one in raw])

        assert found.weights == pytest.approx([one / sum(raw) for one in raw], rel=1e-6)
        assert found.ratio == pytest.approx(0, abs=1e-6)
        assert found.consistent

    def test_names_the_judgement_to_review(self):
        raw = (5, 3, 2, 1)
        rows = [[one / other for other in raw] for one in raw]
        rows[1][3], rows[3][1] = 1 / 5, 5

        assert compared(rows).review == (1, 3)

    @pytest.mark.parametrize(
        "rows",
        [[[1]], [[1, 2]], [[1, 2], [2, 1]], [[1, -1], [-1, 1]], [[1, float("inf")], [0, 1]], [[1] * 11] * 11],
    )
    def test_refuses_what_is_no_comparison(self, rows):
        with pytest.raises(ValueError, match=r"Compare|judgement|Judgements"):
            compared(rows)

    def test_inside_blocks_multiplies_out(self):
        pair, three = compared([[1, 3], [1 / 3, 1]]), compared([[1, 1, 2], [1, 1, 2], [0.5, 0.5, 1]])

        assert within_blocks(pair, [three, pair]) == pytest.approx([0.3, 0.3, 0.15, 0.1875, 0.0625])
        with pytest.raises(ValueError, match="shorter"):
            within_blocks(pair, [three])


class TestBestWorst:
    @pytest.mark.parametrize(
        ("down", "up"), [((1,), (1,)), ((1, 2), (2,)), ((1, 10), (9, 1)), ((2, 3), (3, 1)), ((1, 1), (1, 1))]
    )
    def test_needs_one_best_and_one_worst(self, down, up):
        with pytest.raises(ValueError, match=r"best|Judge"):
            best_worst(down, up)

    def test_two_criteria_need_one_judgement(self):
        assert best_worst((1, 4), (4, 1)).weights == pytest.approx((0.8, 0.2))

    def test_judgements_that_contradict_show_in_xi(self):
        found = best_worst((1, 1, 9), (9, 2, 1))

        assert found.xi == pytest.approx((-4 + 44**0.5) / 2)
        assert sum(found.weights) == pytest.approx(1)
        assert found.weights[0] == max(found.weights)

    def test_equals_are_consistent(self):
        found = best_worst((1, 2, 2), (2, 1, 1))

        assert found.ratio == pytest.approx(0, abs=1e-9)


class TestTogether:
    def test_takes_the_median_and_the_strictest(self):
        found = together([1, 2, 4], SENSITIVITY)

        assert (found.level, found.strictest, found.spread, found.discuss) == (2, 4, 3, True)

    def test_the_strictest_is_the_lowest_where_more_is_better(self):
        found = together([1, 4], CLARITY)

        assert (found.level, found.strictest, found.discuss) == (2.5, 1, False)

    def test_nobody_is_nothing(self):
        assert together([], CLARITY).level is None

    def test_the_furthest_apart_talk_first(self):
        assert discussions([[1, 2], [1, 3], [0, 4], [NAN, 4]], SENSITIVITY) == (2, 1)


class TestAgreement:
    def test_alpha_is_one_for_raters_who_agree_and_near_nought_for_dice(self):
        dice = np.random.default_rng(1).integers(0, 5, (2, 3000)).astype(float)

        assert alpha(np.array([[1.0, 2, 3, 4]] * 2)) == 1
        assert abs(alpha(dice)) < 0.05

    def test_alpha_is_unknown_without_pairs_or_differences(self):
        assert np.isnan(alpha(np.array([[1.0, NAN], [NAN, 2]])))
        assert np.isnan(alpha(np.array([[2.0, 2], [2, 2]])))

    def test_alpha_of_a_ratio_scale_knows_nought(self):
        assert alpha(np.array([[0.0, 0, 2, 2], [0, 0, 2, 4]]), "ratio") < 1

    @pytest.mark.parametrize("ratings", [[[1, 2]], [[1], [2]], [[1, NAN], [1, 2]], [[3, 3], [3, 3]], [1, 2]])
    def test_intraclass_refuses_what_says_nothing(self, ratings):
        with pytest.raises(ValueError, match="greement"):
            intraclass(np.array(ratings, dtype=float))

    def test_intraclass_is_unknown_without_variance_between_tasks(self):
        assert np.isnan(intraclass(np.array([[1.0, 2], [1, 2]])).fixed_mean)
