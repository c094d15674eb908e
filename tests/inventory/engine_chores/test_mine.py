from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from inventory.engine.chores import RHYTHMS, Grouping, mine
from inventory.engine.chores.mine import watched_days
from inventory.engine.rhythm import Effort, WorkingCalendar, in_words
from tests.inventory.engine_chores.streams import START, chance, office, planted, tickets

REST = [
    *tickets(
        office(30, weeks=52, seed=8), category="Access", subcategory="Reset", title="Reset password of anna1"
    ),
    *tickets(
        chance(60, days=364, seed=9), category="Hardware", subcategory="Screen", title="Screen 17 is dark"
    ),
]
TAPE = tickets(
    planted("every Monday at 09:00", days=364),
    category="Backup",
    subcategory="Tape",
    title="Change tape 4711",
)
DESK = [*REST, *TAPE]


def by_key(chores):
    return {chore.key: chore for chore in chores}


class TestMine:
    def test_finds_rhythm_hours_and_title_by_category(self):
        found = by_key(mine(DESK))

        tape = found["Backup|Tape"]
        assert (tape.rhythm, in_words(tape.rule), tape.starts_on) == (
            "weekly",
            "every Monday at 09:00",
            START,
        )
        assert tape.title == "Change tape 4711"
        assert tape.hours.likely == pytest.approx(52 / 364 * 365.2425 / 12 * 15 / 60, rel=0.02)
        assert (found["Access|Reset"].rhythm, found["Access|Reset"].rule) == ("daily", None)
        assert (found["Hardware|Screen"].rhythm, found["Hardware|Screen"].rule) == ("popup", None)
        assert found["Hardware|Screen"].off_hours_share > 0.5

    def test_puts_most_hours_first_and_forgets_the_order_of_the_file(self):
        found = mine(DESK)

        assert [chore.hours.likely for chore in found] == sorted(
            (c.hours.likely for c in found), reverse=True
        )
        assert [(c.key, c.hours) for c in mine(DESK[::-1])] == [(c.key, c.hours) for c in found]
        assert {chore.rhythm for chore in found} <= set(RHYTHMS)

    def test_finds_the_same_by_words_alone(self):
        bare = [replace(ticket, category="", subcategory="") for ticket in DESK]

        found = by_key(mine(bare))

        assert {key: chore.rhythm for key, chore in found.items()} == {
            "change tape <number>": "weekly",
            "reset password of <number>": "daily",
            "screen <number> is dark": "popup",
        }

    def test_groups_titles_that_are_only_alike(self):
        words = ["tape", "backup", "library", "robot", "cartridge"]
        topics = [
            *[
                (f"{a} {b} {c} stuck", "tape")
                for a in words
                for b in words
                for c in words
                if len({a, b, c}) == 3
            ],
            *[
                (f"mail {a} {b} bounced outlook", "mail")
                for a in ("big", "old", "new", "spam")
                for b in ("box", "list", "user", "rule")
            ],
        ]
        moments = office(3, weeks=52, seed=2)
        stream = [
            replace(ticket, title=topics[n % len(topics)][0])
            for n, ticket in enumerate(tickets(moments[: 2 * len(topics)]))
        ]

        found = mine(stream, by=Grouping.TEXT)

        assert found
        for chore in found:
            assert len({"mail" in ticket.title for ticket in chore.tickets}) == 1

    def test_splits_a_category_by_titles_that_come_back(self):
        mixed = [
            *TAPE,
            *tickets(chance(9, days=364, seed=5), category="Backup", subcategory="Tape", title=""),
        ]

        found = by_key(mine(mixed, by=Grouping.BOTH))

        assert set(found) == {"Backup|Tape|change tape <number>", "Backup|Tape"}
        assert found["Backup|Tape"].title == "Backup, Tape"

    def test_marks_what_the_export_leaves_out_of_a_key(self):
        half = [*TAPE, *tickets(chance(9, days=364, seed=5), category="Other")]

        assert set(by_key(mine(half))) == {"Backup|Tape", "Other|?"}

    def test_keeps_to_the_days_asked_for(self):
        since, until = date(2024, 3, 4), date(2024, 4, 29)

        tape = by_key(mine(DESK, since=since, until=until))["Backup|Tape"]

        assert len(tape.tickets) == 8
        assert tape.evidence.first.date() == since
        assert tape.evidence.by_week == (1,) * 8

    def test_cuts_the_assumed_effort_to_the_time_tickets_were_open(self):
        quick = [replace(ticket, closed_at=ticket.opened_at + timedelta(minutes=4)) for ticket in TAPE]

        (found,) = mine(quick, effort=Effort(3, 10, 20))

        assert found.hours.high == pytest.approx(found.per_month * 4 / 60)
        assert found.hours.low == pytest.approx(found.per_month * 3 / 60)

    def test_reads_hours_on_the_calendar_it_is_given(self):
        night = WorkingCalendar(weekly={})

        assert by_key(mine(DESK, calendar=night))["Access|Reset"].off_hours_share == 1

    @pytest.mark.parametrize("stream", [[], TAPE[:4], tickets([datetime(2024, 1, 1)] * 3)])
    def test_finds_nothing_in_too_little(self, stream):
        assert mine(stream) == ()

    def test_finds_five(self):
        (found,) = mine(TAPE[:5])

        assert (found.rhythm, in_words(found.rule)) == ("weekly", "every Monday at 09:00")


class TestWatchedDays:
    def test_leaves_out_thin_weeks_at_the_edges(self):
        stray = tickets([datetime(2020, 5, 5, 9), datetime(2026, 5, 5, 9)])
        core = tickets(office(50, weeks=10))

        watched = watched_days([*stray, *core], since=None, until=None)

        assert START - timedelta(days=7) < watched.first <= START
        assert 69 <= watched.days <= 77

    def test_counts_the_quiet_end_of_the_days_asked_for(self):
        watched = watched_days(tickets(office(50, weeks=4)), since=START, until=START + timedelta(weeks=4))

        assert (watched.first, watched.days) == (START, 28)
