"""The eight tasks the default rubric was tried on, with the figures that were published for them.

The page gives index, advice, certainty and the nearest flip; the levels were found so that they lead to all of these.
"""

import numpy as np
import pytest

from delegation.scoring.engine import DEFAULT, Facts, RatedTask, encode, explain, score_table
from tests.scoring.engine.cases import MONTH_END, levels

WALL = Facts(walls=("An auditor must see our own hands on it.",))

RUN = {
    "Nightly backup check": ((0, 1, 1, 4, 3, 2, 4, 1, 1, 4, 4, 2), 81.8, "Delegate", 1.00),
    "Password resets": ((0, 1, 1, 4, 3, 3, 1, 0, 0, 4, 4, 3), 82.2, "Delegate", 1.00),
    "Patch non-production": ((0, 1, 1, 3, 3, 1, 4, 1, 1, 4, 3, 4), 78.2, "Delegate", 1.00),
    "Month-end batch babysitting": (tuple(MONTH_END.values()), 64.5, "Delegate with safeguards", 0.95),
    "Vendor licence true-up": ((1, 1, 1, 1, 2, 1, 0, 1, 2, 4, 3, 1), 56.2, "Surge pool", 0.14),
    "P1 commander": ((2, 3, 4, 3, 3, 4, 3, 3, 3, 4, 1, 2), 49.8, "Keep", None),
    "SOX access recertification": ((2, 3, 1, 2, 2, 2, 0, 1, 1, 4, 0, 3), 49.5, "Keep (walled)", None),
    "ERP cut-over design": ((4, 2, 3, 0, 4, 2, 1, 4, 4, 3, 1, 1), 32.0, "Keep", None),
}


@pytest.mark.parametrize("title", RUN)
def test_index_advice_and_certainty(title):
    answers, index, words, share = RUN[title]
    facts = WALL if words == "Keep (walled)" else Facts()

    found = explain(RatedTask(title=title, levels=levels(*answers), facts=facts))

    assert (found.shown_index, found.words) == (index, words)
    assert 50 + sum(part.shown for part in found.parts) == pytest.approx(index)
    if share is not None:
        assert found.stability == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize(
    ("title", "criterion", "now", "then"),
    [
        ("Nightly backup check", "distraction", 9, 71),
        ("Month-end batch babysitting", "urgency", 12, 22),
        ("Vendor licence true-up", "offhours", 7, 1),
    ],
)
def test_the_nearest_flip(title, criterion, now, then):
    flip = explain(RatedTask(title=title, levels=levels(*RUN[title][0]))).flip

    assert (flip.criterion, round(flip.now), round(flip.then)) == (criterion, now, then)


def test_the_worked_sentence():
    found = explain(RatedTask(title="Month-end batch babysitting", levels=MONTH_END))

    assert found.sentence == (
        "Month-end batch babysitting: Delegate with safeguards, 64.5/100. It barely touches strategic goals (+4.5), "
        "is mostly off-hours (+3.5) and eats 16 senior hours a month (+3.0); same-day urgency holds it back (−3.0) "
        "and calls for a response-time clause. It stays at or above 60 in 95 % of weight settings and would drop out "
        "only if urgency counted 22 instead of 12."
    )


def test_most_random_tasks_are_kept():
    """72 % of uniformly random tasks are kept; of the rest more wait in the surge pool than go for good."""
    codes = encode(np.random.default_rng(5).integers(0, 5, (20_000, 12)).astype(float))

    keep, surge, safeguards, delegate = np.bincount(score_table(codes).rungs, minlength=4) / len(codes)

    assert keep == pytest.approx(0.72, abs=0.02)
    assert surge == pytest.approx(0.19, abs=0.02)
    assert safeguards == pytest.approx(0.05, abs=0.02)
    assert delegate == pytest.approx(0.05, abs=0.02)
    assert DEFAULT.delegate_at == 60
