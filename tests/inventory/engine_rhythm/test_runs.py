from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory.engine.rhythm import (
    Closing,
    Frequency,
    Rule,
    Schedule,
    WorkingCalendar,
    after_completion,
    catch_up,
    next_runs,
    parse,
    public_holidays,
    runs,
    usual_closing,
)
from tests.inventory.engine_rhythm.rules import any_rule

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Chatham",
)
zones = st.sampled_from(ZONES)
days = st.dates(date(2019, 1, 1), date(2032, 12, 31))
EVERY_DAY = {weekday: ((time(8), time(18)),) for weekday in range(7)}


def moment(day, at=time(), zone="UTC"):
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone))


def planned(words, start, end, **schedule):
    made = Schedule(parse(words), starts_on=start, **schedule)
    return [due.due_on for due in runs(made, since=moment(start), until=moment(end))]


class TestRuns:
    @given(zone=zones, day=days, at=st.times().map(lambda at: at.replace(second=0, microsecond=0)))
    def test_gives_a_daily_run_exactly_once_on_every_local_date(self, zone, day, at):
        schedule = Schedule(
            Rule(Frequency.DAILY, times=(at,)), starts_on=day, calendar=WorkingCalendar(zone=zone)
        )
        end = day + timedelta(days=370)

        found = runs(schedule, since=moment(day, zone=zone), until=moment(end, zone=zone))

        local = [due.due_at.astimezone(ZoneInfo(zone)) for due in found]
        assert [moment.date() for moment in local] == [day + timedelta(days=n) for n in range(370)]
        shifted = [moment for moment in local if moment.timetz().replace(tzinfo=None) != at]
        assert len(shifted) <= 2  # only where the clocks skip that time

    @given(rule=any_rule, zone=zones, start=days, cut=st.integers(0, 500), closing=st.sampled_from(Closing))
    @settings(max_examples=150)
    def test_gives_the_same_runs_however_the_window_is_cut(self, rule, zone, start, cut, closing):
        schedule = Schedule(rule, starts_on=start, calendar=WorkingCalendar(zone=zone), closing=closing)
        since, until = moment(start), moment(start) + timedelta(days=500)
        middle = since + timedelta(days=cut, hours=5)

        whole = runs(schedule, since=since, until=until)

        assert runs(schedule, since=since, until=middle) + runs(schedule, since=middle, until=until) == whole
        assert len({due.due_at for due in whole}) == len(whole)

    @given(start=days, day=st.integers(1, 31))
    def test_comes_round_every_month_even_where_the_day_is_missing(self, start, day):
        schedule = Schedule(Rule(Frequency.MONTHLY, month_days=(day,)), starts_on=start.replace(day=1))

        found = runs(
            schedule, since=moment(start.replace(day=1)), until=moment(start.replace(day=1)) + timedelta(1500)
        )

        months = [(due.due_on.year, due.due_on.month) for due in found]
        assert len(set(months)) == len(months) >= 48
        assert all(due.due_on.day == day or (due.due_on + timedelta(days=1)).day == 1 for due in found)

    @given(start=days, interval=st.integers(1, 9), later=st.integers(0, 4000))
    def test_keeps_step_with_the_start_years_later(self, start, interval, later):
        schedule = Schedule(Rule(Frequency.WEEKLY, interval), starts_on=start)
        since = start + timedelta(days=later)

        first = next_runs(schedule, after=moment(since), count=1)[0]

        assert (first.due_on - start).days % (7 * interval) == 0
        assert first.due_on - since < timedelta(weeks=interval)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("every month, 1st working day", [date(2026, 1, 1), date(2026, 2, 2), date(2026, 3, 2)]),
            ("every month, last working day", [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31)]),
            ("every month, 2nd Saturday", [date(2026, 1, 10), date(2026, 2, 14), date(2026, 3, 14)]),
            ("every month on the 30th", [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)]),
            ("every quarter, last working day", [date(2026, 3, 31)]),
            ("quarterly", [date(2026, 1, 1)]),
            ("every year on 29 February", [date(2026, 2, 28)]),
            ("every 45 days", [date(2026, 1, 1), date(2026, 2, 15)]),
        ],
    )
    def test_finds_the_days_a_rule_names(self, words, expected):
        assert planned(words, date(2026, 1, 1), date(2026, 4, 1)) == expected

    @pytest.mark.parametrize(
        ("closing", "expected"),
        [
            (Closing.KEEP, [date(2026, 1, 1), date(2026, 2, 1)]),
            (Closing.SKIP, []),
            (Closing.AFTER, [date(2026, 1, 2), date(2026, 2, 2)]),
            (Closing.BEFORE, [date(2026, 1, 30), date(2026, 2, 27)]),
        ],
    )
    def test_moves_off_holidays_and_closed_days_as_told(self, closing, expected):
        calendar = WorkingCalendar(holidays=public_holidays("DE", [2025, 2026]))

        found = planned(
            "every month on the 1st", date(2026, 1, 1), date(2026, 2, 28), calendar=calendar, closing=closing
        )

        assert found == expected

    def test_makes_one_run_of_those_a_weekend_pushes_together(self):
        found = planned("every day", date(2026, 1, 2), date(2026, 1, 7), closing=Closing.AFTER)

        assert found == [date(2026, 1, 2), date(2026, 1, 5), date(2026, 1, 6)]

    def test_drops_runs_when_the_calendar_never_opens(self):
        never = WorkingCalendar(weekly={})

        assert (
            planned("every day", date(2026, 1, 1), date(2026, 2, 1), calendar=never, closing=Closing.AFTER)
            == []
        )

    def test_keeps_a_skipped_time_as_far_from_midnight_and_takes_a_doubled_one_first(self):
        berlin = WorkingCalendar(zone="Europe/Berlin")
        schedule = Schedule(parse("daily at 02:30"), starts_on=date(2026, 1, 1), calendar=berlin)

        spring = runs(schedule, since=moment(date(2026, 3, 29)), until=moment(date(2026, 3, 30)))
        autumn = runs(schedule, since=moment(date(2026, 10, 25)), until=moment(date(2026, 10, 26)))

        assert [due.due_at for due in spring] == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
        assert [due.due_at for due in autumn] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]

    def test_ends_with_the_schedule_and_with_an_empty_window(self):
        ended = Schedule(parse("every day"), starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 3))
        after = moment(date(2026, 1, 2))

        assert [due.due_on.day for due in next_runs(ended, after=after)] == [2, 3]
        assert runs(ended, since=after, until=after) == []
        assert runs(ended, since=moment(date(2027, 1, 1)), until=moment(date(2027, 2, 1))) == []


class TestNextRuns:
    def test_gives_the_next_six(self):
        schedule = Schedule(parse("every month, last working day"), starts_on=date(2020, 1, 1))

        found = next_runs(schedule, after=moment(date(2026, 10, 1)))

        assert [due.due_on for due in found] == [
            date(2026, 10, 30),
            date(2026, 11, 30),
            date(2026, 12, 31),
            date(2027, 1, 29),
            date(2027, 2, 26),
            date(2027, 3, 31),
        ]

    @given(rule=any_rule, start=st.dates(), after=st.datetimes(timezones=st.just(UTC)))
    @settings(max_examples=100, deadline=None)
    def test_bears_any_day_a_person_may_write(self, rule, start, after):
        found = next_runs(Schedule(rule, starts_on=start), after=after)

        assert all(due.due_at > after and due.planned_on >= start for due in found)
        assert found or max(start.year, after.year) > 2950

    def test_finds_a_start_that_lies_years_ahead(self):
        schedule = Schedule(parse("every 10 years on 1 March"), starts_on=date(2040, 1, 1))

        found = next_runs(schedule, after=moment(date(2026, 1, 1)), count=2)

        assert [due.due_on for due in found] == [date(2040, 3, 1), date(2050, 3, 1)]


class TestAfterCompletion:
    @pytest.mark.parametrize(
        ("words", "done", "expected"),
        [
            ("every day", date(2026, 3, 4), date(2026, 3, 5)),
            ("every 2 weeks", date(2026, 3, 4), date(2026, 3, 18)),
            ("monthly", date(2026, 1, 31), date(2026, 2, 28)),
            ("every month, 1st working day", date(2026, 1, 5), date(2026, 2, 2)),
            ("every month, 1st working day", date(2026, 1, 29), date(2026, 3, 2)),
            ("every 2nd Saturday", date(2026, 1, 11), date(2026, 1, 24)),
            ("every Monday, Wednesday and Friday", date(2026, 3, 2), date(2026, 3, 4)),
        ],
    )
    def test_counts_from_the_day_it_was_done(self, words, done, expected):
        schedule = Schedule(parse(words), starts_on=date(2025, 1, 1))

        assert after_completion(schedule, completed_at=moment(done, time(10))).due_on == expected

    @given(rule=any_rule, done=days, closing=st.sampled_from(Closing))
    @settings(max_examples=100)
    def test_never_asks_again_for_the_day_just_done(self, rule, done, closing):
        schedule = Schedule(rule, starts_on=date(2019, 1, 1), closing=closing)

        due = after_completion(schedule, completed_at=moment(done, time(10)))

        assert due is None or due.planned_on > done

    def test_is_silent_once_the_schedule_has_ended(self):
        ended = Schedule(parse("every day"), starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 3))

        assert after_completion(ended, completed_at=moment(date(2026, 1, 3))) is None


class TestCatchUp:
    def test_records_the_missed_and_leaves_one_to_do(self):
        schedule = Schedule(parse("every week"), starts_on=date(2026, 1, 5))

        found = catch_up(schedule, since=moment(date(2026, 1, 6)), at=moment(date(2026, 1, 28)))

        assert [due.due_on.day for due in found.missed] == [12, 19]
        assert found.current.due_on == date(2026, 1, 26)

    def test_leaves_nothing_where_nothing_fell_due(self):
        schedule = Schedule(parse("every week"), starts_on=date(2026, 1, 5))

        found = catch_up(schedule, since=moment(date(2026, 1, 6)), at=moment(date(2026, 1, 7)))

        assert (found.missed, found.current) == ((), None)


@pytest.mark.parametrize(
    ("words", "closing"),
    [
        ("last working day of the month", Closing.BEFORE),
        ("last day of the month", Closing.BEFORE),
        ("every month, 1st working day", Closing.AFTER),
        ("every Monday", Closing.AFTER),
    ],
)
def test_usual_closing_keeps_a_month_end_within_its_month(words, closing):
    assert usual_closing(parse(words)) is closing
