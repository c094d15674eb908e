"""Hours a month, the share at night and what is missing, from a task's rhythm and effort."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from inventory.engine.derived import Costs, calendar_of, costs, missing

OSLO = calendar_of(
    workday_from=time(8), workday_to=time(16), country="NO", zone="Europe/Oslo", years=[2026, 2027]
)
MONDAY = date(2026, 1, 5)


def cost(rule="", *, popups=None, minutes=60, at=None, starts_on=MONDAY):
    return costs(
        rule=rule,
        popups_per_month=popups,
        effort_minutes=minutes,
        starts_on=starts_on,
        at_time=at,
        calendar=OSLO,
    )


class TestCalendar:
    def test_is_closed_on_the_holidays_of_the_country(self):
        assert OSLO.is_working(datetime(2026, 5, 18, 9))
        assert not OSLO.is_working(datetime(2026, 5, 14, 9))  # Ascension Day

    @pytest.mark.parametrize("country", ["", "Atlantis"])
    def test_without_a_country_that_is_known_has_no_holidays(self, country):
        found = calendar_of(
            workday_from=time(8), workday_to=time(16), country=country, zone="Europe/Oslo", years=[2026]
        )

        assert found.holidays == frozenset()


class TestCosts:
    def test_of_an_hour_every_week_are_four_and_a_third_hours_a_month(self):
        assert cost("FREQ=WEEKLY;BYDAY=MO", at=time(9)).hours_per_month == Decimal("4.35")

    def test_of_a_night_run_lie_outside_working_hours(self):
        assert cost("FREQ=DAILY", at=time(2)).off_hours_share == 1

    def test_of_a_run_across_closing_time_lie_half_outside(self):
        assert cost("FREQ=WEEKLY;BYDAY=TU", at=time(15, 30)).off_hours_share == pytest.approx(
            Decimal("0.5"), abs=Decimal("0.02")
        )

    def test_of_a_rule_that_starts_on_a_leap_day_are_counted_over_the_year_from_it(self):
        assert cost("FREQ=MONTHLY;BYMONTHDAY=15", starts_on=date(2024, 2, 29)).hours_per_month == 1

    def test_of_what_pops_up_have_no_time_of_day(self):
        assert cost(popups=Decimal(4), minutes=90) == Costs(Decimal("6.0"), Decimal(0))

    @pytest.mark.parametrize(
        "known", [{"rule": "FREQ=DAILY", "minutes": None}, {"rule": "FREQ=DAILY", "minutes": 0}, {"rule": ""}]
    )
    def test_without_effort_or_rhythm_are_nothing(self, known):
        assert cost(**known) == Costs(Decimal(0), Decimal(0))


def test_missing_names_the_most_useful_first():
    nothing = missing(
        rule="", popups_per_month=None, effort_likely=None, has_system=False, has_holder=False, objective=""
    )
    everything = missing(
        rule="",
        popups_per_month=Decimal(1),
        effort_likely=5,
        has_system=True,
        has_holder=True,
        objective="Sleep",
    )

    assert nothing == [
        "when it happens",
        "how long it takes",
        "who does it",
        "which system",
        "what it is for",
    ]
    assert everything == []
