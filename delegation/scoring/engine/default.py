"""The rubric every organisation starts with: twelve criteria, the caps and gates on them, the lines."""

from delegation.scoring.engine.criteria import HOLD, RELIEF, TRANSFER
from delegation.scoring.engine.rubric import Cap, Gate, Partnership, Rubric, Rung

CAPS = (
    Cap(
        criterion="strategic",
        level=3,
        ceiling=Rung.SAFEGUARDS,
        because="It is on the plan of an approved initiative.",
        clause="a named owner on our side",
    ),
    Cap(
        criterion="strategic",
        level=4,
        ceiling=Rung.KEEP,
        because="It is an initiative's critical path, or sets the business apart.",
    ),
    Cap(
        criterion="sensitivity",
        level=3,
        ceiling=Rung.SAFEGUARDS,
        because="It touches personal or financial data, or production rights.",
        clause="logged access and a data-protection clause",
    ),
    Cap(
        criterion="sensitivity",
        level=4,
        ceiling=Rung.KEEP,
        because="It touches secrets, emergency access or the most precious data.",
    ),
    Cap(
        criterion="urgency",
        level=3,
        ceiling=Rung.SAFEGUARDS,
        because="It must be dealt with the same day.",
        clause="a response-time clause",
    ),
    Cap(
        criterion="urgency",
        level=4,
        ceiling=Rung.KEEP,
        because="One of our seniors must step in within minutes.",
    ),
    Cap(
        criterion="scope",
        level=1,
        ceiling=Rung.SAFEGUARDS,
        because="No agreement covers it yet.",
        clause="an agreement first",
    ),
    Cap(
        criterion="remote",
        level=0,
        ceiling=Rung.KEEP,
        because="It needs hands on site, every time.",
    ),
)

GATES = (
    Gate(
        key="clearance",
        criterion="sensitivity",
        asks=Partnership.CLEARED,
        because="No partner is cleared for what it touches.",
    ),
    Gate(
        key="response",
        criterion="urgency",
        asks=Partnership.RESPONDS,
        because="No partner responds within minutes.",
    ),
    Gate(
        key="presence",
        criterion="remote",
        level=0,
        asks=Partnership.LOCAL,
        because="No partner has hands on site.",
    ),
    Gate(
        key="skill",
        asks=Partnership.SKILLED,
        because="No partner holds the skill.",
    ),
)

DEFAULT = Rubric(criteria=HOLD + RELIEF + TRANSFER, caps=CAPS, gates=GATES)
