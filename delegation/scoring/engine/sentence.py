"""The one sentence under a score: what speaks for letting go, what holds it back, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.scoring.engine.advice import WORDS, Advice, Qualifier
from delegation.scoring.engine.flips import WeightFlip
from delegation.scoring.engine.index import NEUTRAL_INDEX, reaches
from delegation.scoring.engine.rubric import Cap, Criterion, Rubric, Rung
from delegation.scoring.engine.values import measure_of
from delegation.scoring.engine.walls import ceiling_of

_STRONG = 0.375
_SPOKEN = 3

_FIRST = {
    Advice.ELIMINATE: ("Nobody named needs it, no law asks for it and its last outputs went unused.",),
    Advice.AUTOMATE: ("It follows fixed rules on structured input, and a build would pay back in time.",),
    Advice.STREAMLINE: ("It should be simpler, or written down, before anybody else takes it.",),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One criterion's share in the index.

    ``level`` is 0 to 4 or None, ``measure`` the amount behind it if it was measured, ``weight`` in points of 100, ``value`` 0 to 1, ``points`` exact and ``shown`` as
    displayed, both relative to the neutral 50.
    """

    criterion: Criterion
    level: float | None
    measure: float | None
    weight: float
    value: float
    points: float
    shown: float

    @property
    def phrase(self) -> str:
        """What this answer says, as a phrase: a verb where it speaks for delegating, a noun where it does not."""
        phrases = self.criterion.speaks_for if self.points > 0 else self.criterion.holds_back
        phrase = phrases[abs(self.value - 0.5) > _STRONG]
        measure = self.measure
        if measure is None and self.level is not None:
            measure = measure_of(self.criterion, self.level)
        return phrase if measure is None else phrase.replace("{measure}", f"{measure:.0f}")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the sentence is made of: everything decided, nothing worded yet."""

    title: str
    shown_index: float
    parts: tuple[Part, ...]
    advice: Advice
    qualifier: Qualifier
    reasons: tuple[str, ...]
    caps: tuple[Cap, ...]
    stability: float
    flip: WeightFlip | None
    rubric: Rubric


def reason(finding: Finding) -> str:
    """The finding in one paragraph of whole sentences; points have a sign and add up to the displayed index."""
    words = WORDS[finding.advice, finding.qualifier]
    opening = f"{finding.title}: {words}, {finding.shown_index:.1f}/100."
    sentences = [opening, *_causes(finding), _for_and_against(finding), _certainty(finding), _gaps(finding)]
    return " ".join(sentence for sentence in sentences if sentence)


def _causes(finding: Finding) -> tuple[str, ...]:
    """Why the advice is not the one the index alone would give."""
    if finding.qualifier is Qualifier.WALLED:
        return finding.reasons
    if finding.advice is Advice.KEEP:
        return tuple(cap.because for cap in finding.caps if cap.ceiling is Rung.KEEP)
    return _FIRST.get(finding.advice, ())


def _for_and_against(finding: Finding) -> str:
    """The strongest points for it, then the strongest one against it, and what the caps ask for."""
    ordered = sorted(finding.parts, key=lambda part: -part.shown)
    speaking = [f"{part.phrase} ({_signed(part.shown)})" for part in ordered if part.shown > 0][:_SPOKEN]
    against = [part for part in ordered if part.shown < 0][-1:]
    said = [f"it {_listed(speaking)}"] if speaking else []
    said += [f"{part.phrase} holds it back ({_signed(part.shown)})" for part in against]
    clauses = _clauses(finding)
    if clauses and {part.criterion.key for part in against} & {cap.criterion for cap in finding.caps}:
        said[-1] += f" and calls for {clauses}"
    elif clauses:
        said.append(f"it calls for {clauses}")
    whole = "; ".join(said)
    return f"{whole[0].upper()}{whole[1:]}." if whole else ""


def _clauses(finding: Finding) -> str:
    if finding.qualifier is not Qualifier.SAFEGUARDS:
        return ""
    return _listed([cap.clause for cap in finding.caps if cap.clause])


def _certainty(finding: Finding) -> str:
    """How many weight settings agree, and the one weight that would change it; walls care for neither."""
    if finding.qualifier is Qualifier.WALLED or ceiling_of(finding.caps) is Rung.KEEP:
        return "No weights would change that."
    line = f"{finding.rubric.delegate_at:g}"
    above = reaches(_exact(finding), finding.rubric.delegate_at)
    share = f"{100 * finding.stability:.0f} %"
    said = f"It {'stays at or above' if above else 'reaches'} {line} in {share} of weight settings"
    if finding.flip is None:
        return f"{said}, and no single weight would change its side."
    place = finding.rubric.places[finding.flip.criterion]
    name = finding.rubric.criteria[place].label.lower()
    end = "drop out only" if above else "come in"
    return (
        f"{said} and would {end} if {name} counted {finding.flip.then:.0f} instead of {finding.flip.now:.0f}."
    )


def _exact(finding: Finding) -> float:
    return NEUTRAL_INDEX + sum(part.points for part in finding.parts)


def _gaps(finding: Finding) -> str:
    unrated = sum(part.level is None for part in finding.parts)
    if not unrated:
        return ""
    return f"{unrated} of {len(finding.parts)} criteria {'is' if unrated == 1 else 'are'} not rated."


def _listed(phrases: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join(filter(None, [", ".join(phrases[:-1]), *phrases[-1:]]))


def _signed(points: float) -> str:
    """With a sign always, and a true minus."""
    return f"{points:+.1f}".replace("-", "−")
