import random
from datetime import datetime, time, timedelta

import pytest

from inventory.engine.chores.presence import keeps_working_hours, presence, sustained
from inventory.engine.rhythm import WorkingCalendar
from tests.inventory.engine_chores.streams import START, chance, office

CALENDAR = WorkingCalendar()


def rhythm(moments, *, weeks, calendar=CALENDAR):
    last = START + timedelta(days=7 * weeks - 1)
    return sustained(presence(moments, first=START, last=last), moments, calendar)


def weekly(*counts):
    """So many office moments in each week, on different days."""
    return [
        datetime.combine(START + timedelta(weeks=week, days=n % 5), time(9 + n % 8))
        for week, count in enumerate(counts)
        for n in range(count)
    ]


class TestSustained:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ((4, 2, 1, 1, 0, 2, 1), "weekly"),  # six of seven weeks speak for themselves
            ((3, 1, 1, 1, 1, 0, 0), None),
            ((1, 1, 1, 1), None),  # four weeks do not, unless they are busy
            ((20, 20, 20, 20), "daily"),
            ((0, 15, 29, 28), "weekly"),
            ((28, 21, 3, 3), None),  # a fading stream is no rhythm
            ((40, 40, 0, 0), None),
            ((60,), None),
        ],
    )
    def test_asks_whether_it_will_go_on(self, counts, expected):
        assert rhythm(weekly(*counts), weeks=len(counts)) == expected

    def test_finds_busy_office_work(self):
        assert [rhythm(office(6, weeks=12, seed=seed), weeks=12) for seed in range(20)].count("weekly") == 20

    def test_lets_what_comes_at_all_hours_pop_up_however_busy(self):
        streams = [
            chance(per_week * 26, days=182, seed=seed) for per_week in (2, 5, 20) for seed in range(100)
        ]

        claimed = sum(rhythm(stream, weeks=26) is not None for stream in streams)

        assert claimed <= 0.01 * len(streams)

    def test_believes_one_a_week_on_any_day_and_hour(self):
        dice = random.Random(1)
        stream = [
            datetime.combine(START, time()) + timedelta(weeks=week, minutes=dice.randrange(7 * 24 * 60))
            for week in range(26)
        ]

        assert rhythm(stream, weeks=26) == "weekly"

    @pytest.mark.parametrize("per_week", [0.1, 0.3, 0.7])
    def test_lets_sparse_chance_pop_up_even_in_working_hours(self, per_week):
        assert not any(rhythm(office(per_week, weeks=26, seed=seed), weeks=26) for seed in range(40))


class TestPresence:
    def test_counts_a_last_week_of_five_days_and_no_shorter_one(self):
        moments = weekly(1, 1, 1)

        assert presence(moments, first=START, last=START + timedelta(days=18)).counts == (1, 1, 1)
        assert presence(moments, first=START, last=START + timedelta(days=17)).counts == (1, 1)

    def test_leaves_out_what_lies_before(self):
        seen = presence(weekly(1, 1), first=START + timedelta(weeks=1), last=START + timedelta(days=13))

        assert (seen.weeks, seen.present, seen.workdays, seen.workdays_present) == (1, 1, 5, 1)
        assert seen.confidence == pytest.approx(2 / 3)


class TestKeepsWorkingHours:
    def test_asks_working_days_where_there_are_no_times(self):
        monday, saturday = (
            datetime.combine(START, time()),
            datetime.combine(START + timedelta(days=5), time()),
        )

        assert keeps_working_hours([monday] * 20, CALENDAR)
        assert not keeps_working_hours([monday] * 10 + [saturday] * 10, CALENDAR)

    @pytest.mark.parametrize("weekly_hours", [{}, {day: ((time(), time()),) for day in range(7)}])
    def test_cannot_tell_where_nobody_or_everybody_always_works(self, weekly_hours):
        assert not keeps_working_hours(weekly(9, 9, 9), WorkingCalendar(weekly=weekly_hours))

    def test_counts_thousands(self):
        assert keeps_working_hours(office(500, weeks=6), CALENDAR)
