"""What a week of delegation did, in whole minutes and cents."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# What steering a partner's work takes of our own time, as a share of its minutes. An assumption, editable here alone:
# no public measurement was found that holds for single tasks.
OVERSIGHT_SHARE = Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Week:
    """One task at a partner in one week: minutes freed at home, minutes of steering, minutes done again, and the fee."""

    freed_minutes: int
    oversight_minutes: int
    rework_minutes: int
    fee_cents: int


def week(
    *, runs_done: int, effort_minutes: int, partner_minutes: int, rework_minutes: int, rate_per_hour: Decimal
) -> Week:
    """Count one task's week. Freed is what the runs would have taken us: ``effort_minutes`` each.

    >>> week(runs_done=5, effort_minutes=25, partner_minutes=150, rework_minutes=0, rate_per_hour=Decimal(48)).freed_minutes
    125
    """
    worked = partner_minutes + rework_minutes
    return Week(
        freed_minutes=runs_done * effort_minutes,
        oversight_minutes=int((worked * OVERSIGHT_SHARE).quantize(Decimal(1), ROUND_HALF_UP)),
        rework_minutes=rework_minutes,
        fee_cents=int((worked * rate_per_hour * 100 / 60).quantize(Decimal(1), ROUND_HALF_UP)),
    )
