"""One typed sentence: what is understood of it, and that nothing typed is lost."""

import pytest

from inventory.engine.quick import LONGEST_TITLE, Sentence, read_rhythm, understand
from inventory.engine.rhythm import Unclear


class TestUnderstand:
    @pytest.mark.parametrize(
        ("typed", "understood"),
        [
            (
                "Check replication lag every Monday 10 min @tomas #oracle",
                Sentence("Check replication lag", "every Monday", None, 10, "tomas", "oracle"),
            ),
            ("Backup check nightly 1,5 h", Sentence("Backup check", "nightly", minutes=90)),
            ("Rotate keys, on the 15th", Sentence("Rotate keys", "on the 15th")),
            ("Restart queue 5 times a month", Sentence("Restart queue", "5 times a month", 5.0)),
        ],
    )
    def test_takes_title_rhythm_minutes_holder_and_system_apart(self, typed, understood):
        assert understand(typed) == understood

    @pytest.mark.parametrize(
        "typed", ["every Monday", "Call first line", "Fix twice", "Patch 0 min server", "Read mail", ""]
    )
    def test_leaves_what_it_does_not_understand_in_the_title(self, typed):
        assert understand(typed) == Sentence(typed)

    def test_takes_the_first_words_that_read_as_a_rhythm_to_the_end(self):
        found = understand("Sort first things first every Tuesday")

        assert (found.title, found.rhythm_words) == ("Sort first things first", "every Tuesday")

    def test_cuts_a_title_to_what_is_kept(self):
        assert len(understand("x" * 500).title) == LONGEST_TITLE


class TestReadRhythm:
    def test_of_a_calendar_is_a_rule_in_clear_words(self):
        assert read_rhythm(" each  monday ") == {
            "rhythm_words": "every Monday",
            "rule": "FREQ=WEEKLY;BYDAY=MO",
            "popups_per_month": None,
        }

    def test_of_what_pops_up_is_a_number_a_month(self):
        found = read_rhythm("about 3 times a week")

        assert (found["rhythm_words"], found["rule"], found["popups_per_month"]) == (
            "about 3 times a week",
            "",
            13.04,
        )

    def test_of_nothing_is_nothing(self):
        assert read_rhythm("  ") == {"rhythm_words": "", "rule": "", "popups_per_month": None}

    def test_that_cannot_be_read_says_how_to_write_it(self):
        with pytest.raises(Unclear, match="does not understand “whenever”"):
            read_rhythm("whenever")
