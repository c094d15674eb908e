import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.planning.engine.fit.surge import Move, Trigger, back_test, moves

QUIET, BUSY, BETWEEN = 0.6, 0.95, 0.8


class TestMoves:
    def test_fires_after_two_high_weeks_and_recalls_after_three_low_ones(self):
        load = [BETWEEN, BUSY, BUSY, BUSY, BETWEEN, QUIET, QUIET, QUIET]

        found = moves(Trigger(hold=2), load)

        assert [week for week, move in enumerate(found) if move != Move.WAIT] == [2, 7]
        assert (found[2], found[7]) == (Move.FIRE, Move.RECALL)

    def test_holds_before_it_recalls(self):
        found = moves(Trigger(hold=6), [BUSY, BUSY, *[QUIET] * 8])

        assert found.index(Move.RECALL) == 1 + 6

    def test_rests_before_it_fires_again(self):
        load = [BUSY, BUSY, *[QUIET] * 4, *[BUSY] * 6]

        found = moves(Trigger(hold=1, calm=1, cooldown=5), load)

        assert [week for week, move in enumerate(found) if move == Move.FIRE] == [1, 8]

    def test_goes_on_from_a_playbook_that_is_open(self):
        assert moves(Trigger(), [QUIET] * 3, already_open=9)[-1] == Move.RECALL

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.floats(0, 1.5), max_size=60), st.integers(1, 6), st.integers(0, 6))
    def test_never_flaps_faster_than_hold_and_cooldown(self, load, hold, cooldown):
        found = back_test(Trigger(hold=hold, cooldown=cooldown), load, [1.0] * len(load))

        assert found.flaps == 0


class TestBackTest:
    def test_says_what_it_would_have_done(self):
        load = [BUSY] * 4 + [QUIET] * 6

        found = back_test(Trigger(hold=2), load, [5.0] * 10)

        assert (found.fired, found.freed_hours) == (1, 25.0)
        assert found.sentence == (
            "In the last 10 weeks this playbook would have fired once, freed 25 senior hours and flapped never."
        )

    @pytest.mark.parametrize(
        ("load", "words"), [([QUIET] * 5, "not have fired"), ([BUSY, BUSY, *[QUIET] * 9] * 3, "3 times")]
    )
    def test_counts_firings_in_words(self, load, words):
        assert words in back_test(Trigger(), load, [1.0] * len(load)).sentence

    def test_wants_the_same_weeks(self):
        with pytest.raises(ValueError, match="same weeks"):
            back_test(Trigger(), [0.5], [])


@pytest.mark.parametrize(
    ("wrong", "says"), [({"low": 0.95}, "below the load that fires"), ({"hold": 0}, "at least 1")]
)
def test_refuses_a_trigger_that_would_flap(wrong, says):
    with pytest.raises(ValueError, match=says):
        Trigger(**wrong)
