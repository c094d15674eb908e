"""How a run goes against its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from delegation.tracking.engine import CLIENT, PARTNER
from delegation.tracking.engine.clock import Interval, begin, minutes_by_side, stop, turn
from delegation.tracking.engine.pace import Pace, pace, worked_minutes

TEN = datetime(2026, 10, 5, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


class TestPace:
    @pytest.mark.parametrize(
        ("at", "used"), [(TEN - HOUR, 0), (TEN, 0), (TEN + HOUR, 60), (TEN + 9 * HOUR, 120)]
    )
    def test_fills_from_the_pick_up_to_the_due_time_and_no_further(self, at, used):
        found = pace(picked_up_at=TEN, due_at=TEN + 2 * HOUR, usual_minutes=30, at=at)

        assert found == Pace(whole=120, used=used, usual=30)

    def test_shows_no_more_usual_minutes_than_there_are(self):
        assert pace(picked_up_at=TEN, due_at=TEN + HOUR, usual_minutes=90, at=TEN).usual == 60

    @pytest.mark.parametrize("picked_up_at", [None, TEN, TEN + HOUR])
    def test_is_not_drawn_before_somebody_has_it_nor_where_it_came_too_late(self, picked_up_at):
        assert pace(picked_up_at=picked_up_at, due_at=TEN, usual_minutes=30, at=TEN + HOUR) is None


class TestWorkedMinutes:
    CLOCK = (
        Interval(PARTNER, TEN, TEN + HOUR),
        Interval(CLIENT, TEN + HOUR, TEN + 2 * HOUR),
        Interval(PARTNER, TEN + 2 * HOUR),
    )

    def test_leaves_out_what_waited_for_others_and_what_was_before(self):
        assert worked_minutes(self.CLOCK, since=TEN + HOUR / 2, at=TEN + 3 * HOUR) == 90

    def test_are_none_before_the_work_was_begun(self):
        assert worked_minutes(self.CLOCK, since=None, at=TEN + HOUR) == 0


def test_a_clock_that_is_stopped_keeps_nothing_beyond_the_end():
    clock = turn(begin(at=TEN, starts_at=TEN), side=CLIENT, at=TEN + HOUR)

    assert stop(clock, at=TEN + HOUR / 2)[-1].to_at == TEN + HOUR / 2


def test_a_clock_that_never_ran_has_no_minutes_on_any_side():
    assert set(minutes_by_side((), at=TEN).values()) == {0}
