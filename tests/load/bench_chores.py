"""`bench chores`: how long 50,000 tickets take on one core, and what is found of what was planted.

The tickets are made from a seed: chores with a calendar, work that pops up, and titles nobody writes twice.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from inventory.engine.chores import Chore, Grouping, mine
from inventory.engine.rhythm import Schedule, parse, runs
from inventory.engine.tickets import Ticket

SECONDS = 60.0
MEGABYTES = 1024.0
START = date(2024, 1, 1)
DAYS = 364
PLANTED = (
    ("daily", "every working day at 07:00"),
    ("weekly", "every Monday at 09:00"),
    ("weekly", "every Saturday at 22:00"),
    ("fortnightly", "every 2 weeks on Wednesday at 10:00"),
    ("monthly", "every month, 1st working day at 08:00"),
    ("monthly", "every month, last working day at 16:00"),
    ("monthly", "every month on the 15th at 11:00"),
)
VERBS = [
    "restart",
    "check",
    "reset",
    "renew",
    "patch",
    "clean",
    "move",
    "copy",
    "restore",
    "review",
    "unlock",
    "print",
    "install",
    "upgrade",
    "test",
]
THINGS = [
    "printer",
    "mailbox",
    "certificate",
    "backup",
    "server",
    "share",
    "folder",
    "license",
    "report",
    "scanner",
    "queue",
    "account",
]
PLACES = [
    "warehouse",
    "finance",
    "payroll",
    "sales",
    "portal",
    "archive",
    "gateway",
    "cluster",
    "laptop",
    "kiosk",
    "intranet",
    "lab",
]
SAID = [
    "please",
    "urgent",
    "again",
    "today",
    "slow",
    "broken",
    "missing",
    "error",
    "user",
    "cannot",
    "open",
    "after",
    "update",
    "since",
    "morning",
    "new",
]


def main(argv: Sequence[str]) -> int:
    """Print the figures of each way to group; 0 if all are within their bounds."""
    asked = argparse.ArgumentParser(prog="bench chores", description=__doc__)
    asked.add_argument("--tickets", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=1)
    choice = asked.parse_args(argv)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    tickets = made(choice.tickets, seed=choice.seed)
    return max(_measured(tickets, by) for by in (Grouping.KEYS, Grouping.TEXT, Grouping.BOTH))


def made(count: int, *, seed: int) -> list[Ticket]:
    """So many tickets: a hundredth planted chores, the rest half templates that pop up and half free text."""
    dice = random.Random(seed)
    planted = list(_planted(dice, most=max(len(PLANTED), count // 2000)))
    rest = [_chance(dice) for _ in range(max(0, count - len(planted)))]
    return [
        Ticket(
            external_id=f"T{n:07}",
            opened_at=at,
            line=n + 2,
            title=title,
            category=category,
            subcategory=subcategory,
        )
        for n, (at, title, category, subcategory) in enumerate((planted + rest)[:count])
    ]


def _planted(dice: random.Random, *, most: int) -> Iterator[tuple[datetime, str, str, str]]:
    since = datetime.combine(START, datetime.min.time(), tzinfo=UTC)
    for number in range(most):
        rhythm, words = PLANTED[number % len(PLANTED)]
        title = f"{VERBS[number % len(VERBS)]} the planted {THINGS[number % len(THINGS)]} of {PLACES[number % len(PLACES)]}"
        for due in runs(Schedule(parse(words), START), since=since, until=since + timedelta(days=DAYS)):
            if dice.random() > 0.1:
                at = due.due_at.replace(tzinfo=None) + timedelta(minutes=dice.randint(-10, 10))
                yield at, f"{title} {dice.randint(1000, 9999)}", f"planted {rhythm}", f"chore {number}"


def _chance(dice: random.Random) -> tuple[datetime, str, str, str]:
    at = datetime.combine(START, datetime.min.time()) + timedelta(minutes=dice.randrange(DAYS * 24 * 60))
    verb, thing, place = dice.choice(VERBS), dice.choice(THINGS), dice.choice(PLACES)
    title = f"{verb} {thing} {place} SRV-{dice.randint(1, 99)}"
    if dice.random() < 0.5:
        title = f"{verb} {thing} {' '.join(dice.sample(SAID, 5))} {place}"
    return at, title, f"{thing}", f"{place} {dice.randint(1, 9)}"


def _measured(tickets: Sequence[Ticket], by: Grouping) -> int:
    start = time.perf_counter()
    chores = mine(tickets, by=by)
    seconds = time.perf_counter() - start
    megabytes = _peak()
    found, planted, alarms = _truth(chores)
    sys.stdout.write(
        f"{by:5} {len(tickets)} tickets  {seconds:6.1f} s (≤ {SECONDS:.0f})  {megabytes:6.0f} MB (≤ {MEGABYTES:.0f})  "
        f"{len(chores)} chores, {found} of {planted} planted rhythms, {alarms} rules on chance\n"
    )
    return int(seconds > SECONDS or megabytes > MEGABYTES)


def _peak() -> float:
    """The most memory this process has held, in megabytes; not a number where the system does not say."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


def _truth(chores: Sequence[Chore]) -> tuple[int, int, int]:
    planted = [chore for chore in chores if chore.tickets[0].category.startswith("planted")]
    right = sum(chore.tickets[0].category == f"planted {chore.rhythm}" for chore in planted)
    alarms = sum(chore.rule is not None for chore in chores if chore not in planted)
    return right, len(planted), alarms


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
