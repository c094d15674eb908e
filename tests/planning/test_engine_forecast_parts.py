"""The parts of the forecast against published and hand-computed cases."""

from datetime import date, time

import numpy as np
import pytest

from delegation.planning.engine.forecast import Series, Step, off_hours_share, profile, starts
from delegation.planning.engine.forecast.calendar import columns
from delegation.planning.engine.forecast.cycle import cycle, with_cycle
from delegation.planning.engine.forecast.interval import bounds, dispersion
from delegation.planning.engine.forecast.level import level
from delegation.planning.engine.forecast.poisson import fit
from delegation.planning.engine.forecast.smoothing import combined
from delegation.planning.engine.forecast.sparse import is_sparse, pooled

MONDAY = date(2026, 1, 5)
NO_PRIOR = np.inf


def weeks(values, *, first=MONDAY, counts=True):
    return Series("tickets", first, Step.WEEK, np.array(values, dtype=float), counts)


def fitted(X, y, *, widths=None, weights=None):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    weights = np.ones(len(y)) if weights is None else np.array(weights)
    return fit(X, y, weights=weights, widths=np.full(X.shape[1], NO_PRIOR) if widths is None else widths)


class TestFit:
    def test_agrees_with_the_trial_of_dobson_1990(self):
        # A. J. Dobson, An Introduction to Generalized Linear Models (1990), the example of R's glm().
        counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
        outcome, treatment = np.arange(9) % 3, np.arange(9) // 3
        X = np.column_stack([np.ones(9), outcome == 1, outcome == 2, treatment == 1, treatment == 2])

        found = fitted(X, counts)

        errors = np.sqrt(np.diag(found.covariance) / found.dispersion)
        assert found.coefficients == pytest.approx([3.0445, -0.4543, -0.2930, 0.0, 0.0], abs=5e-5)
        assert errors == pytest.approx([0.1709, 0.2022, 0.1927, 0.2000, 0.2000], abs=5e-5)
        assert found.dispersion == pytest.approx(1.2933, abs=5e-4)

    def test_of_two_groups_is_the_ratio_of_their_means(self):
        found = fitted([[1, 0], [1, 0], [1, 1], [1, 1]], [3, 5, 10, 14])

        assert np.exp(found.coefficients) == pytest.approx([4.0, 3.0])
        # Pearson: (1 + 1)/4 + (4 + 4)/12 over 4 − 2 degrees of freedom.
        assert found.dispersion == pytest.approx((2 / 4 + 8 / 12) / 2)
        assert found.covariance[1, 1] == pytest.approx(found.dispersion * (1 / 8 + 1 / 24))
        assert found.spread(np.array([[1.0, 0.0]])) == pytest.approx([np.sqrt(found.dispersion / 8)])

    def test_counts_a_period_of_half_the_weight_half(self):
        found = fitted([[1], [1]], [10, 4], weights=[1.0, 0.5])

        assert found.mean(np.ones((1, 1))) == pytest.approx([(10 + 0.5 * 4) / 1.5])

    def test_holds_an_effect_back_the_narrower_the_prior(self):
        X, y = [[1, 0], [1, 0], [1, 1], [1, 1]], [3, 5, 10, 14]

        effects = [
            fitted(X, y, widths=np.array([NO_PRIOR, width])).coefficients[1] for width in (0.1, 0.5, 5)
        ]

        assert 0 < effects[0] < effects[1] < effects[2] < np.log(3)

    def test_scales_with_the_volumes(self):
        X, y = [[1, 0], [1, 0], [1, 1], [1, 1]], np.array([3, 5, 10, 14])
        widths = np.array([NO_PRIOR, 0.3])

        small, large = fitted(X, y, widths=widths), fitted(X, 1000 * y, widths=widths)

        assert large.coefficients == pytest.approx(small.coefficients + np.array([np.log(1000), 0]))
        assert large.dispersion == pytest.approx(1000 * small.dispersion)

    def test_stays_finite_where_a_group_never_happened(self):
        found = fitted([[1, 0], [1, 0], [1, 1], [1, 1]], [3, 5, 0, 0], widths=np.array([NO_PRIOR, 1.0]))

        assert 0 < found.mean(np.array([[1.0, 1.0]]))[0] < 1

    def test_refuses_to_explain_nothing(self):
        with pytest.raises(ValueError, match="no volume"):
            fitted([[1], [1]], [0, 0])


class TestColumns:
    def test_mark_the_weeks_that_end_a_month_and_a_quarter(self):
        series = weeks([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])

        X = columns(series, ahead=0).X

        last_of_month = [date(2026, 1, 26), date(2026, 2, 23), date(2026, 3, 30)]
        starting = series.starts().tolist()
        assert [starting[row] for row in np.flatnonzero(X[:, 1])] == last_of_month
        assert [starting[row] for row in np.flatnonzero(X[:, 2])] == [date(2026, 3, 30)]

    def test_mark_each_day_of_the_week(self):
        X = columns(Series("d", MONDAY, Step.DAY, np.ones(14)), ahead=0).X

        assert np.flatnonzero(X[:, 1]).tolist() == [5, 6, 12, 13]
        assert [np.flatnonzero(X[:, 2 + day]).tolist() for day in (0, 6)] == [[0, 7], [6, 13]]

    def test_mark_the_last_three_days_of_february_in_a_leap_year(self):
        series = Series("d", date(2028, 2, 25), Step.DAY, np.ones(6))

        marked = columns(series, ahead=0).X[:, 9]

        assert [series.starts().tolist()[row].isoformat() for row in np.flatnonzero(marked)] == [
            "2028-02-27",
            "2028-02-28",
            "2028-02-29",
        ]

    def test_know_the_year_only_after_five_quarters(self):
        short, long = (columns(weeks([1] * known), ahead=1).X.shape[1] for known in (60, 70))

        assert long == short + 4

    def test_let_the_trend_fade(self):
        table = columns(weeks([1] * 60), ahead=520)

        trend = table.X[:, -1]
        assert trend[59] == 0
        assert trend[60] == pytest.approx(7 / 365.25, rel=0.02)
        assert trend[-1] == pytest.approx(1.0, abs=1e-3)

    def test_of_months_know_every_month_of_the_year(self):
        X = columns(Series("m", date(2024, 1, 1), Step.MONTH, np.ones(24)), ahead=0).X

        assert np.flatnonzero(X[:, 1]).tolist() == [2, 5, 8, 11, 14, 17, 20, 23]
        assert np.flatnonzero(X[:, -12]).tolist() == [0, 12]


class TestCycle:
    @pytest.mark.parametrize("length", [2, 3, 4, 6, 13])
    def test_finds_a_rhythm_of_weeks_through_noise_and_drift(self, length):
        noise = np.random.default_rng(length).normal(0, 0.12, 104)
        left = 1.0 * (np.arange(104) % length == 1) + noise + np.linspace(0, 2, 104)

        assert cycle(left, Step.WEEK) % length == 0
        assert cycle(left, Step.WEEK) > 0

    def test_sees_none_in_noise(self):
        found = [cycle(np.random.default_rng(seed).normal(0, 1, 104), Step.WEEK) for seed in range(100)]

        assert found.count(0) >= 99

    def test_sees_none_where_nothing_is_left(self):
        assert cycle(np.zeros(60), Step.WEEK) == 0

    def test_waits_until_a_rhythm_came_round_four_times(self):
        left = np.resize([1.0, 0.0], 7)

        assert cycle(left, Step.WEEK) == 0
        assert cycle(np.resize([1.0, 0.0], 40), Step.MONTH) == 0

    def test_adds_a_column_for_each_place_in_the_round(self):
        table = columns(weeks([1] * 8), ahead=2)

        wider = with_cycle(table, 4)

        assert wider.X[:, -4:].sum(axis=1).tolist() == [1.0] * 10
        assert np.flatnonzero(wider.X[:, -4]).tolist() == [0, 4, 8]
        assert wider.widths.shape == wider.repeats.shape == (wider.X.shape[1],)


class TestStarts:
    def test_of_months_keep_the_day_of_the_month(self):
        assert starts(date(2026, 11, 15), Step.MONTH, 3).tolist() == [
            date(2026, 11, 15),
            date(2026, 12, 15),
            date(2027, 1, 15),
        ]


class TestSeries:
    @pytest.mark.parametrize("values", [[], [1.0, -1.0], [np.nan], [np.inf]])
    def test_refuses_what_is_no_volume(self, values):
        with pytest.raises(ValueError, match="at least one volume"):
            weeks(values)


class TestLevel:
    def test_of_a_constant_is_the_constant(self):
        found = level(np.full(30, 7.0), np.ones(30), usual_speed=0.1)

        assert found.value == pytest.approx(7.0)
        assert found.told == pytest.approx(np.full(30, 7.0))

    def test_of_one_value_is_that_value(self):
        assert level(np.array([9.0]), np.array([3.0]), usual_speed=0.5).value == pytest.approx(3.0)

    def test_is_the_multiple_of_its_pattern(self):
        pattern = np.tile([1.0, 4.0], 20)

        assert level(2.5 * pattern, pattern, usual_speed=0.1).value == pytest.approx(2.5)

    def test_follows_a_leap_and_speeds_up_for_it(self):
        steady = level(np.full(40, 20.0), np.ones(40), usual_speed=0.1)
        leapt = level(np.repeat([20.0, 60.0], 20), np.ones(40), usual_speed=0.1)

        assert leapt.value == pytest.approx(60.0, rel=0.02)
        assert leapt.speed > steady.speed

    def test_is_moved_less_by_one_wild_week_than_a_mean_would_be(self):
        values = np.array([10.0, 12.0, 9.0, 140.0, 11.0])

        found = level(values, np.ones(5), usual_speed=0.3)

        assert 10 < found.value < values.mean()

    def test_of_long_noise_is_its_mean(self):
        values = np.random.default_rng(5).poisson(2.0, 400).astype(float)

        assert level(values, np.ones(400), usual_speed=0.02).value == pytest.approx(2.0, rel=0.1)

    def test_of_measurements_scales_exactly(self):
        values = np.array([0.5, 0.75, 0.25, 1.5])

        small, large = (level(f * values, np.ones(4), usual_speed=0.3, counts=False).value for f in (1, 1024))

        assert large == pytest.approx(1024 * small, rel=1e-12)


class TestCombined:
    def test_of_a_constant_is_the_constant(self):
        assert combined(np.full(20, 5.0), ahead=3).mean == pytest.approx(np.full(3, 5.0))

    def test_of_a_line_keeps_climbing(self):
        values = 10 + 2.0 * np.arange(40)

        ahead = combined(values, ahead=4).mean

        assert (np.diff(ahead) > 0.5).all()
        assert 88 < ahead[0] < 91

    def test_never_falls_below_zero(self):
        assert combined(np.linspace(50, 0, 20), ahead=30).mean.min() >= 0

    def test_needs_no_slope_from_two_values(self):
        assert np.isfinite(combined(np.array([4.0, 6.0]), ahead=2).mean).all()


class TestBounds:
    def test_are_the_points_of_the_chi_square_distribution(self):
        # Ten degrees of freedom: mean 10, variance 20, tabulated 10 % and 90 % points 4.865 and 15.987.
        low, high = bounds(np.array([10.0]), np.array([20.0]), freedom=1e9, counts=False)

        assert (low[0], high[0]) == (pytest.approx(4.865, abs=0.03), pytest.approx(15.987, abs=0.03))

    def test_widen_when_little_is_known(self):
        well, badly = (bounds(np.array([50.0]), np.array([50.0]), freedom=f, counts=False) for f in (50, 3))

        assert badly[0] < well[0] < 50 < well[1] < badly[1]

    def test_never_leave_the_mean_outside(self):
        low, high = bounds(np.array([0.0, 0.01]), np.array([0.0, 5.0]), freedom=9, counts=False)

        assert (low <= [0.0, 0.01]).all()
        assert (high >= [0.0, 0.01]).all()


class TestDispersion:
    @pytest.mark.parametrize("true", [1.0, 6.0])
    def test_finds_how_much_wilder_than_chance_counts_are(self, true):
        rng = np.random.default_rng(11)
        values = rng.negative_binomial(40 / (true - 1), 1 / true, 800) if true > 1 else rng.poisson(40, 800)

        phi, freedom = dispersion(
            values.astype(float), np.full(800, 40.0), weights=np.ones(800), speed=0.01, used=0.0, counts=True
        )

        assert phi == pytest.approx(true, rel=0.15)
        assert 700 < freedom < 810


class TestPooled:
    def test_of_alike_series_believes_their_common_rate_most(self):
        a, b = pooled([weeks([1, 0] * 5), weeks([1, 1, 0, 1, 0, 1, 0, 1, 1, 1])])

        # Rates 0.5 and 0.7 differ by less than chance: ten times 10 periods at the common 0.6 are believed.
        assert (a.mean, b.mean) == (pytest.approx((5 + 60) / 110), pytest.approx((7 + 60) / 110))

    def test_of_unlike_series_believes_each_its_own(self):
        never, often = weeks([0] * 200), weeks([1] * 7 + [0] * 3)

        rates = pooled([never, never, often])

        assert rates[0].mean < 0.05
        assert 0.3 < rates[2].mean < 0.7

    def test_of_a_lone_series_adds_half_an_event(self):
        [rate] = pooled([weeks([0, 0, 1, 0])])

        assert rate.mean == pytest.approx(1.5 / 5)

    def test_is_only_for_counts_below_eight(self):
        assert is_sparse(weeks([3, 4]))
        assert not is_sparse(weeks([4, 4]))
        assert not is_sparse(weeks([0.5], counts=False))


class TestProfile:
    def test_puts_instants_at_their_day_and_hour(self):
        monday_nine, sunday_late = np.datetime64("2026-01-05T09:59"), np.datetime64("2026-01-11T23:00")

        shares = profile(np.array([monday_nine, sunday_late]), half_life_days=1e9, believed=0.0)

        assert (shares[0, 9], shares[6, 23]) == (pytest.approx(0.5), pytest.approx(0.5))

    def test_halves_what_is_one_half_life_old(self):
        instants = np.array(["2026-01-05T09", "2026-01-06T09"], dtype="datetime64[h]")

        shares = profile(instants, half_life_days=1.0, believed=0.0)

        assert shares[1, 9] == pytest.approx(2 * shares[0, 9])

    def test_of_nothing_is_even(self):
        shares = profile(np.array([], dtype="datetime64[m]"))

        assert shares == pytest.approx(np.full((7, 24), 1 / 168))


class TestOffHoursShare:
    def test_of_an_even_week_is_the_hours_nobody_works(self):
        share = off_hours_share(np.full((7, 24), 1 / 168), opens=time(8, 30), closes=time(18))

        assert share == pytest.approx(1 - 5 * 9.5 / 168)

    def test_takes_a_close_at_midnight_as_the_end_of_the_day(self):
        share = off_hours_share(np.full((7, 24), 1 / 168), opens=time(0), closes=time(0), days=(5, 6))

        assert share == pytest.approx(5 / 7)
