"""Playbooks for a surge: when load has been high for weeks the taps open; when it has been low for longer they close.

Two thresholds, patience on both, a hold and a cooldown: so that a playbook cannot flap. The back-test replays it
on past load before anyone gives it authority.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Move(StrEnum):
    """What a playbook does in a week."""

    WAIT = "wait"
    FIRE = "fire"
    RECALL = "recall"


@dataclass(frozen=True)
class Trigger:
    """Load is a share of capacity. Fires above ``high`` for ``patience`` weeks; recalls only below ``low`` for

    ``calm`` weeks, and not before ``hold`` weeks open; then rests for ``cooldown`` weeks.
    """

    high: float = 0.90
    patience: int = 2
    low: float = 0.75
    calm: int = 3
    hold: int = 4
    cooldown: int = 2

    def __post_init__(self) -> None:
        """Refuse a trigger that would flap. Raises ``ValueError`` with a sentence."""
        if self.low >= self.high:
            raise ValueError("The load that recalls must be below the load that fires.")
        if min(self.patience, self.calm, self.hold) < 1 or self.cooldown < 0:
            raise ValueError(
                "Weeks of patience, calm and hold are at least 1, and a cooldown is not negative."
            )


@dataclass(frozen=True)
class BackTest:
    """What a playbook would have done: its moves by week, times fired, senior hours freed, and flaps.

    A flap is a firing within hold + cooldown of the one before.
    """

    moves: tuple[Move, ...]
    fired: int
    freed_hours: float
    flaps: int
    sentence: str


def moves(trigger: Trigger, load: Sequence[float], *, already_open: int = 0) -> tuple[Move, ...]:
    """The playbook's move at the end of each week of ``load``; ``already_open`` weeks since it fired, 0 if closed."""
    above = below = 0
    weeks_open, rest = already_open, 0
    found = list[Move]()
    for share in load:
        above, below = (above + 1 if share > trigger.high else 0), (below + 1 if share < trigger.low else 0)
        weeks_open, rest = (weeks_open + 1 if weeks_open else 0), max(0, rest - 1)
        move = Move.WAIT
        if not weeks_open and not rest and above >= trigger.patience:
            move, weeks_open = Move.FIRE, 1
        elif weeks_open > trigger.hold and below >= trigger.calm:
            move, weeks_open, rest = Move.RECALL, 0, trigger.cooldown + 1
        found.append(move)
    return tuple(found)


def back_test(trigger: Trigger, load: Sequence[float], freed: Sequence[float]) -> BackTest:
    """Replay ``trigger`` on past ``load``; ``freed`` are the senior hours the bundle would free in each week it is open.

    Raises ``ValueError`` when the two do not cover the same weeks.
    """
    if len(load) != len(freed):
        raise ValueError("Load and freed hours must cover the same weeks.")
    found = moves(trigger, load)
    hours, is_open = 0.0, False
    for move, amount in zip(found, freed, strict=True):
        hours += amount if is_open else 0.0
        is_open = move == Move.FIRE or (is_open and move != Move.RECALL)
    fires = [week for week, move in enumerate(found) if move == Move.FIRE]
    shortest = trigger.hold + trigger.cooldown
    flaps = sum(later - sooner < shortest for sooner, later in pairwise(fires))
    times = {0: "not have fired", 1: "have fired once"}.get(len(fires), f"have fired {len(fires)} times")
    sentence = f"In the last {len(load)} weeks this playbook would {times}, freed {hours:.0f} senior hours and flapped "
    return BackTest(
        found, len(fires), hours, flaps, sentence + ("never." if flaps == 0 else f"{flaps} times.")
    )
