"""What stays, how it is counted, and what is uncertain."""

from delegation.reporting.engine.facts import Facts
from delegation.reporting.engine.handed_back import Line
from delegation.reporting.engine.rounding import whole
from delegation.reporting.engine.wording import count, listed, sentence

_NAMED = 3


def stays(facts: Facts) -> str:
    """The tasks that are walled off, a few by name."""
    kept = facts.stays
    if not kept.tasks:
        return "No task is walled off. Work nobody has decided on stays with us."
    shown = list(kept.examples[:_NAMED])
    others = kept.tasks - len(shown)
    names = listed([*shown, count(others, "other")] if others and shown else shown)
    verb = "is" if kept.tasks == 1 else "are"
    theirs = f"{'Its' if kept.tasks == 1 else 'Their'} {whole(kept.minutes):,} h a month {verb}"
    return (
        f"{sentence(count(kept.tasks, 'task'))} {verb} walled off and never ranked for delegation"
        f"{': ' + names if names else ''}. {theirs} in our own load above."
    )


def counted(facts: Facts, partner: str) -> tuple[Line, ...]:
    """How each figure comes about, for a reader who doubts it."""
    a_person = whole(facts.weeks[-1].capacity_minutes, 60 * facts.people)
    return (
        Line(
            "Capacity",
            _joined(f"{a_person} productive hours a person a week, less booked leave.", facts.capacity_basis),
        ),
        Line(
            "Hours",
            _joined(
                "Minutes each time multiplied by times a month for our own recurring tasks;"
                f" hours of {partner} come from approved time. A week counts in the month it starts in.",
                facts.hours_basis,
            ),
        ),
        Line(
            "Run, grow, transform",
            "Run keeps systems going. Grow improves what exists. Transform changes how the business works.",
        ),
        Line(
            "Gain and rounding",
            "Freed hours count as a gain once they are booked to an initiative. Hours are rounded so that the parts"
            " shown add up to the totals shown; shares on time are rounded down.",
        ),
    )


def uncertain(facts: Facts) -> tuple[str, ...]:
    """What the reader should doubt; says so where nothing was flagged."""
    return facts.uncertain or ("Nothing was flagged as uncertain when the figures were taken.",)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
