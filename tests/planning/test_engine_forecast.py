"""The forecast as a whole: what holds for any series, and how well it does where the truth is known."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from delegation.planning.engine.forecast import Series, Step, forecast
from delegation.planning.engine.forecast.outlook import awake

MONDAY = date(2023, 1, 2)

counted = st.lists(st.integers(0, 400), min_size=1, max_size=60)
steps = st.sampled_from(Step)


def series(values, *, name="tickets", step=Step.WEEK, counts=True):
    first = MONDAY.replace(day=1) if step is Step.MONTH else MONDAY
    return Series(name, first, step, np.array(values, dtype=float), counts)


def outlook(values, *, horizon=4, **where):
    [found] = forecast([series(values, **where)], horizon=horizon)
    return found


def coverage(draw, *, known, horizon, step=Step.WEEK, rounds=60):
    """Share of unseen volumes inside the range, over so many series drawn."""
    rng = np.random.default_rng(20)
    inside = []
    for _ in range(rounds):
        values = draw(rng, known + horizon)
        found = outlook(values[:known], horizon=horizon, step=step)
        inside.append((found.low <= values[known:]) & (values[known:] <= found.high))
    return np.mean(inside)


def error_ratio(draw, rival, *, known, horizon, step=Step.WEEK, counts=True, rounds=25):
    """Mean absolute error over that of ``rival(values, horizon)``."""
    rng = np.random.default_rng(21)
    ours = theirs = 0.0
    for _ in range(rounds):
        values = draw(rng, known + horizon).astype(float)
        came = values[known:]
        ours += np.abs(came - outlook(values[:known], horizon=horizon, step=step, counts=counts).mean).mean()
        theirs += np.abs(came - rival(values[:known], horizon)).mean()
    return ours / theirs


def last_four(values, horizon):
    return np.full(horizon, values[-4:].mean())


def last_value(values, horizon):
    return np.full(horizon, values[-1])


def season_again(length):
    return lambda values, horizon: np.resize(values[-length:], horizon)


def month_ends(rng, periods):
    starting = series(np.ones(periods)).starts()
    closing = (starting + 7).astype("datetime64[M]") != starting.astype("datetime64[M]")
    quarter = closing & (starting.astype("datetime64[M]").astype(int) % 3 == 2)
    return rng.poisson(25 * np.exp(0.5 * closing + 0.5 * quarter + rng.normal(0, 0.1, periods)))


def week_days(rng, periods):
    shape = np.resize([1.5, 1.2, 1.0, 1.0, 0.9, 0.2, 0.1], periods)
    return rng.poisson(rng.uniform(3, 40) * shape)


class TestAnySeries:
    @given(counted, steps, st.integers(1, 12))
    @settings(max_examples=80, deadline=None)
    def test_is_told_in_order_and_never_below_zero(self, values, step, horizon):
        found = outlook(values, step=step, horizon=horizon)

        assert found.mean.shape == found.low.shape == found.high.shape == (horizon,)
        assert (found.low >= 0).all()
        assert (found.low <= found.mean).all()
        assert (found.mean <= found.high).all()
        assert np.isfinite(found.high).all()

    @given(st.lists(counted, min_size=1, max_size=6), st.randoms(use_true_random=False))
    @settings(max_examples=40, deadline=None)
    def test_is_told_the_same_in_any_order_and_again(self, many, chance):
        named = [series(values, name=str(number)) for number, values in enumerate(many)]
        shuffled = list(named)
        chance.shuffle(shuffled)

        first, second = ({one.name: one for one in forecast(order, horizon=3)} for order in (named, shuffled))

        for name, one in first.items():
            assert one.mean.tobytes() == second[name].mean.tobytes()
            assert one.low.tobytes() == second[name].low.tobytes()
            assert one.high.tobytes() == second[name].high.tobytes()

    @given(
        st.lists(st.floats(0.01, 100), min_size=1, max_size=60), steps, st.sampled_from([2**-10, 3.0, 1000.0])
    )
    @settings(max_examples=60, deadline=None)
    def test_scales_with_what_is_measured(self, values, step, factor):
        plain = outlook(values, step=step, counts=False)
        scaled = outlook(np.array(values) * factor, step=step, counts=False)

        assert scaled.mean == pytest.approx(factor * plain.mean, rel=1e-5, abs=1e-9 * factor)
        assert scaled.high == pytest.approx(factor * plain.high, rel=1e-5, abs=1e-9 * factor)

    @given(st.lists(st.integers(30, 400), min_size=1, max_size=40))
    @settings(max_examples=40, deadline=None)
    def test_scales_with_frequent_counts_up_to_their_chance(self, values):
        once, tenfold = outlook(values), outlook(np.array(values) * 10)

        assert tenfold.mean == pytest.approx(10 * once.mean, rel=0.1)

    @given(counted.filter(lambda values: sum(values) >= 8), st.integers(0, 400))
    @settings(max_examples=40, deadline=None)
    def test_does_not_move_for_a_stranger(self, values, stranger):
        alone = outlook(values)
        [beside, _] = forecast([series(values), series([stranger], name="other")], horizon=4)

        assert beside.mean.tobytes() == alone.mean.tobytes()

    def test_of_silence_expects_little_of_counts_and_nothing_of_measurements(self):
        assert 0 < outlook([0] * 20).mean[0] < 0.1
        assert outlook([0.0] * 20, counts=False).high.tolist() == [0.0] * 4

    def test_that_was_silent_until_lately_is_told_all_the_same(self):
        found = outlook([0] * 23 + [9, 0, 0])

        assert 0.1 < found.mean[0] < 9

    def test_refuses_a_horizon_of_nothing(self):
        with pytest.raises(ValueError, match="at least one period"):
            forecast([series([1, 2, 3])], horizon=0)

    def test_follows_rare_events_together_by_step(self):
        rare = [series([0, 1, 0, 0], name=str(number)) for number in range(9)]
        busy = series([1, 1, 2, 2], name="busy")
        days = series([7, 0, 0, 0], name="days", step=Step.DAY)

        found = forecast([*rare, busy, days], horizon=1)

        assert 0.25 < found[9].mean[0] < 1.5
        assert found[10].mean[0] == pytest.approx(7.5 / 5)


class TestNearlyEqualSeries:
    def test_are_told_nearly_the_same_where_the_plain_rate_ends(self):
        seven, eight = (outlook([4, last] + [0] * 18) for last in (3, 4))

        assert seven.mean[0] == pytest.approx(7.5 / 21)
        assert eight.mean[0] == pytest.approx(8.5 / 21)
        assert eight.high[0] == pytest.approx(seven.high[0], rel=0.1)

    @pytest.mark.parametrize("silent", [0, 3, 18, 60])
    def test_differ_by_little_for_each_event_more(self, silent):
        told = [outlook([n // 2, n - n // 2] + [0] * silent) for n in range(4, 60)]

        most = 1.5 / (silent + 2) + 0.15
        for one, other in pairwise(told):
            assert abs(other.mean[0] - one.mean[0]) <= most
            assert abs(other.high[0] - one.high[0]) <= 3 * most

    def test_that_began_lately_are_told_by_what_came_since(self):
        seven, eight = (outlook([0] * 40 + [3, last]) for last in (4, 5))

        assert seven.mean[0] == pytest.approx(7.5 / 3)
        assert eight.mean[0] == pytest.approx(8.5 / 3)

    @given(st.integers(6, 40), st.lists(st.integers(0, 39), min_size=8, max_size=8))
    @settings(max_examples=60, deadline=None)
    def test_differ_by_a_period_s_share_for_the_eighth_event(self, periods, events):
        places = [event % periods for event in events]
        values, more = (np.bincount(some, minlength=periods) for some in (places[:7], places))
        before, after = (awake(series(some)) for some in (values, more))
        assume(before.values.size == after.values.size)

        gap = outlook(more).mean[0] - outlook(values).mean[0]

        assert gap == pytest.approx(1 / (before.values.size + 1))

    @pytest.mark.parametrize("step", Step)
    def test_never_expect_less_than_after_silence_as_long(self, step):
        dead = outlook([40, 40] + [0] * 50, step=step)

        assert (dead.mean >= outlook([0] * 52, step=step).mean - 1e-12).all()


class TestAwake:
    def test_leaves_out_the_time_before_a_series_began(self):
        known = awake(series([0, 0, 0, 40, 50, 60]))

        assert known.values.tolist() == [40, 50, 60]
        assert known.first == date(2023, 1, 23)

    def test_keeps_zeros_that_chance_explains(self):
        assert awake(series([0, 0, 0, 1, 0, 1])).values.tolist() == [0, 0, 0, 1, 0, 1]

    def test_keeps_a_history_whose_first_event_is_its_last(self):
        assert len(awake(series([0, 0, 0, 90])).values) == 4

    def test_expects_little_rather_than_nothing_of_what_only_came_longer_ago_than_that(self):
        assert 0 < outlook([9] + [0] * 500).mean[0] < 0.1

    def test_forgets_what_is_older_than_eight_years(self):
        known = awake(series(np.ones(1000)))

        assert len(known.values) == 417
        assert known.starts()[-1] == series(np.ones(1000)).starts()[-1]


class TestRange:
    @pytest.mark.parametrize("mean", [8, 30, 200])
    @pytest.mark.parametrize("known", [12, 104])
    def test_holds_four_fifths_of_poisson_volumes(self, mean, known):
        share = coverage(lambda rng, n: rng.poisson(mean, n), known=known, horizon=8)

        assert 0.75 <= share <= 0.9

    @pytest.mark.parametrize("known", [12, 104])
    def test_holds_four_fifths_of_wilder_volumes(self, known):
        share = coverage(
            lambda rng, n: rng.poisson(30 * rng.gamma(4, 0.25, n)), known=known, horizon=8, rounds=120
        )

        assert 0.72 <= share <= 0.88

    def test_holds_four_fifths_of_days_of_the_week(self):
        assert 0.75 <= coverage(week_days, known=84, horizon=14, step=Step.DAY, rounds=40) <= 0.92

    def test_of_small_counts_errs_to_the_wide_side(self):
        assert 0.8 <= coverage(lambda rng, n: rng.poisson(1.0, n), known=52, horizon=8) <= 0.98

    def test_widens_with_the_distance_where_the_level_wanders(self):
        wandering = 500 + np.cumsum(np.random.default_rng(4).normal(0, 25, 80))

        found = outlook(wandering, horizon=12, counts=False)

        width = found.high - found.low
        assert width[-1] > 1.3 * width[0]


class TestAccuracy:
    def test_knows_the_ends_of_months_and_quarters(self):
        ratio = error_ratio(month_ends, last_four, known=120, horizon=13)

        assert ratio < 0.75

    def test_knows_the_days_of_the_week(self):
        assert error_ratio(week_days, season_again(7), known=70, horizon=14, step=Step.DAY) < 0.8

    def test_knows_the_days_of_the_week_after_five_weeks(self):
        assert error_ratio(week_days, season_again(7), known=35, horizon=14, step=Step.DAY) < 0.8

    def test_knows_the_days_of_the_week_after_ten_days(self):
        assert error_ratio(week_days, season_again(7), known=10, horizon=7, step=Step.DAY) < 1.0

    def test_knows_the_year(self):
        def yearly(rng, periods):
            turn = 2 * np.pi * (np.arange(periods) / 52.18 + rng.uniform())
            return 1000 + 300 * np.sin(turn) + rng.normal(0, 50, periods)

        ratio = error_ratio(yearly, season_again(52), known=208, horizon=13, counts=False)

        assert ratio < 0.85

    def test_knows_what_comes_every_fourth_week(self):
        def fourth(rng, periods):
            return rng.poisson(30 + 40 * (np.arange(periods) % 4 == 2))

        assert error_ratio(fourth, season_again(4), known=104, horizon=8) < 0.9

    def test_follows_a_trend(self):
        def climbing(rng, periods):
            return 100 + 2 * np.arange(periods) + rng.normal(0, 8, periods)

        assert error_ratio(climbing, last_value, known=104, horizon=13, counts=False) < 0.75

    def test_is_close_to_the_last_value_where_nothing_better_exists(self):
        def wandering(rng, periods):
            return 5000 + np.cumsum(rng.normal(0, 100, periods))

        assert error_ratio(wandering, last_value, known=150, horizon=13, counts=False) < 1.1

    def test_follows_a_new_level(self):
        def leaping(rng, periods):
            return np.concatenate([rng.poisson(30, periods - 30), rng.poisson(60, 30)])

        means = [outlook(leaping(np.random.default_rng(seed), 100)).mean[0] for seed in range(8)]

        assert 52 < np.mean(means) < 66

    def test_of_steady_months_is_better_than_last_year(self):
        def monthly(rng, periods):
            return rng.normal(200, 20, periods) * (1 + 0.3 * np.sin(np.arange(periods) * np.pi / 6))

        ratio = error_ratio(monthly, season_again(12), known=60, horizon=12, step=Step.MONTH, counts=False)

        assert ratio < 0.9
