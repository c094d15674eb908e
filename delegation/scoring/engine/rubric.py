"""A rubric as the engine reads it: criteria, weights, caps, gates and lines, all plain values.

Levels run from 0 to 4 in here; screens add one. A published rubric never changes, so it also carries the seed
and the number of draws of its uncertainty: the same rubric gives the same share for the same task, always.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

TOP = 4
"""The highest level; the lowest is 0."""


class Block(StrEnum):
    """What a criterion speaks about: the reasons to hold, the relief, the ease of transfer."""

    HOLD = "hold"
    RELIEF = "relief"
    TRANSFER = "transfer"


class Rung(IntEnum):
    """How far index, caps and certainty let a task go, before stopping or simplifying it is considered."""

    KEEP = 0
    SURGE_POOL = 1
    SAFEGUARDS = 2
    DELEGATE = 3


class Partnership(StrEnum):
    """What a partner must bring before a gate opens for it."""

    CLEARED = "cleared"
    RESPONDS = "responds"
    LOCAL = "local"
    SKILLED = "skilled"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One question, five anchored answers, and how much it counts.

    ``sign`` is +1 where more of it argues for delegating, −1 where it argues for holding. ``anchors`` are the
    measured amounts, in ``unit``, that stand for levels 0 to 4; ``scale`` is the worth of each level before the
    sign is applied. ``speaks_for`` and ``holds_back`` are the mild and the strong phrase of a sentence, and may
    hold ``{measure}``.
    """

    key: str
    label: str
    question: str
    block: Block
    sign: int
    weight: float
    levels: tuple[str, str, str, str, str]
    speaks_for: tuple[str, str]
    holds_back: tuple[str, str]
    unit: str = ""
    anchors: tuple[float, float, float, float, float] | None = None
    scale: tuple[float, float, float, float, float] = (0.0, 0.25, 0.5, 0.75, 1.0)

    def __post_init__(self) -> None:
        if self.sign not in {-1, 1}:
            raise ValueError(f"{self.label}: the sign is +1 or −1, not {self.sign}.")
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"{self.label}: a weight is a number of at least 0, not {self.weight}.")
        if (
            self.scale[0] != 0
            or self.scale[TOP] != 1
            or any(low > high for low, high in pairwise(self.scale))
        ):
            raise ValueError(f"{self.label}: the worth of the levels must rise from 0 to 1.")
        if self.anchors and any(low >= high for low, high in pairwise(self.anchors)):
            raise ValueError(f"{self.label}: the measured anchors must rise from level to level.")


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The best a task can reach once a criterion stands at ``level`` or worse, and the sentence that says why."""

    criterion: str
    level: int
    ceiling: Rung
    because: str
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A reason that alone keeps a task in-house unless a partner brings what it ``asks``.

    It applies when the criterion stands at ``level`` or worse, and to every task when ``criterion`` is None.
    """

    key: str
    asks: Partnership
    because: str
    criterion: str | None = None
    level: int = TOP


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """Criteria, caps, gates and lines. ``delegate_at`` and ``surge_at`` are indices from 0 to 100.

    ``robust_at`` is the share of weight settings that must agree before a task counts as safe; ``concentration``
    is the α₀ of the Dirichlet distribution those settings are drawn from; ``clarity_key`` names the criterion
    that streamlining would lift from ``unclear_at`` to ``clear_at``.
    """

    criteria: tuple[Criterion, ...]
    caps: tuple[Cap, ...] = ()
    gates: tuple[Gate, ...] = ()
    delegate_at: float = 60.0
    surge_at: float = 50.0
    robust_at: float = 0.80
    concentration: float = 60.0
    draws: int = 1000
    seed: int = 60
    clarity_key: str = "clarity"
    unclear_at: int = 1
    clear_at: int = 3
    automate_hours: float = 4.0
    automate_weeks: float = 26.0
    rework_share: float = 0.20

    def __post_init__(self) -> None:
        if len(set(self.keys)) != len(self.keys):
            raise ValueError("Two criteria of a rubric share one key.")
        if not sum(criterion.weight for criterion in self.criteria) > 0:
            raise ValueError("A rubric needs at least one criterion that counts.")
        if not 0 <= self.surge_at <= self.delegate_at <= 100:
            raise ValueError("The lines must stand between 0 and 100, the surge line below the other.")

    def __hash__(self) -> int:
        """Worked out once: rubrics are what look-up tables are remembered by."""
        return self._identity

    @cached_property
    def _identity(self) -> int:
        return hash(tuple(getattr(self, part.name) for part in fields(self)))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the criteria, in order."""
        return tuple(criterion.key for criterion in self.criteria)

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The weights as shares that sum to 1, in the order of the criteria."""
        total = math.fsum(criterion.weight for criterion in self.criteria)
        return tuple(criterion.weight / total for criterion in self.criteria)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each criterion stands: key to position."""
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def hold(self) -> tuple[str, ...]:
        """The keys of the criteria that argue for holding, whose ratings also gate and cap."""
        return tuple(criterion.key for criterion in self.criteria if criterion.block is Block.HOLD)

    def with_weights(self, weights: Mapping[str, float]) -> Self:
        """The same rubric with other weights, in any unit; a key that is not named keeps its own.

        Raises ValueError for a key the rubric does not have.
        """
        strangers = weights.keys() - set(self.keys)
        if strangers:
            raise ValueError(f"The rubric has no criterion called {', '.join(sorted(strangers))}.")
        return replace(
            self,
            criteria=tuple(replace(one, weight=weights.get(one.key, one.weight)) for one in self.criteria),
        )


def as_mapping(rubric: Rubric) -> dict[str, Any]:
    """The rubric as plain lists, numbers and strings, ready to be kept as JSON."""
    return asdict(rubric)


def from_mapping(kept: Mapping[str, Any]) -> Rubric:
    """The rubric that ``as_mapping`` described, also after a trip through JSON.

    Raises ValueError or TypeError when the mapping does not describe a rubric.
    """
    criteria = tuple(
        Criterion(**{**_with_tuples(one), "block": Block(one["block"])}) for one in kept["criteria"]
    )
    caps = tuple(Cap(**{**one, "ceiling": Rung(one["ceiling"])}) for one in kept["caps"])
    gates = tuple(Gate(**{**one, "asks": Partnership(one["asks"])}) for one in kept["gates"])
    return Rubric(**{**kept, "criteria": criteria, "caps": caps, "gates": gates})


def _with_tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows lists only; criteria hold tuples."""
    return {name: tuple(field) if isinstance(field, list) else field for name, field in fields.items()}
