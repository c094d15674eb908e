"""Tables of volumes: what is read, and what is said about what cannot be."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.planning.engine.forecast import Step, Unreadable, forecast, read

HEADER = "series,period,value"


def table(*lines):
    return read([HEADER, *lines])


def refusal(*lines):
    with pytest.raises(Unreadable) as refused:
        read(lines)
    return str(refused.value)


class TestRead:
    def test_gives_series_in_the_order_they_appear(self):
        vpn, mail = table("vpn,2026-03-02,4", "mail,2026-03-02,1", "vpn,2026-03-09,5", "mail,2026-03-09,2")

        assert (vpn.name, mail.name) == ("vpn", "mail")
        assert vpn.values.tolist() == [4, 5]
        assert (vpn.step, vpn.first, vpn.counts) == (Step.WEEK, date(2026, 3, 2), True)

    def test_takes_columns_in_any_order_and_lines_too(self):
        [vpn] = read(["Value , note,PERIOD,series", "5,x,2026-03-09,vpn", "", "4,,2026-03-02 00:00:00,vpn"])

        assert vpn.values.tolist() == [4, 5]

    def test_fills_gaps_and_the_edges_of_the_table_with_zeros(self):
        vpn, mail = table("vpn,2026-03-02,4", "vpn,2026-03-23,5", "mail,2026-03-09,2")

        assert vpn.values.tolist() == [4, 0, 0, 5]
        assert mail.values.tolist() == [0, 2, 0, 0]
        assert mail.first == vpn.first

    def test_fills_the_edges_of_months(self):
        a, b = table("a,2025-11-01,4", "a,2026-03-01,5", "b,2026-02-01,2")

        assert a.step is Step.MONTH
        assert a.values.tolist() == [4, 0, 0, 0, 5]
        assert (b.first, b.values.tolist()) == (date(2025, 11, 1), [0, 0, 0, 2, 0])

    def test_takes_the_last_days_of_months_for_the_months_they_end(self):
        at_ends = table("a,2024-01-31,4", "a,2024-02-29,5", "a,2024-04-30,6", "b,2024-02-29,1")
        at_starts = table("a,2024-01-01,4", "a,2024-02-01,5", "a,2024-04-01,6", "b,2024-02-01,1")

        for one, other in zip(at_ends, at_starts, strict=True):
            assert (one.first, one.values.tolist()) == (other.first, other.values.tolist())
        assert at_ends[0].first == date(2024, 1, 1)

    def test_takes_sparse_days_as_days(self):
        (a,) = table("a,2026-01-05,1", "a,2026-02-10,2", "a,2026-02-12,1")

        assert (a.step, len(a.values)) == (Step.DAY, 39)

    def test_takes_days_that_happen_to_be_a_week_apart_as_days_beside_others(self):
        a, _ = table("a,2026-01-05,1", "a,2026-01-11,2", "a,2026-01-19,1", "b,2026-01-06,1", "b,2026-01-07,1")

        assert a.step is Step.DAY

    def test_lets_measurements_without_gaps_start_and_end_alone(self):
        a, b = table("a,2026-03-02,4.5", "a,2026-03-09,5", "b,2026-03-09,2.5", "b,2026-03-16,3")

        assert (a.values.tolist(), b.values.tolist()) == ([4.5, 5], [2.5, 3])
        assert (b.first, a.counts) == (date(2026, 3, 9), False)

    def test_lets_volumes_end_alone_that_never_were_small(self):
        a, b = table("a,2026-03-02,4500", "a,2026-03-09,5000", "b,2026-03-09,250", "b,2026-03-16,300")

        assert (a.values.tolist(), b.values.tolist()) == ([4500, 5000], [250, 300])

    def test_takes_measurements_with_a_gap_as_silent_there(self):
        a, b = table("a,2026-03-02,4.5", "a,2026-03-16,5", "b,2026-03-09,2.5")

        assert (a.values.tolist(), b.values.tolist()) == ([4.5, 0, 5], [0, 2.5, 0])

    @pytest.mark.parametrize(
        ("days", "step"),
        [
            (["2026-03-02", "2026-03-03"], Step.DAY),
            (["2026-03-02", "2026-03-30"], Step.WEEK),
            (["2026-02-01", "2026-03-01"], Step.MONTH),
            (["2026-01-15", "2026-04-15"], Step.MONTH),
            (["2026-01-31", "2026-03-31"], Step.MONTH),
            (["2024-01-31", "2024-02-29", "2024-03-31"], Step.MONTH),
            (["2026-01-30", "2026-02-28", "2026-03-30"], Step.MONTH),
            (["2026-01-31", "2026-02-01"], Step.DAY),
            (["2026-01-30", "2026-01-31"], Step.DAY),
            (["2026-03-02"], Step.WEEK),
        ],
    )
    def test_reads_the_length_of_a_period_off_the_dates(self, days, step):
        assert table(*[f"a,{day},1" for day in days])[0].step is step

    def test_lets_each_series_have_weeks_of_its_own(self):
        a, b = table("a,2026-03-02,1", "a,2026-03-09,1", "b,2026-03-04,1", "b,2026-03-11,1")

        assert (a.step, b.step) == (Step.WEEK, Step.WEEK)
        assert (a.values.tolist(), b.values.tolist()) == ([1, 1], [1, 1])

    def test_takes_days_where_no_series_has_two_of_them_a_week_apart(self):
        assert table("a,2026-03-02,1", "b,2026-03-04,1")[0].step is Step.DAY

    @given(
        st.lists(st.integers(0, 3), min_size=3, max_size=30).filter(lambda values: values[0] and values[-1])
    )
    @settings(max_examples=40, deadline=None)
    def test_forecasts_a_gap_as_it_forecasts_a_zero(self, values):
        days = [np.datetime64("2026-03-02") + 7 * week for week in range(len(values))]
        other = [f"other,{day},1" for day in days]
        written = [f"a,{day},{value}" for day, value in zip(days, values, strict=True)]
        left_out = [line for line, value in zip(written, values, strict=True) if value]

        with_zeros, with_gaps = (
            forecast(table(*lines, *other), horizon=3)[0] for lines in (written, left_out)
        )

        assert with_zeros.mean.tobytes() == with_gaps.mean.tobytes()
        assert with_zeros.high.tobytes() == with_gaps.high.tobytes()


class TestRefusal:
    def test_of_an_empty_file(self):
        assert refusal() == "The file is empty. It needs the columns series, period and value."

    def test_of_a_file_without_lines(self):
        assert "no lines with volumes" in refusal(HEADER, "", " , ")

    def test_names_the_missing_columns(self):
        assert refusal("series,day", "a,2026-03-02").startswith(
            "The file has no column period and no column value."
        )

    @pytest.mark.parametrize("day", ["", "02/03/2026", "2026-13-01", "soon"])
    def test_names_the_line_of_an_unreadable_date(self, day):
        assert refusal(HEADER, "a,2026-03-02,1", f"a,{day},1").startswith(f"Line 3: “{day}” is not a date.")

    @pytest.mark.parametrize("value", ["", "many", "1,5"])
    def test_names_the_line_of_an_unreadable_number(self, value):
        said = refusal(HEADER, f'a,2026-03-02,"{value}"')

        assert said.startswith(f"Line 2: “{value}” is not a number.")

    @pytest.mark.parametrize("value", ["-1", "nan", "inf"])
    def test_names_the_line_of_what_is_no_volume(self, value):
        assert refusal(HEADER, f"a,2026-03-02,{value}").startswith(f"Line 2: a volume cannot be {value}.")

    @pytest.mark.parametrize("value", ["1e308", "1e16"])
    def test_of_a_volume_beyond_all_counting(self, value):
        assert f"Line 2: a volume of {value} is more than Relay counts." in refusal(
            HEADER, f"a,2026-03-02,{value}"
        )

    def test_repeats_no_more_of_a_cell_than_one_can_read(self):
        assert len(refusal(HEADER, f"a,{'x' * 9000},1")) < 120

    def test_does_not_come_for_the_largest_volumes_that_are_counted(self):
        lines = [f"a,2026-03-{day:02},1e15" for day in range(1, 31)]

        (found,) = forecast(table(*lines), horizon=3)

        assert np.isfinite([found.low, found.mean, found.high]).all()
        assert found.mean == pytest.approx(1e15, rel=0.3)

    def test_of_a_short_line_is_about_what_it_lacks(self):
        assert "Line 2: “” is not a date" in refusal(HEADER, "a")

    def test_of_a_line_without_a_series(self):
        assert refusal(HEADER, ",2026-03-02,1") == "Line 2 names no series."

    def test_of_a_second_value_for_a_period(self):
        assert refusal(HEADER, "a,2026-03-02,1", "a,2026-03-02,2") == (
            "Line 3 gives a a second value for 2026-03-02. Keep one of the two."
        )

    def test_of_periods_no_forecast_could_hold(self):
        assert "too many to forecast from" in refusal(
            HEADER, "a,0001-01-01,1", "a,2026-01-02,2", "a,2026-01-03,2"
        )

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (["2024-01-31", "2024-02-28", "2024-03-31"], "28 to 32 days apart"),
            (["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"], "28 to 32 days apart"),
            (["2026-03-02", "2026-03-09", "2026-03-17"], "7 to 8 days apart"),
            (["2023-01-01", "2024-01-02", "2025-01-01"], "365 to 366 days apart"),
            (["2026-01-01", "2026-04-02", "2026-07-01"], "90 to 91 days apart"),
        ],
    )
    def test_of_periods_that_are_nearly_something(self, days, words):
        said = refusal(HEADER, *[f"a,{day},1" for day in days])

        assert said == (
            f"The periods are {words}, which is no step of days, weeks or months. "
            "Write the first day of each: weeks on one weekday, months on the first."
        )

    def test_of_what_is_not_csv(self):
        assert refusal(HEADER, 'a,2026-03-02,"' + "1" * 200_000 + '"').startswith(
            "Line 2 is not readable as CSV"
        )
