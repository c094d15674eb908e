"""Gates and caps: what no chore value can buy off.

A wall or a gate keeps a task in-house whatever its index; a cap only lowers the best it can reach. Both are
non-compensatory, the veto idea of ELECTRE (Roy, Theory and Decision 31:49–73, 1991) without its outranking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from delegation.scoring.engine.rubric import Cap, Gate, Partnership, Rubric, Rung
from delegation.scoring.engine.values import STEPS

Levels = Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class PartnerFit:
    """What one partner brings to one task."""

    partner: str
    cleared: bool = False
    responds: bool = False
    local: bool = False
    skilled: bool = False

    def brings(self, asked: Partnership) -> bool:
        """Whether this partner brings what a gate asks."""
        return bool(getattr(self, asked.value))


@dataclass(frozen=True, kw_only=True)
class Shut:
    """A gate that is shut: which one, and the sentence to show."""

    key: str
    because: str


def gates_shut(levels: Levels, rubric: Rubric, partners: Sequence[PartnerFit] | None) -> tuple[Shut, ...]:
    """The gates that no partner opens, in the rubric's order.

    ``partners=None`` says that nobody has looked yet, and shuts nothing. When each gate is opened by somebody and
    all of them by nobody, that is a shut gate too: work cannot be cut between two partners.
    """
    if partners is None:
        return ()
    asked = gates_asked(levels, rubric)
    shut = tuple(
        Shut(key=gate.key, because=gate.because)
        for gate in asked
        if not any(fit.brings(gate.asks) for fit in partners)
    )
    if shut or not asked or eligible(levels, rubric, partners):
        return shut
    return (Shut(key="together", because="No single partner opens every gate."),)


def eligible(levels: Levels, rubric: Rubric, partners: Sequence[PartnerFit]) -> tuple[str, ...]:
    """The partners that open every gate of a task."""
    asked = gates_asked(levels, rubric)
    return tuple(fit.partner for fit in partners if all(fit.brings(gate.asks) for gate in asked))


def gates_asked(levels: Levels, rubric: Rubric) -> tuple[Gate, ...]:
    """The gates this task must pass, whoever takes it."""
    return tuple(
        gate
        for gate in rubric.gates
        if gate.criterion is None or stands_at(levels, rubric, criterion=gate.criterion, level=gate.level)
    )


def caps_met(levels: Levels, rubric: Rubric) -> tuple[Cap, ...]:
    """The caps that apply, the hardest first."""
    met = [cap for key in rubric.keys for cap in caps_on(key, levels.get(key), rubric)]
    return tuple(sorted(met, key=lambda cap: cap.ceiling))


def caps_on(key: str, level: float | None, rubric: Rubric) -> tuple[Cap, ...]:
    """The caps that one criterion at a level brings about.

    A Hold criterion nobody rated caps as well, at safeguards: what is not known cannot be waved through.
    """
    if level is None:
        return (_unrated(key, rubric),) if key in rubric.hold else ()
    return tuple(
        cap
        for cap in rubric.caps
        if cap.criterion == key and stands_at({key: level}, rubric, criterion=key, level=cap.level)
    )


def ceiling_of(caps: Sequence[Cap]) -> Rung:
    """The best rung the caps leave open."""
    return min((cap.ceiling for cap in caps), default=Rung.DELEGATE)


def stands_at(levels: Levels, rubric: Rubric, *, criterion: str, level: float) -> bool:
    """Whether a criterion is rated at ``level`` or worse, seen from the wish to delegate."""
    place = rubric.places.get(criterion)
    rated = levels.get(criterion)
    if place is None or rated is None:
        return False
    short = (round(rated * STEPS) - round(level * STEPS)) * rubric.criteria[place].sign
    return short <= 0


def _unrated(key: str, rubric: Rubric) -> Cap:
    label = rubric.criteria[rubric.places[key]].label
    return Cap(
        criterion=key,
        level=0,
        ceiling=Rung.SAFEGUARDS,
        because=f"{label} is not rated yet.",
        clause=f"a rating of {label.lower()} first",
    )
