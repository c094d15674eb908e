"""Load against capacity: whole minutes, every number opens, sum of parts is the total."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.planning.engine.load import (
    Absence,
    Measure,
    Row,
    Seat,
    Swell,
    available,
    grid,
    group_load,
    monday,
    overloads,
    raised,
    total,
    weekly,
    whole_minutes,
)
from delegation.planning.engine.load.capacity import split

MONDAY = date(2026, 3, 2)
OFFICE = (480, 480, 480, 480, 480, 0, 0)
LATER = MONDAY + timedelta(weeks=1)


def week_of(seat, *absences):
    """Minutes the seat has in the week of MONDAY, and the rows behind them."""
    rows = available([seat], absences, first=MONDAY, until=LATER)
    return sum(row.minutes for row in rows), rows


def owed(week, minutes, **where):
    return Row(Measure.COMMITTED, MONDAY + timedelta(weeks=week), minutes, f"run:{week}", **where)


def offered(week, minutes, **where):
    return Row(Measure.AVAILABLE, MONDAY + timedelta(weeks=week), minutes, "person:ada", **where)


days = st.dates(date(2026, 1, 1), date(2026, 4, 30))
rows_of_work = st.lists(
    st.builds(
        Row,
        measure=st.sampled_from(Measure),
        on=days,
        minutes=st.integers(-600, 2400),
        ref=st.sampled_from(["run:1", "run:2", "leave:3"]),
        person=st.sampled_from(["ada", "bo", ""]),
        team=st.sampled_from(["night", "day"]),
        skill=st.sampled_from(["sql", "unix"]),
        purpose=st.sampled_from(["run", "grow", "transform"]),
    ),
    max_size=40,
)
absences_of_ada = st.lists(
    st.builds(
        Absence,
        person=st.sampled_from(["ada", "bo"]),
        first=st.dates(MONDAY - timedelta(days=3), LATER),
        last=st.dates(MONDAY - timedelta(days=3), LATER),
        ref=st.sampled_from(["leave:1", "leave:2"]),
        minutes=st.none() | st.integers(0, 700),
    ),
    max_size=4,
)
weights_of_skills = st.dictionaries(st.sampled_from(["sql", "unix", "network"]), st.integers(1, 9))


class TestAvailable:
    def test_is_the_working_week_when_nobody_is_away(self):
        minutes, rows = week_of(Seat("ada", OFFICE, team="night"))

        assert minutes == 5 * 480
        assert {(row.ref, row.team, row.person, row.skill) for row in rows} == {
            ("person:ada", "night", "ada", "")
        }

    def test_loses_a_holiday_and_says_which(self):
        seat = Seat("ada", OFFICE, holidays={MONDAY: "Founders' Day"})

        minutes, rows = week_of(seat)

        assert minutes == 4 * 480
        assert [(row.on, row.minutes) for row in rows if row.ref == "holiday:Founders' Day"] == [
            (MONDAY, -480)
        ]

    def test_loses_leave_only_once_where_two_absences_and_a_holiday_meet(self):
        seat = Seat("ada", OFFICE, holidays={MONDAY: "Founders' Day"})

        minutes, _ = week_of(
            seat,
            Absence("ada", MONDAY, MONDAY + timedelta(days=1), "leave:1"),
            Absence("ada", MONDAY, MONDAY + timedelta(days=1), "leave:2"),
        )

        assert minutes == 3 * 480

    def test_loses_part_of_a_day_for_part_of_a_day(self):
        minutes, rows = week_of(Seat("ada", OFFICE), Absence("ada", MONDAY, MONDAY, "leave:1", minutes=120))

        assert minutes == 5 * 480 - 120
        assert [row.minutes for row in rows if row.ref == "leave:1"] == [-120]

    def test_ignores_the_leave_of_somebody_else(self):
        minutes, _ = week_of(Seat("ada", OFFICE), Absence("bo", MONDAY, LATER, "leave:1"))

        assert minutes == 5 * 480

    def test_opens_what_the_caller_says_it_opens(self):
        _, rows = week_of(Seat("ada", OFFICE, ref="pattern:9"))

        assert {row.ref for row in rows} == {"pattern:9"}

    @given(absences_of_ada, weights_of_skills)
    @settings(max_examples=100)
    def test_never_falls_below_zero_and_loses_no_minute_to_skills(self, absences, skills):
        off = {MONDAY + timedelta(days=2): "Midweek"}
        whole = available([Seat("ada", OFFICE, holidays=off)], absences, first=MONDAY, until=LATER)
        parts = available(
            [Seat("ada", OFFICE, skills=skills, holidays=off)], absences, first=MONDAY, until=LATER
        )

        by_day = Counter()
        by_skill = Counter()
        for row in parts:
            by_day[row.on] += row.minutes
            by_skill[row.on, row.skill] += row.minutes
        assert min(by_skill.values()) >= 0
        for day in by_day:
            assert by_day[day] == sum(row.minutes for row in whole if row.on == day)

    @pytest.mark.parametrize("week", [(480,) * 6, (480,) * 6 + (1441,), (-1,) + (0,) * 6])
    def test_refuses_a_week_that_cannot_be(self, week):
        with pytest.raises(ValueError, match="week of ada"):
            Seat("ada", week)

    def test_refuses_a_skill_that_weighs_nothing(self):
        with pytest.raises(ValueError, match="skill of ada"):
            Seat("ada", OFFICE, skills={"sql": 0})

    @given(st.integers(0, 5000), weights_of_skills.filter(bool))
    def test_splits_within_a_minute_of_the_true_share(self, minutes, weights):
        parts = split(minutes, weights)

        assert sum(parts.values()) == minutes
        for name, weight in weights.items():
            assert abs(parts[name] - minutes * weight / sum(weights.values())) < 1


class TestGrid:
    def test_keeps_four_numbers_and_the_rows_behind_each(self):
        rows = [
            offered(0, 2400, person="ada"),
            owed(0, 900, person="ada", purpose="run"),
            Row(Measure.PLANNED, MONDAY, 300, "forecast:4", "ada", purpose="grow"),
            Row(Measure.PLANNED, MONDAY, -200, "line:8", "ada", purpose="run"),
            Row(Measure.ACTUAL, MONDAY, 1000, "time:2", "ada", purpose="run"),
        ]

        [cell] = grid(rows)

        assert cell.key == ("ada", "", "", "2026-03-02")
        assert (cell.available, cell.committed, cell.planned, cell.actual) == (2400, 900, 100, 1000)
        assert (cell.load, cell.spare) == (1000, 1400)
        assert {row.ref for row in cell.opened(Measure.PLANNED)} == {"forecast:4", "line:8"}
        assert cell.purposes(Measure.COMMITTED, Measure.PLANNED) == {"grow": 300, "run": 700}

    def test_puts_sunday_and_the_monday_after_it_in_different_weeks(self):
        sunday = Row(Measure.ACTUAL, MONDAY + timedelta(days=6), 60, "time:1")
        after = Row(Measure.ACTUAL, MONDAY + timedelta(days=7), 30, "time:2")

        cells = grid([after, sunday], by=["week"])

        assert [(cell.key, cell.actual) for cell in cells] == [(("2026-03-02",), 60), (("2026-03-09",), 30)]

    def test_finds_the_monday_across_a_new_year(self):
        assert monday(date(2027, 1, 1)) == date(2026, 12, 28)

    @given(rows_of_work, st.lists(st.sampled_from(["person", "team", "skill", "week"]), unique=True))
    @settings(max_examples=100)
    def test_adds_up_to_the_same_total_however_it_is_cut(self, rows, edges):
        cells = grid(rows, by=edges)

        whole = total(cells)
        for measure in Measure:
            expected = sum(row.minutes for row in rows if row.measure is measure)
            assert whole.minutes[measure] == sum(cell.minutes[measure] for cell in cells) == expected
            assert sum(row.minutes for cell in cells for row in cell.opened(measure)) == expected
            assert sum(sum(cell.purposes(measure).values()) for cell in cells) == expected
        assert sum(len(cell.rows) for cell in cells) == len(rows)

    @given(rows_of_work, st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_rows(self, rows, chance):
        shuffled = list(rows)
        chance.shuffle(shuffled)

        assert grid(shuffled) == grid(rows)


class TestOverloads:
    def test_joins_consecutive_weeks_and_names_the_worst(self):
        rows = [offered(week, 2400, person="ada") for week in range(5)]
        rows += [
            owed(week, minutes, person="ada") for week, minutes in enumerate([2500, 2700, 2400, 2401, 0])
        ]

        long, short = overloads(rows)

        assert (long.first, long.weeks, long.minutes, long.worst) == (MONDAY, 2, 400, LATER)
        assert (short.first, short.weeks, short.minutes) == (MONDAY + timedelta(weeks=3), 1, 1)
        assert [cell.committed for cell in long.cells] == [2500, 2700]

    def test_draws_the_line_where_it_is_asked_to(self):
        rows = [offered(0, 2400), owed(0, 2161)]

        assert overloads(rows) == []
        [over] = overloads(rows, line=90)
        assert over.minutes == 1

    def test_counts_a_share_of_a_minute_above_the_line_as_one(self):
        [over] = overloads([offered(0, 5), owed(0, 5)], line=90)

        assert over.minutes == 1

    def test_leaves_short_stretches_out_when_asked_to(self):
        rows = [owed(0, 60, person="ada"), owed(1, 60, person="ada"), owed(3, 600, person="ada")]

        assert [over.weeks for over in overloads(rows, at_least=2)] == [2]

    def test_takes_a_person_on_leave_who_is_owed_work_as_overloaded(self):
        rows = [offered(0, 2400, person="ada"), offered(0, -2400, person="ada"), owed(0, 30, person="ada")]

        [over] = overloads(rows)

        assert over.minutes == 30

    def test_keeps_people_apart_and_skills_together_as_asked(self):
        rows = [owed(0, 60, person="ada", skill="sql"), owed(1, 60, person="bo", skill="sql")]

        assert [over.key for over in overloads(rows, by=("person",))] == [("ada",), ("bo",)]
        [together] = overloads(rows, by=("skill",))
        assert (together.key, together.weeks) == (("sql",), 2)


class TestWeekly:
    def test_adds_runs_of_the_same_week_and_leaves_others_out(self):
        on = [
            MONDAY - timedelta(days=1),
            MONDAY,
            MONDAY + timedelta(days=6),
            LATER,
            MONDAY + timedelta(weeks=2),
        ]

        assert weekly(on, [1, 10, 100, 1000, 10000], first=MONDAY, weeks=2).tolist() == [110, 1000]

    def test_is_all_zeros_without_runs(self):
        assert weekly([], [], first=MONDAY, weeks=3).tolist() == [0, 0, 0]

    def test_refuses_days_without_minutes(self):
        with pytest.raises(ValueError, match="one day and its minutes"):
            weekly([MONDAY], [], first=MONDAY, weeks=1)


class TestRaised:
    def test_raises_a_week_by_the_share_of_it_that_is_covered(self):
        season = Swell(MONDAY + timedelta(days=7), MONDAY + timedelta(days=13), 1.5)
        freeze = Swell(MONDAY, MONDAY, 0.0)

        volume = raised(np.full((2, 3), 70.0), [season, freeze], first=MONDAY)

        assert volume == pytest.approx(np.array([[60.0, 105.0, 70.0]] * 2))

    def test_multiplies_where_seasons_overlap(self):
        whole = Swell(MONDAY, LATER, 2.0)

        assert raised(np.array([10.0]), [whole, whole], first=MONDAY).tolist() == [40.0]

    def test_refuses_negative_demand(self):
        with pytest.raises(ValueError, match="below zero"):
            Swell(MONDAY, LATER, -0.1)


class TestWholeMinutes:
    def test_keeps_the_total_of_thirds(self):
        assert whole_minutes(np.full(3, 100 / 3)).tolist() == [33, 34, 33]

    @given(st.lists(st.floats(0, 5000), min_size=1, max_size=60))
    def test_adds_up_and_never_goes_below_zero(self, amounts):
        parts = whole_minutes(np.array(amounts))

        assert abs(int(parts.sum()) - sum(amounts)) <= 0.5 + 1e-6
        assert parts.min() >= 0
        assert (np.abs(parts - np.array(amounts)) <= 1 + 1e-6).all()


class TestGroupLoad:
    def test_adds_the_time_interruptions_cost(self):
        hours = np.array([[2.0, 4.0], [10.0, 0.0], [1.0, 1.0]])

        load = group_load(hours, np.array([0.5, 0.0, 1.0]), np.array([1, 0, 1]), groups=3)

        assert load.tolist() == [[10.0, 0.0], [5.0, 8.0], [0.0, 0.0]]
