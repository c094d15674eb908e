from datetime import datetime, timedelta

import pytest

from inventory.engine.chores.evidence import distraction, evidence
from inventory.engine.chores.fit import fit
from inventory.engine.rhythm import WorkingCalendar
from inventory.engine.tickets import Ticket
from tests.inventory.engine_chores.streams import office, planted, tickets

CALENDAR = WorkingCalendar()
MONTH = 365.2425 / 12


def disturbed(moments, *, days, found=None):
    return distraction(moments, days=days, found=found, calendar=CALENDAR)


class TestDistraction:
    def test_counts_tickets_within_the_hour_as_one_interruption(self):
        morning = datetime(2024, 1, 3, 9)
        moments = [morning + timedelta(minutes=minutes) for minutes in (0, 20, 50, 200, 205)]

        assert disturbed(moments, days=28).interruptions_per_month == pytest.approx(2 * MONTH / 28)

    def test_counts_no_interruptions_on_from_a_few_days(self):
        morning = datetime(2024, 1, 3, 9)

        assert disturbed([morning, morning + timedelta(hours=3)], days=1).interruptions_per_month == 2

    def test_does_not_count_what_was_planned_or_came_at_night(self):
        moments = planted("every Monday at 09:00", days=140)
        extra = datetime(2024, 2, 7, 10)
        night = datetime(2024, 2, 8, 3)
        stream = sorted([*moments, extra, night])

        assert disturbed(stream, days=140, found=fit(stream)).interruptions_per_month == pytest.approx(
            MONTH / 140
        )

    def test_sees_a_burst(self):
        calm = office(2, weeks=20)
        burst = [datetime(2024, 3, 5, 9) + timedelta(minutes=n) for n in range(12)]

        assert disturbed(calm, days=140).bursts == 0
        found = disturbed(sorted([*calm, *burst]), days=140)
        assert found.bursts == 1
        assert found.burst_share == pytest.approx(12 / (len(calm) + 12), abs=0.03)

    def test_tells_clockwork_from_bursts(self):
        clockwork = planted("every Monday at 09:00", days=140)
        bursts = [datetime(2024, month, 5, 9) + timedelta(minutes=n) for month in (1, 4) for n in range(20)]

        assert disturbed(clockwork, days=140).burstiness == pytest.approx(-1)
        assert disturbed(bursts, days=140).burstiness > 0.5
        assert disturbed([datetime(2024, 1, 1, 9)] * 5, days=140).burstiness == 1


class TestEvidence:
    def test_gathers_who_when_and_how_long(self):
        opened = planted("every Monday at 09:00", days=42)
        stream = [
            Ticket(
                external_id=f"T{n}",
                opened_at=at,
                line=n,
                closed_at=at + timedelta(minutes=30 + n),
                title=f"Check tape {n}" if n else "Clean drive",
                person="Ada" if n else "Bo",
                group="Desk",
            )
            for n, at in enumerate(opened)
        ]

        found = evidence(stream, (1,) * 6)

        assert found.by_weekday == (6, 0, 0, 0, 0, 0, 0)
        assert found.by_hour[9] == 6
        assert found.median_minutes == 32.5
        assert found.people == (("Ada", 5), ("Bo", 1))
        assert found.groups == (("Desk", 6),)
        assert sorted(found.examples) == ["Check tape 1", "Clean drive"]

    def test_names_numbers_where_there_are_no_titles(self):
        found = evidence(tickets(planted("every day", days=40)), ())

        assert found.examples == ("T0", "T8", "T16", "T24", "T32")
        assert found.median_minutes is None
