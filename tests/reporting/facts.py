"""An invented half year at an invented company, consistent to the minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from delegation.reporting.engine import (
    AheadWeek,
    Ask,
    Booked,
    Carried,
    Costs,
    Facts,
    Freed,
    HandedBack,
    Stays,
    Surge,
    Week,
)

FIRST = date(2026, 5, 4)
RUN = [199, 197, 199, 216, 197, 194, 193, 212, 188, 182, 178, 192, 168, 162, 162, 178, 162, 160, 155, 166, 151, 149, 152, 152, 153, 158]  # fmt: skip
GROW = [
    44,
    46,
    45,
    38,
    47,
    46,
    44,
    36,
    42,
    40,
    38,
    30,
    32,
    34,
    36,
    38,
    40,
    41,
    42,
    38,
    41,
    42,
    40,
    42,
    43,
    42,
]
CHANGE = [
    31,
    30,
    32,
    24,
    33,
    36,
    34,
    28,
    35,
    34,
    32,
    30,
    34,
    38,
    44,
    46,
    58,
    62,
    66,
    64,
    70,
    72,
    71,
    72,
    73,
    70,
]
PARTNER = [6, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 28, 31, 34, 44, 48, 52, 56, 58, 58, 56, 54, 54, 56]
LEAVE = [0] * 10 + [15, 30, 45, 52, 45, 30, 15] + [0] * 9
NIGHTS = {5: 41, 6: 38, 7: 30, 8: 27, 9: 14, 10: 9}


def sample_weeks():
    weeks = []
    for place, run in enumerate(RUN):
        start = FIRST + timedelta(weeks=place)
        first_of_month = start.day <= 7
        weeks.append(
            Week(
                start=start,
                capacity_minutes=270 * 60,
                leave_minutes=LEAVE[place] * 60,
                run_minutes=run * 60,
                grow_minutes=GROW[place] * 60,
                transform_minutes=CHANGE[place] * 60,
                partner_minutes=PARTNER[place] * 60,
                night_calls=NIGHTS[start.month] if first_of_month else 0,
            )
        )
    return tuple(weeks)


def sample_carried():
    named = (
        Carried("Create vendor and item records", "JD Edwards", (0, 0, 480, 1200, 1800, 1920), 160, 159),
        Carried(
            "Reset passwords, unlock accounts",
            "Active Directory",
            (0, 240, 720, 1560, 1860, 1860),
            310,
            304,
            1,
        ),
        Carried("Check overnight backups", "Veeam", (1020, 1020, 1050, 1050, 1050, 1050), 30, 30),
        Carried("Watch network alerts at night", "PRTG", (0, 0, 0, 360, 900, 900), 31, 29, 2),
        Carried("Set up new starters", "Intune", (0, 0, 300, 660, 960, 900), 25, 24),
        Carried("Restart stuck batch queues", "JD Edwards", (0, 0, 240, 540, 720, 750), 30, 29, 1),
        Carried("Patch Windows servers", "WSUS", (480, 480, 600, 600, 600, 600), 2, 2),
    )
    small = [590, 560, 520, 480, 470, 440, 420, 400, 380, 360, 240, 170, 110, 80]
    return named + tuple(
        Carried(f"Routine {place + 1}", "Power BI", (0, 0, 0, minutes, minutes, minutes), 10, 10)
        for place, minutes in enumerate(small)
    )


def sample_ahead():
    own = [269, 266, 268, 284, 262, 258, 261, 246]
    partner = [58, 50, 44, 52, 36, 32, 32, 46]
    return tuple(
        AheadWeek(
            start=date(2026, 11, 2) + timedelta(weeks=place),
            capacity_minutes=270 * 60,
            leave_minutes=(60 if place == 7 else 0) * 60,
            own_minutes=own[place] * 60,
            partner_minutes=partner[place] * 60,
        )
        for place in range(8)
    )


def sample_facts(**other):
    facts = Facts(
        organisation="Halden Foods",
        unit="IT operations",
        partner="Meridian",
        month=date(2026, 10, 1),
        as_of=datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
        people=9,
        weeks=sample_weeks(),
        carried=sample_carried(),
        handed_back=(
            HandedBack(2, "network alerts", "The procedure did not cover the new plant switches. Fixed on 14 October; shadowed once since."),
            HandedBack(1, "passwords", "An executive account, out of scope by agreement. Correct call."),
            HandedBack(1, "batch queues", "A payroll queue was stuck. Meridian stopped and called, as it should."),
        ),
        freed=Freed(eliminated_minutes=420, streamlined_minutes=610, automated_minutes=0, delegated_minutes=11580),
        booked=(Booked("JD Edwards upgrade", 7630), Booked("Warehouse demand", 2510)),
        costs=Costs(oversight_minutes=560, rework_minutes=240, transfer_minutes=700, fee_cents=880_000, currency="EUR"),
        stays=Stays(6, ("payroll access", "privileged credentials", "SOX evidence"), 96 * 60),
        ahead=sample_ahead(),
        surges=(Surge("Surge for the upgrade", date(2026, 8, 24), date(2026, 10, 5)),),
        asks=(
            Ask("Buy 40 extra hours for 21 December.", "Holiday leave leaves us 36 h short. Meridian needs to know by 13 November."),
            Ask("Add EDI order clearing to the agreement.", "20 h a month, every morning at 05:30. Legal has no objection."),
            Ask("Stop two reports nobody opened since June.", "Frees 7 h a month at no cost."),
        ),
        uncertain=(
            "23 of 128 tasks are rated by one person only. Estimates of their hours may be off by a quarter; the totals move by less than 4 %.",
            "6 % of Meridian's hours were logged after the day they were worked.",
        ),
        capacity_basis="Set by the IT leads in March, last checked 1 October.",
    )  # fmt: skip
    return replace(facts, **other)
