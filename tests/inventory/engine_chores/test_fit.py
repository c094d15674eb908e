from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from inventory.engine.chores.fit import fit
from inventory.engine.rhythm import in_words
from tests.inventory.engine_chores.streams import START, chance, office, planted

DRAWS = 25


class TestFit:
    @pytest.mark.parametrize(
        ("words", "family"),
        [
            ("every day at 07:00", "daily"),
            ("every working day at 07:00", "daily"),
            ("every Monday at 09:00", "weekly"),
            ("every Saturday at 22:00", "weekly"),
            ("every Monday and Thursday at 09:00", "weekly"),
            ("every Monday, Wednesday and Friday at 09:00", "weekly"),
            ("every 2 weeks on Tuesday at 10:00", "fortnightly"),
            ("every month, 1st working day at 08:00", "monthly"),
            ("every month, last working day at 16:00", "monthly"),
            ("every month on the 15th at 11:00", "monthly"),
            ("every month, 2nd Saturday at 22:00", "monthly"),
            ("every quarter, 1st working day at 08:00", "quarterly"),
        ],
    )
    def test_finds_the_rule_that_is_kept(self, words, family):
        found = fit(planted(words))

        assert (found.rhythm, in_words(found.rule)) == (family, words)
        assert found.confidence > 0.8

    @pytest.mark.parametrize(
        ("words", "days"),
        [
            ("every day at 09:00", 14),
            ("every working day at 09:00", 21),
            ("every Monday at 09:00", 35),
            ("every Saturday at 09:00", 35),
            ("every 2 weeks on Friday at 09:00", 70),
            ("every month, 1st working day at 09:00", 150),
            ("every quarter, 1st working day at 09:00", 400),
        ],
    )
    def test_needs_no_more_than_five_occurrences_of_most_rhythms(self, words, days):
        assert in_words(fit(planted(words, days=days)).rule) == words

    @pytest.mark.parametrize(
        ("words", "family", "least"),
        [
            ("every Monday at 09:00", "weekly", 0.95),
            ("every 2 weeks on Tuesday at 09:00", "fortnightly", 0.93),
            ("every month, 1st working day at 09:00", "monthly", 0.85),
            ("every month, last working day at 09:00", "monthly", 0.92),
            ("every quarter, last working day at 09:00", "quarterly", 0.77),
        ],
    )
    @pytest.mark.parametrize("extra", [0.0, 0.3, 0.6])
    def test_sees_through_misses_slips_and_noise(self, words, family, least, extra):
        """Two years, a tenth missed, a fifth a day off, up to 60 % by chance."""
        streams = [planted(words, misses=0.1, shifted=0.2, extra=extra, seed=seed) for seed in range(DRAWS)]

        families = Counter(found.rhythm if (found := fit(stream)) else None for stream in streams)

        assert families[family] >= least * DRAWS - 1

    def test_raises_a_false_alarm_in_at_most_one_random_stream_of_a_hundred(self):
        shapes = [(n, days) for days in (49, 182, 364, 728) for n in (5, 8, 12, 20, 40, 80, 160, 320)]
        streams = [chance(n, days=days, seed=seed) for n, days in shapes for seed in range(32)]

        alarms = sum(fit(stream) is not None for stream in streams)

        assert len(streams) == 1024
        assert alarms <= 0.01 * len(streams)

    def test_raises_no_more_alarms_on_what_people_cause_at_work(self):
        streams = [office(rate, weeks=26, seed=seed) for rate in (0.3, 1, 3, 8, 20, 60) for seed in range(20)]

        assert sum(fit(stream) is not None for stream in streams) <= 0.02 * len(streams)

    def test_counts_a_burst_as_one_day(self):
        burst = [datetime(2024, 1, 1, 9) + timedelta(minutes=n) for n in range(50)]

        assert fit(burst) is None

    def test_says_nothing_about_four(self):
        assert fit(planted("every Monday", days=28)) is None

    def test_finds_a_daily_job_among_many_other_tickets_by_its_time(self):
        job = planted("every day at 02:00", days=90)

        found = fit(sorted([*job, *chance(80, days=90, seed=4)]))

        assert in_words(found.rule) == "every day at 02:00"
        assert found.share < 0.7

    def test_leaves_the_time_open_where_it_varies_or_is_not_known(self):
        dates_only = [datetime.combine(moment.date(), time()) for moment in planted("every Monday")]
        any_time = [
            moment + timedelta(hours=hours % 9)
            for hours, moment in enumerate(planted("every Monday at 09:00"))
        ]

        assert in_words(fit(dates_only).rule) == "every Monday"
        assert in_words(fit(any_time).rule) == "every Monday"

    def test_gives_the_day_a_rule_of_every_second_week_counts_from(self):
        assert fit(planted("every 2 weeks on Tuesday at 10:00")).starts_on == START + timedelta(days=1)
