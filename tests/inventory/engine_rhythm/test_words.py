import pytest
from hypothesis import given

from inventory.engine.rhythm import Unclear, from_text, in_words, parse
from tests.inventory.engine_rhythm.rules import any_rule

WORKING = "BYDAY=MO,TU,WE,TH,FR"


class TestParse:
    @given(rule=any_rule)
    def test_reads_back_whatever_in_words_says(self, rule):
        assert parse(in_words(rule)) == rule

    @given(rule=any_rule)
    def test_keeps_a_rule_through_its_text(self, rule):
        assert from_text(rule.text) == rule

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("every month, 1st working day", f"FREQ=MONTHLY;{WORKING};BYSETPOS=1"),
            ("First business day of each month", f"FREQ=MONTHLY;{WORKING};BYSETPOS=1"),
            ("last working day of the month", f"FREQ=MONTHLY;{WORKING};BYSETPOS=-1"),
            ("2nd last working day of the month", f"FREQ=MONTHLY;{WORKING};BYSETPOS=-2"),
            ("daily at 02:00", "FREQ=DAILY;BYHOUR=2;BYMINUTE=0"),
            ("every day at 06:00 and 6pm", "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0"),
            ("every day at 12.30 am", "FREQ=DAILY;BYHOUR=0;BYMINUTE=30"),
            ("every morning", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0"),
            ("nightly", "FREQ=DAILY;BYHOUR=22;BYMINUTE=0"),
            ("every other day", "FREQ=DAILY;INTERVAL=2"),
            ("every 10th day", "FREQ=DAILY;INTERVAL=10"),
            ("every working day at 7 am", f"FREQ=WEEKLY;{WORKING};BYHOUR=7;BYMINUTE=0"),
            ("daily on working days", f"FREQ=WEEKLY;{WORKING}"),
            ("Mon-Fri at 08:30", f"FREQ=WEEKLY;{WORKING};BYHOUR=8;BYMINUTE=30"),
            ("mondays and thursdays", "FREQ=WEEKLY;BYDAY=MO,TH"),
            ("once a week", "FREQ=WEEKLY"),
            ("every 2nd Saturday 22:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;BYHOUR=22;BYMINUTE=0"),
            ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("fortnightly on Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ("every 2 weeks on working days", f"FREQ=WEEKLY;INTERVAL=2;{WORKING}"),
            ("2nd Saturday of the month", "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=2"),
            ("every last Friday", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1"),
            ("15th of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every month on day 15", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
            ("every month on the 31st", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
            ("month end", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("every 3 months on the 15th", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
            ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
            ("half-yearly", "FREQ=MONTHLY;INTERVAL=6"),
            ("every quarter, 1st working day", f"FREQ=MONTHLY;BYMONTH=1,4,7,10;{WORKING};BYSETPOS=1"),
            ("last working day of the quarter", f"FREQ=MONTHLY;BYMONTH=3,6,9,12;{WORKING};BYSETPOS=-1"),
            ("end of quarter", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
            ("annually", "FREQ=YEARLY"),
            ("every 2 years on 1 March", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1"),
            ("every year on 29 Feb", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
            ("first working day of the year", f"FREQ=YEARLY;BYMONTH=1;{WORKING};BYSETPOS=1"),
            ("last day of the year", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
            ("January and July, 3rd Monday", "FREQ=MONTHLY;BYMONTH=1,7;BYDAY=MO;BYSETPOS=3"),
        ],
    )
    def test_understands(self, words, text):
        assert parse(words).text == text

    @pytest.mark.parametrize(
        "words",
        [
            "every day at 06:00 and 18:00",
            "every 3 days",
            "every week",
            "every 2 weeks on Monday, Wednesday and Friday",
            "every 2 weeks on working days",
            "every working day",
            "every Monday and Thursday at 07:30",
            "every month on the 1st and 15th",
            "every 2 months, last day",
            "every month, 3rd last working day",
            "every quarter, last working day",
            "every January and July, 1st Monday",
            "every year",
            "every year on 1 March",
            "every 2 years, last day of February",
            "every year, 2nd Tuesday of May",
        ],
    )
    def test_is_said_back_in_the_same_words(self, words):
        assert in_words(parse(words)) == words

    @pytest.mark.parametrize(
        ("words", "one", "other"),
        [
            ("bi-monthly", "every 2 months", "every month on the 1st and 15th"),
            ("biweekly", "every 2 weeks", "every Monday and Thursday"),
            ("biannually", "every 6 months", "every 2 years"),
            ("2nd Saturday at 22:00", "every 2 weeks on Saturday", "every month, 2nd Saturday"),
        ],
    )
    def test_names_the_two_readings_of_an_ambiguous_rhythm(self, words, one, other):
        with pytest.raises(Unclear) as refusal:
            parse(words)

        assert "two readings" in str(refusal.value)
        assert one in str(refusal.value)
        assert other in str(refusal.value)
        assert parse(one) != parse(other)

    @pytest.mark.parametrize(
        ("words", "because"),
        [
            ("", "in a few words"),
            ("every day " * 30, "in a few words"),
            ("as needed", "how often it pops up"),
            ("every 15 minutes", "within a day"),
            ("twice a week", "which days"),
            ("25:00 daily", "no time “25:00”"),
            ("daily at 13 pm", "no time “13 pm”"),
            ("daily at 10:75", "no time “10:75”"),
            ("monthly on Monday", "Which Monday"),
            ("every 30 February", "no such day"),
            ("every month on the 45th", "from 1 to 31"),
            ("every month on the 15th and 31st", "stand alone"),
            ("every 5th Monday of the month", "no such day in every month"),
            ("every 500 days", "from 1 to 400"),
            ("every 20 years", "ten years"),
            ("daily at 06:00 and 18:30", "share their minute"),
            ("every", "does not understand"),
            ("every 2nd working day", "does not understand"),
            ("every 2nd Monday every 3 weeks", "does not understand"),
            ("every 2 Mondays of the month", "does not understand"),
            ("every 2 days on Monday", "does not understand"),
            ("every 2 days on working days", "does not understand"),
            ("every 2 quarters on the 1st", "does not understand"),
            ("15th of the quarter", "does not understand"),
            ("every 2 months, 1st Monday of March", "does not understand"),
            ("every week in March", "does not understand"),
            ("every March", "does not understand"),
            ("2nd 3rd Monday", "does not understand"),
            ("2nd last day of the month", "does not understand"),
            ("1st thing of the month", "does not understand"),
            ("2 bananas", "does not understand"),
            ("day of the month", "does not understand"),
            ("whenever the moon is full", "does not understand"),
        ],
    )
    def test_says_what_is_unclear(self, words, because):
        with pytest.raises(Unclear, match=because):
            parse(words)
