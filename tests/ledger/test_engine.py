"""What a week of delegation did."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from delegation.ledger.engine import week

minutes = st.integers(0, 20_000)


class TestWeek:
    def test_counts_what_the_runs_would_have_taken_us(self):
        counted = week(
            runs_done=5, effort_minutes=25, partner_minutes=150, rework_minutes=30, rate_per_hour=Decimal(48)
        )

        assert (counted.freed_minutes, counted.oversight_minutes, counted.rework_minutes) == (125, 14, 30)
        assert counted.fee_cents == 14_400

    @given(minutes, minutes, st.integers(0, 30_000))
    def test_charges_every_minute_once(self, worked, again, cents_per_hour):
        rate = Decimal(cents_per_hour) / 100
        counted = week(
            runs_done=0, effort_minutes=10, partner_minutes=worked, rework_minutes=again, rate_per_hour=rate
        )

        assert abs(counted.fee_cents - (worked + again) * cents_per_hour / 60) <= 0.5
        assert counted.freed_minutes == 0
