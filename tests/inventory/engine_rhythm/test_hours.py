from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory.engine.rhythm import (
    Effort,
    Hours,
    Schedule,
    Unclear,
    WorkingCalendar,
    hours_per_month,
    off_hours_share,
    parse,
    popup_per_month,
    public_holidays,
    runs,
    runs_per_month,
)
from tests.inventory.engine_rhythm.rules import any_rule

BERLIN = WorkingCalendar(zone="Europe/Berlin", holidays=public_holidays("DE", [2026], subdivision="BY"))
NIGHT_SHIFT = WorkingCalendar(weekly={0: ((time(0), time(6)), (time(22), time(0))), 1: ((time(0), time(6)),)})


class TestHoursPerMonth:
    def test_spreads_the_effort_over_the_runs(self):
        assert hours_per_month(Effort(15, 30, 60), 4) == Hours(low=1, likely=2, high=4)

    @pytest.mark.parametrize("effort", [(-1, 0, 1), (5, 4, 6), (1, 7, 6)])
    def test_refuses_a_range_that_does_not_rise(self, effort):
        with pytest.raises(ValueError, match="must rise"):
            Effort(*effort)

    @given(rule=any_rule)
    @settings(max_examples=60, deadline=None)
    def test_counts_as_many_runs_a_month_as_fall_due(self, rule):
        years = 4 if rule.frequency in {"DAILY", "WEEKLY"} else 40 * rule.interval
        start = date(2001, 1, 1)
        until = datetime(2001 + years, 1, 1, tzinfo=UTC) if years < 900 else datetime(2901, 1, 1, tzinfo=UTC)

        found = runs(Schedule(rule, starts_on=start), since=datetime(2001, 1, 1, tzinfo=UTC), until=until)

        months = (until - datetime(2001, 1, 1, tzinfo=UTC)) / timedelta(days=365.2425 / 12)
        slack = 2 * max(1, len(rule.times)) * max(1, len(rule.weekdays), len(rule.month_days))
        assert abs(len(found) - runs_per_month(rule) * months) <= slack


class TestPopupPerMonth:
    @pytest.mark.parametrize(
        ("words", "per_month"),
        [
            ("about 3 times a month", 3),
            ("twice a quarter", 2 / 3),
            ("once a year", 1 / 12),
            ("pops up 2,5 times per month", 2.5),
            ("six times a week", 6 * 365.2425 / 12 / 7),
            ("10x per day", 10 * 365.2425 / 12),
        ],
    )
    def test_understands(self, words, per_month):
        assert popup_per_month(words) == pytest.approx(per_month)

    def test_says_how_to_write_it(self):
        with pytest.raises(Unclear, match="about 3 times a month"):
            popup_per_month("when the moon is full")


class TestOffHoursShare:
    def test_knows_nights_weekends_and_holidays(self):
        working = datetime(2026, 3, 4, 10)
        off = [
            datetime(2026, 3, 4, 18),
            datetime(2026, 3, 7, 10),
            datetime(2026, 1, 6, 10),
            datetime(2026, 3, 4, 7, 59),
        ]

        assert off_hours_share(BERLIN, [working, *off]) == pytest.approx(4 / 5)

    def test_reads_aware_moments_on_the_local_clock(self):
        assert off_hours_share(BERLIN, [datetime(2026, 7, 1, 6, 30, tzinfo=UTC)]) == 0
        assert off_hours_share(BERLIN, [datetime(2026, 1, 7, 6, 30, tzinfo=UTC)]) == 1

    def test_weighs_work_that_runs_into_the_evening(self):
        assert off_hours_share(BERLIN, [datetime(2026, 3, 4, 17)], minutes=120) == pytest.approx(0.5)

    def test_follows_a_shift_over_midnight(self):
        assert off_hours_share(NIGHT_SHIFT, [datetime(2026, 3, 2, 23)], minutes=480) == pytest.approx(1 / 8)
        assert NIGHT_SHIFT.is_working(datetime(2026, 3, 2, 23, 59))
        assert not NIGHT_SHIFT.is_working(datetime(2026, 3, 2, 12))

    def test_is_nothing_where_nothing_starts(self):
        assert off_hours_share(BERLIN, []) == 0

    @given(start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), minutes=st.integers(1, 3000))
    def test_is_a_share(self, start, minutes):
        assert 0 <= off_hours_share(BERLIN, [start], minutes=minutes) <= 1


def test_public_holidays_refuses_a_country_it_does_not_know():
    with pytest.raises(ValueError, match="no public holidays for XX"):
        public_holidays("XX", [2026])


def test_a_rhythm_of_the_screen_costs_what_it_says():
    rule = parse("every working day at 07:00")

    hours = hours_per_month(Effort(10, 15, 30), runs_per_month(rule))

    assert hours.likely == pytest.approx(5.43, abs=0.01)
