"""How a run goes against its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from delegation.tracking.engine import (
    CLIENT,
    PARTNER,
    Interval,
    left_words,
    pace,
    span_words,
    steps_words,
    worked_minutes,
)

TWO = datetime(2026, 11, 25, 2, 14, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return TWO + timedelta(minutes=minutes)


class TestPace:
    def test_draws_the_usual_duration_into_the_time_there_is(self):
        found = pace(picked_up_at=TWO, due_at=after(106), usual_minutes=25, at=after(4))

        assert (found.whole, found.usual, found.used) == (106, 25, 4)

    def test_never_draws_beyond_its_end(self):
        found = pace(picked_up_at=TWO, due_at=after(20), usual_minutes=25, at=after(90))

        assert (found.whole, found.usual, found.used) == (20, 20, 20)

    @pytest.mark.parametrize("picked_up_at", [None, after(30)])
    def test_is_none_before_somebody_has_it_or_where_it_came_too_late(self, picked_up_at):
        assert pace(picked_up_at=picked_up_at, due_at=after(30), usual_minutes=25, at=TWO) is None


class TestWords:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(0, "0 min"), (59, "59 min"), (120, "2 h"), (2879, "47 h 59 min"), (2880, "2 days")],
    )
    def test_say_a_span(self, minutes, words):
        assert span_words(minutes) == words

    def test_say_what_is_left_and_how_late_it_is(self):
        assert left_words(due_at=after(102), at=TWO) == "1 h 42 min left"
        assert left_words(due_at=TWO, at=after(35)) == "35 min late"

    @pytest.mark.parametrize(
        ("positions", "words"),
        [
            ([3], "Step 3"),
            ([1, 2], "Steps 1 and 2"),
            ([2, 3, 4], "Steps 2 to 4"),
            ([1, 3, 4], "Steps 1, 3 and 4"),
        ],
    )
    def test_name_steps(self, positions, words):
        assert steps_words(positions) == words


class TestWorked:
    CLOCK = (
        Interval(PARTNER, after(-60), after(10), ""),
        Interval(CLIENT, after(10), after(40), "Waiting"),
        Interval(PARTNER, after(40), None, ""),
    )

    def test_counts_the_partners_minutes_since_the_start(self):
        assert worked_minutes(self.CLOCK, since=TWO, at=after(55)) == 25

    def test_is_nothing_before_the_start(self):
        assert worked_minutes(self.CLOCK, since=None, at=after(55)) == 0
