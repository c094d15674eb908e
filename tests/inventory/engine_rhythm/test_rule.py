from datetime import date, time

import pytest

from inventory.engine.rhythm import Frequency, Rule, Unclear, from_text
from inventory.engine.rhythm.phrase import ordinal


class TestRule:
    @pytest.mark.parametrize(
        "parts",
        [
            {"frequency": Frequency.DAILY, "interval": 0},
            {"frequency": Frequency.DAILY, "weekdays": (0,)},
            {"frequency": Frequency.WEEKLY, "weekdays": (1, 0)},
            {"frequency": Frequency.WEEKLY, "weekdays": (7,)},
            {"frequency": Frequency.WEEKLY, "months": (1, 2)},
            {"frequency": Frequency.MONTHLY, "weekdays": (0,)},
            {"frequency": Frequency.MONTHLY, "nth": 1},
            {"frequency": Frequency.MONTHLY, "weekdays": (0, 2), "nth": 1},
            {"frequency": Frequency.MONTHLY, "weekdays": (0,), "nth": 5},
            {"frequency": Frequency.MONTHLY, "weekdays": (0,), "nth": 1, "month_days": (1,)},
            {"frequency": Frequency.MONTHLY, "months": (1, 2)},
            {"frequency": Frequency.MONTHLY, "months": (13,), "month_days": (1,)},
            {"frequency": Frequency.MONTHLY, "months": (4,), "month_days": (1,)},
            {"frequency": Frequency.MONTHLY, "month_days": (-2,)},
            {"frequency": Frequency.YEARLY, "months": (4,), "month_days": (1, 2)},
            {"frequency": Frequency.YEARLY, "months": (4, 5), "month_days": (1,)},
            {"frequency": Frequency.YEARLY, "months": (4,)},
            {"frequency": Frequency.YEARLY, "month_days": (1,)},
            {"frequency": Frequency.DAILY, "times": (time(8, 0, 30),)},
            {"frequency": Frequency.DAILY, "times": (time(9), time(8))},
        ],
    )
    def test_refuses_what_no_calendar_can_keep(self, parts):
        with pytest.raises(Unclear):
            Rule(**parts)

    def test_takes_what_is_left_open_from_the_first_day(self):
        start = date(2026, 5, 31)

        assert Rule(Frequency.WEEKLY).anchored(start).weekdays == (6,)
        assert Rule(Frequency.MONTHLY).anchored(start).month_days == (31,)
        assert Rule(Frequency.YEARLY).anchored(start).months == (5,)
        assert Rule(Frequency.DAILY).anchored(start) == Rule(Frequency.DAILY)


class TestFromText:
    @pytest.mark.parametrize("text", ["RRULE:FREQ=WEEKLY;BYDAY=MO", "freq=weekly;interval=1;byday=mo"])
    def test_accepts_other_spellings_of_the_same_rule(self, text):
        assert from_text(text) == Rule(Frequency.WEEKLY, weekdays=(0,))

    @pytest.mark.parametrize(
        ("text", "because"),
        [
            ("", "not a recurrence rule"),
            ("FREQ=HOURLY", "not a recurrence rule"),
            ("BYDAY=MO", "not a recurrence rule"),
            ("FREQ=WEEKLY;BYDAY=XX", "not a recurrence rule"),
            ("FREQ=WEEKLY;COUNT=3", "more than Relay can keep"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=-1", "more than Relay can keep"),
            ("FREQ=DAILY;INTERVAL=0", "from 1 to 400"),
        ],
    )
    def test_refuses_the_rest(self, text, because):
        with pytest.raises(Unclear, match=because):
            from_text(text)


def test_ordinal_says_places_from_both_ends():
    assert [ordinal(place) for place in (1, 2, 3, 4, 11, 12, 13, 21, -1, -3)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "last", "3rd last"),
    ]
