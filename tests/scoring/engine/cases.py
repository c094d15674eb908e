"""Tasks and rubrics to draw from, and the eight tasks of the prototype run."""

from dataclasses import replace

from hypothesis import strategies as st

from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.rubric import Rubric
from delegation.scoring.engine.values import STEPS, TOP_CODE

KEYS = DEFAULT.keys

WHOLE = st.integers(0, 4)
LEVEL = st.one_of(WHOLE.map(float), st.integers(0, TOP_CODE).map(lambda code: code / STEPS))
RATED = st.fixed_dictionaries(dict.fromkeys(KEYS, LEVEL))
KNOWN_OR_NOT = st.fixed_dictionaries(dict.fromkeys(KEYS, st.one_of(LEVEL, st.none())))
KEY = st.sampled_from(KEYS)


def reweighted(points: list[int]) -> Rubric:
    """The default rubric with other weights and few draws."""
    return replace(DEFAULT.with_weights(dict(zip(KEYS, points, strict=True))), draws=100)


RUBRIC = st.one_of(
    st.just(replace(DEFAULT, draws=100)),
    st.lists(st.integers(0, 30), min_size=12, max_size=12).filter(any).map(reweighted),
)


def levels(*answers: float) -> dict[str, float]:
    """Twelve levels, in the rubric's order."""
    return dict(zip(KEYS, map(float, answers), strict=True))


NEUTRAL = levels(*[2] * 12)
MONTH_END = levels(1, 2, 3, 3, 3, 2, 4, 1, 2, 4, 3, 3)
SAFE = levels(0, 1, 1, 4, 3, 2, 4, 1, 1, 4, 4, 2)
