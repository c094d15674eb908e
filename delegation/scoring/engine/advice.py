"""What to do with a task, in a fixed order: stop it, wall it, automate it, simplify it, hand it over, keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from delegation.scoring.engine.index import reaches
from delegation.scoring.engine.rubric import Cap, Rubric, Rung
from delegation.scoring.engine.walls import Levels, Shut, ceiling_of, stands_at


class Advice(StrEnum):
    """The five things one can do with a task."""

    KEEP = "keep"
    ELIMINATE = "eliminate"
    STREAMLINE = "streamline"
    AUTOMATE = "automate"
    DELEGATE = "delegate"


class Qualifier(StrEnum):
    """How the advice is meant."""

    NONE = ""
    WALLED = "walled"
    SAFEGUARDS = "safeguards"
    SURGE_POOL = "surge pool"


class Band(StrEnum):
    """A: at the line and robust. B: near it, or not robust. C: below."""

    A = "A"
    B = "B"
    C = "C"


WORDS = {
    (Advice.ELIMINATE, Qualifier.NONE): "Eliminate?",
    (Advice.KEEP, Qualifier.WALLED): "Keep (walled)",
    (Advice.AUTOMATE, Qualifier.NONE): "Automate first",
    (Advice.STREAMLINE, Qualifier.NONE): "Streamline first",
    (Advice.DELEGATE, Qualifier.NONE): "Delegate",
    (Advice.DELEGATE, Qualifier.SAFEGUARDS): "Delegate with safeguards",
    (Advice.DELEGATE, Qualifier.SURGE_POOL): "Surge pool",
    (Advice.KEEP, Qualifier.NONE): "Keep",
}

ON_RUNG = {
    Rung.KEEP: (Advice.KEEP, Qualifier.NONE),
    Rung.SURGE_POOL: (Advice.DELEGATE, Qualifier.SURGE_POOL),
    Rung.SAFEGUARDS: (Advice.DELEGATE, Qualifier.SAFEGUARDS),
    Rung.DELEGATE: (Advice.DELEGATE, Qualifier.NONE),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about a task beside its levels. The defaults say "nothing known" and advise nothing.

    ``walls`` are the reasons in force that wall the task off, as sentences; hours are senior hours.
    """

    named_consumer: bool = True
    legal_duty: bool = False
    outputs_unused: int = 0
    fixed_rules: bool = False
    structured_input: bool = False
    hours_per_month: float | None = None
    build_hours: float | None = None
    hours_saved_per_week: float | None = None
    rework_share: float = 0.0
    walls: tuple[str, ...] = ()


UNKNOWN = Facts()


def rung_of(index: float, stability: float, caps: Sequence[Cap], rubric: Rubric) -> Rung:
    """How far a task may go: the lower of what its index earns and what its caps leave open.

    Monotone in every level because both parts are: an index of ``delegate_at`` that holds in ``robust_at`` of the
    weight settings earns Delegate, one of ``surge_at`` the surge pool.
    """
    if not reaches(index, rubric.surge_at):
        return Rung.KEEP
    robust = reaches(index, rubric.delegate_at) and stability >= rubric.robust_at
    return min(Rung.DELEGATE if robust else Rung.SURGE_POOL, ceiling_of(caps))


def advise(
    rung: Rung, *, facts: Facts, shut: Sequence[Shut], clear_index: float | None, rubric: Rubric
) -> tuple[Advice, Qualifier]:
    """The advice and its qualifier, by the first rule that applies.

    ``clear_index`` is the index the task would have were it written down properly, None if it already is.
    """
    if may_be_eliminated(facts):
        return Advice.ELIMINATE, Qualifier.NONE
    if shut or facts.walls:
        return Advice.KEEP, Qualifier.WALLED
    if pays_to_automate(facts, rubric):
        return Advice.AUTOMATE, Qualifier.NONE
    if pays_to_streamline(facts, clear_index, rubric):
        return Advice.STREAMLINE, Qualifier.NONE
    return ON_RUNG[rung]


def may_be_eliminated(facts: Facts) -> bool:
    """Whether nobody named needs it, no law asks for it, and its last two outputs went unused."""
    return not facts.named_consumer and not facts.legal_duty and facts.outputs_unused >= 2


def pays_to_automate(facts: Facts, rubric: Rubric) -> bool:
    """Whether fixed rules on structured input cost enough hours a month, and the build pays back in time.

    The pay-back is build hours ÷ hours saved per week, in weeks.
    """
    if not (facts.fixed_rules and facts.structured_input):
        return False
    if facts.hours_per_month is None or facts.build_hours is None or not facts.hours_saved_per_week:
        return False
    weeks = facts.build_hours / facts.hours_saved_per_week
    return facts.hours_per_month >= rubric.automate_hours and weeks <= rubric.automate_weeks


def pays_to_streamline(facts: Facts, clear_index: float | None, rubric: Rubric) -> bool:
    """Whether it is done twice too often, or would reach the line if only it were written down."""
    if facts.rework_share > rubric.rework_share:
        return True
    return clear_index is not None and reaches(clear_index, rubric.delegate_at)


def is_unclear(levels: Levels, rubric: Rubric) -> bool:
    """Whether the task is written down too badly to hand over."""
    return stands_at(levels, rubric, criterion=rubric.clarity_key, level=rubric.unclear_at)


def band_of(index: float, stability: float, rubric: Rubric) -> Band:
    """The band on screen: A at the line and robust, B near it or not robust, C below."""
    if not reaches(index, rubric.surge_at):
        return Band.C
    robust = reaches(index, rubric.delegate_at) and stability >= rubric.robust_at
    return Band.A if robust else Band.B
