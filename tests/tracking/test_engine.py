"""The two-sided clock: laws that hold for whatever people do, and the days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.tracking import engine
from delegation.tracking.engine import ALWAYS, CLIENT, CLOSED, PARTNER, THIRD_PARTY, Coverage

OSLO = ZoneInfo("Europe/Oslo")
ZERO = datetime(2026, 10, 5, 0, tzinfo=UTC)
OFFICE = Coverage(zone="Europe/Oslo", opens=time(8), closes=time(16), weekdays=frozenset(range(5)))

moments = st.integers(0, 6 * 24 * 3600).map(lambda seconds: ZERO + timedelta(seconds=seconds))
turns = st.lists(st.tuples(st.sampled_from([PARTNER, CLIENT, THIRD_PARTY, CLOSED]), moments), max_size=12)
coverages = st.sampled_from([ALWAYS, OFFICE, Coverage(zone="Europe/Oslo", opens=time(6), closes=time(22))])


def wound(starts_at, steps, *, end=None):
    """A clock that was turned in the order of time, and perhaps stopped."""
    clock = engine.begin(at=ZERO, starts_at=starts_at)
    for side, at in sorted(steps, key=lambda step: step[1]):
        clock = engine.turn(clock, side=side, at=at)
    return engine.stop(clock, at=end) if end else clock


class TestTheClock:
    @given(starts_at=moments, steps=turns)
    @settings(max_examples=150, deadline=None)
    def test_has_no_gap_and_no_overlap(self, starts_at, steps):
        clock = wound(starts_at, steps)

        assert clock[0].from_at == ZERO
        assert all(one.to_at == two.from_at for one, two in pairwise(clock))
        assert clock[-1].to_at is None
        assert all(interval.to_at is None or interval.to_at > interval.from_at for interval in clock)

    @given(starts_at=moments, steps=turns, later=st.integers(0, 10**6))
    @settings(max_examples=150, deadline=None)
    def test_covers_the_run_to_its_end(self, starts_at, steps, later):
        last = max([ZERO, *(at for _, at in steps)])
        end = last + timedelta(seconds=later)

        clock = wound(starts_at, steps, end=end)

        covered = sum(((one.to_at - one.from_at) for one in clock), timedelta())
        assert covered == end - ZERO

    @given(starts_at=moments, steps=turns, at=moments)
    @settings(max_examples=150, deadline=None)
    def test_gives_each_minute_to_one_side(self, starts_at, steps, at):
        clock = wound(starts_at, steps)

        minutes = engine.minutes_by_side(clock, at=at)

        assert sum(minutes.values()) == int((at - ZERO).total_seconds()) // 60
        assert min(minutes.values()) >= 0

    def test_forgets_what_was_foreseen_when_somebody_begins_early(self):
        clock = engine.begin(at=ZERO, starts_at=ZERO + timedelta(hours=8))

        clock = engine.turn(clock, side=PARTNER, at=ZERO + timedelta(hours=1))

        assert [(one.side, one.to_at) for one in clock] == [
            (CLOSED, ZERO + timedelta(hours=1)),
            (PARTNER, None),
        ]

    def test_stays_one_interval_when_it_is_turned_to_the_side_it_is_on(self):
        clock = engine.turn(engine.begin(at=ZERO, starts_at=ZERO), side=PARTNER, at=ZERO + timedelta(hours=1))

        assert clock == engine.begin(at=ZERO, starts_at=ZERO)

    def test_never_runs_backwards(self):
        clock = engine.begin(at=ZERO, starts_at=ZERO)

        assert engine.turn(clock, side=CLIENT, at=ZERO - timedelta(hours=1))[0].from_at == ZERO


class TestTheDueTime:
    @given(starts_at=moments, steps=turns, coverage=coverages, at=moments)
    @settings(max_examples=150, deadline=None)
    def test_is_never_before_the_plan_and_moves_by_no_more_than_the_others_minutes(
        self, starts_at, steps, coverage, at
    ):
        clock, planned = wound(starts_at, steps), starts_at + timedelta(hours=4)

        due = engine.due_at(clock, planned_at=planned, starts_at=starts_at, coverage=coverage, at=at)

        seconds = sum(
            (min(one.to_at or at, at) - one.from_at).total_seconds()
            for one in clock
            if one.side != PARTNER and one.from_at < at
        )
        assert planned <= due <= planned + timedelta(seconds=seconds)

    @given(starts_at=moments, steps=turns, coverage=coverages, at=moments, more=st.integers(0, 10**5))
    @settings(max_examples=100, deadline=None)
    def test_never_comes_closer_while_somebody_waits(self, starts_at, steps, coverage, at, more):
        clock = wound(starts_at, steps)
        terms = {"planned_at": starts_at, "starts_at": starts_at, "coverage": coverage}

        later = engine.due_at(clock, at=at + timedelta(seconds=more), **terms)

        assert later >= engine.due_at(clock, at=at, **terms)

    def test_counts_only_the_pause_inside_the_coverage(self):
        monday = datetime(2026, 10, 5, 15, tzinfo=OSLO)
        clock = engine.turn(engine.begin(at=monday, starts_at=monday), side=CLIENT, at=monday)
        clock = engine.turn(clock, side=PARTNER, at=monday + timedelta(hours=18))  # Tuesday 09:00

        due = engine.due_at(
            clock, planned_at=monday, starts_at=monday, coverage=OFFICE, at=monday + timedelta(days=2)
        )

        assert due - monday == timedelta(hours=2)

    def test_is_not_moved_by_a_question_before_the_work_could_begin(self):
        starts = ZERO + timedelta(hours=8)
        clock = engine.turn(
            engine.begin(at=ZERO, starts_at=starts), side=CLIENT, at=ZERO + timedelta(hours=1)
        )
        clock = engine.turn(clock, side=PARTNER, at=ZERO + timedelta(hours=9))

        due = engine.due_at(
            clock, planned_at=starts, starts_at=starts, coverage=ALWAYS, at=starts + timedelta(days=1)
        )

        assert due == starts + timedelta(hours=1)


class TestTheCoverage:
    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2026, 3, 29), 5), (date(2026, 10, 25), 7), (date(2026, 10, 26), 6)]
    )
    def test_counts_real_hours_on_days_when_clocks_change(self, day, hours):
        nights = Coverage(zone="Europe/Oslo", opens=time(0), closes=time(6))
        start = datetime.combine(day, time(), tzinfo=OSLO)

        found = engine.covered_seconds(start, start + timedelta(days=1), coverage=nights)

        assert found == hours * 3600

    def test_leaves_out_closed_days(self):
        holiday = date(2026, 5, 1)
        coverage = Coverage(opens=time(8), closes=time(16), closed_days=frozenset({holiday}))
        start = datetime(2026, 5, 1, tzinfo=UTC)

        assert engine.covered_seconds(start, start + timedelta(days=1), coverage=coverage) == 0


class TestReading:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("Call Priya +47 22 33 44 55.", "+4722334455"),
            ("Stop when more than 5 jobs of 2026-10-05 fail.", ""),
            ("", ""),
            ("+47 (0)22 33-44/55 or +1 555 0100 100", "+47022334455"),
        ],
    )
    def test_finds_the_telephone(self, text, number):
        assert engine.telephone(text) == number

    def test_reads_steps_and_checks_in_either_shape(self):
        assert engine.step_parts("Look") == ("Look", {})
        assert engine.step_parts({"title": " Hold ", "command": "qctl hold", "why": ""}) == (
            "Hold",
            {"command": "qctl hold"},
        )
        assert engine.check_text({"text": "No queue stands still."}) == "No queue stands still."
        assert engine.check_text("Flows") == "Flows"
