"""What lies inside an agreement, and how near its end is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegation.agreement import engine

ITEM = {"description": "Batch operation", "agreed": True, "limit": 600, "used": 500}


class TestScopeAnswer:
    @pytest.mark.parametrize(("item", "minutes", "inside", "words"), [
        (None, 10, False, "Nothing in the agreement covers this."),
        ({**ITEM, "agreed": False}, 10, False, "not yet signed"),
        (ITEM, 101, False, "0.0 h a month over"),
        (ITEM, 160, False, "1.0 h a month over"),
        (ITEM, 100, True, "covers this"),
        ({**ITEM, "limit": None}, 99999, True, "covers this"),
    ])  # fmt: skip
    def test_says_whether_and_why(self, item, minutes, inside, words):
        answer = engine.scope_answer(item, minutes_per_month=minutes)

        assert (answer.inside, words in answer.words) == (inside, True)


@given(left=st.integers(-400, 400))
def test_the_end_is_warned_of_by_the_narrowest_threshold(left):
    end = date(2026, 12, 31)

    found = engine.warn_days(end, on=end - timedelta(days=left))

    expected = next((days for days in (7, 30, 60, 90) if 0 <= left <= days), None)
    assert found == expected


@pytest.mark.parametrize(("tasks", "handed_off", "walled", "can_do", "cell"), [
    (0, 0, 0, True, ""),
    (1, 0, 1, True, "walled"),
    (2, 0, 1, True, "could_do"),
    (1, 0, 0, False, "outside"),
    (1, 1, 1, False, "in_scope"),
])  # fmt: skip
def test_a_cell_of_the_map_has_one_state(tasks, handed_off, walled, can_do, cell):
    assert engine.cell_of(tasks, handed_off=handed_off, walled=walled, can_do=can_do) == cell
