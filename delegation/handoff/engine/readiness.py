"""What is in place, what is missing, and the cheapest next step for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NEEDED_TECHNICIANS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must be in place: what, whether it is, and what to do about it."""

    key: str
    label: str
    done: bool
    next_step: str


def in_place(lines: Sequence[Line]) -> str:
    """How far it is, in words.

    >>> in_place([Line("a", "A", True, ""), Line("b", "B", False, "Do b.")])
    '1 of 2 in place'
    """
    return f"{sum(line.done for line in lines)} of {len(lines)} in place"


# Long because it is a list, one line for each thing that must be in place.
def readiness(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """What must be in place before an offer (T2).

    ``facts`` holds the packet's texts (objective, outcome, checks, steps, schedule_words, budget_minutes,
    communication, escalation) and the truths agreement, scope, access, remote, approval, preview; ``wall`` and
    ``restricted`` are None where they do not apply, else whether somebody signed for them.
    """
    lines = [
        Line("objective", "The objective is said", _said(facts["objective"]), "Write what it is for, in one sentence."),
        Line("outcome", "A measurable outcome is said", _said(facts["outcome"]), "Write how one sees that it was done well."),
        Line("checks", "Acceptance checks are listed", bool(facts["checks"]), "List at least one thing to check when it is done."),
        Line("schedule", "The schedule is said", _said(facts["schedule_words"]), "Write when it comes round."),
        Line("budget", "There is a time budget", facts["budget_minutes"] > 0, "Give the minutes one run may take."),
        Line("steps", "The procedure has steps", bool(facts["steps"]), "Write the steps, even if only three."),
        Line("communication", "It is said how to talk", _said(facts["communication"]), "Write whom to tell what, and where."),
        Line("escalation", "It is said when to call", _said(facts["escalation"]), "Write when to stop, and whom to call."),
        Line("agreement", "The agreement is in force", facts["agreement"], "Choose an agreement that is in force today."),
        Line("scope", "The agreement covers it", facts["scope"], "Choose a scope item, or propose an amendment for it."),
        Line("access", "Access is asked for", facts["access"], "Ask for the partner's access to the system."),
        Line("remote", "It can be done from afar", facts["remote"], "Mark the task as remote, once that is true."),
        Line("approval", "The approval still stands", facts["approval"], "Have it approved as it is now."),
        Line("preview", "The preview was read", facts["preview"], "Open the preview and read it as the partner will."),
    ]  # fmt: skip
    if facts["wall"] is not None:
        lines.append(
            Line(
                "wall", "Somebody signed for the wall", facts["wall"], "Ask for a signed waiver, or keep it."
            )
        )
    if facts["restricted"] is not None:
        lines.append(
            Line(
                "restricted",
                "Security signed for the data",
                facts["restricted"],
                "Ask a security officer to sign.",
            )
        )
    return tuple(lines)


def taught(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """What must be in place before a transfer ends in standby (T4).

    ``facts``: procedure, teach_back, reverse_shadow, access as truths; released as a number; waived as a truth.
    """
    return (
        Line("procedure", "The procedure is signed off", facts["procedure"], "The partner drafts it, the client signs it off."),
        Line("teach_back", "They explained it back", facts["teach_back"], "Let the partner explain it back, and note what shows it."),
        Line("reverse_shadow", "They did it while we watched", facts["reverse_shadow"], "Watch one run done by the partner."),
        Line("access", "Access is live", facts["access"], "Have the partner's access to the system switched on."),
        _released(facts),
    )  # fmt: skip


def openable(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """What must be in place before the tap opens (T5).

    ``facts``: agreement, scope, budget, coverage, access as truths; released as a number; waived as a truth.
    """
    return (
        Line("agreement", "The agreement is in force", facts["agreement"], "Renew the agreement, or choose another."),
        Line("scope", "The agreement covers it", facts["scope"], "Have the amendment signed by both sides."),
        Line("budget", "Hours are left this month", facts["budget"], "Raise the month's hours, or wait for the next month."),
        Line("coverage", "The hours of the day are covered", facts["coverage"], "Agree on coverage outside working hours."),
        Line("access", "Access is live", facts["access"], "Have the partner's access to the system switched on."),
        _released(facts),
    )  # fmt: skip


def missing(lines: Iterable[Line]) -> list[Line]:
    """The lines that are not in place."""
    return [line for line in lines if not line.done]


def _released(facts: Mapping[str, Any]) -> Line:
    enough = facts["released"] >= NEEDED_TECHNICIANS or facts["waived"]
    return Line(
        "technicians",
        "Two technicians are released",
        enough,
        "The partner lead releases a second technician, or a manager signs a waiver.",
    )


def _said(text: str) -> bool:
    return bool(text.strip())
