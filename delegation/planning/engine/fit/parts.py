"""The parts of a planning question: tasks, pairs, partners, groups and terms, in plain arrays."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.fit.linear import Floats, Ints

Bools = NDArray[np.bool_]


class Start(IntEnum):
    """Where a handoff stands before the first week."""

    NEW = 0
    OPEN = 1
    STANDBY = 2


@dataclass(frozen=True)
class Tasks:
    """Recurring work, one row per task; all hours are senior hours in-house.

    ``hours`` (tasks × weeks) is the forecast; ``distraction_share`` δ says that an hour of it frees 1+δ; ``teach_hours`` K and
    ``standing_hours`` w are in-house hours per transfer and per open week; ``off_hours_share`` is a share from 0 to 1;
    ``stint_weeks`` L is the least number of weeks a tap stays open; ``whole`` marks work that cannot be shared
    within a week.
    """

    names: tuple[str, ...]
    group: Ints
    hours: Floats
    distraction_share: Floats
    teach_hours: Floats
    standing_hours: Floats
    off_hours_share: Floats
    stint_weeks: Ints
    whole: Bools


@dataclass(frozen=True)
class Pairs:
    """Who could do what: one row per eligible (task, partner).

    ``oversight_share`` η is the share of the hours that stays in-house, ``effort_ratio`` φ the partner hours per task hour,
    ``teach_hours`` K' the partner's hours per transfer, ``premium_share`` a mark-up on the rate (0.2 for the surge pool).
    ``start`` is a ``Start``; ``held_weeks`` the weeks an open tap must still stay open.
    """

    task: Ints
    partner: Ints
    oversight_share: Floats
    effort_ratio: Floats
    teach_hours: Floats
    premium_share: Floats
    start: Ints
    held_weeks: Ints


@dataclass(frozen=True)
class Partners:
    """Partners: ``rate_per_hour`` in € per hour, ``hours`` (partners × weeks) on offer."""

    names: tuple[str, ...]
    rate_per_hour: Floats
    hours: Floats


@dataclass(frozen=True)
class Groups:
    """In-house groups (× weeks): ``capacity_hours`` in hours, initiative hours ``wanted_hours`` and their ``worth_per_hour`` in € each."""

    names: tuple[str, ...]
    capacity_hours: Floats
    wanted_hours: Floats
    worth_per_hour: Floats


@dataclass(frozen=True)
class Terms:
    """What holds for all: ``budget_euros`` in €, ``overtime_per_hour`` π in € per hour, ``relief_per_hour`` in € per off-hours hour moved out,

    ``refresh_share`` h the share of a transfer due when a tap opens again, ``recall_share`` ρ the share due when it closes.
    """

    budget_euros: float = float("inf")
    overtime_per_hour: float = 220.0
    relief_per_hour: float = 12.0
    refresh_share: float = 0.25
    recall_share: float = 0.15
