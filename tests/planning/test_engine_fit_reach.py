from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegation.planning.engine.fit.explain.reach import Seen, reach

slopes = st.lists(st.integers(1, 400), min_size=1, max_size=8, unique=True).map(
    lambda found: sorted(found, reverse=True)
)
lengths = st.lists(st.floats(0.01, 500), min_size=8, max_size=8)


def bent(slopes, lengths):
    """The value of a limit: a line for each slope, falling, then nothing more; and the limits at its bends."""
    ends = [0.0]
    for length, _ in zip(lengths, slopes, strict=False):
        ends.append(ends[-1] + length)
    asked = []

    @cache
    def look(more):
        asked.append(more)
        pieces = zip(slopes, pairwise(ends), strict=True)
        value = sum(slope * max(0.0, min(more, end) - start) for slope, (start, end) in pieces)
        after = [slope for slope, end in zip(slopes, ends[1:], strict=True) if more < end]
        return Seen(1000.0 + value, float(after[0]) if after else 0.0)

    return look, ends[1:], asked


class TestReach:
    @given(slopes, lengths)
    def test_ends_at_the_first_bend(self, slopes, lengths):
        look, ends, asked = bent(slopes, lengths)

        found = reach(look, float(slopes[0]), far=ends[-1] + 1.0)

        assert found.price == slopes[0]
        assert found.until == pytest.approx(ends[0], rel=1e-4, abs=1e-4)
        assert len(asked) <= len(slopes) + 3

    @given(slopes, lengths)
    def test_is_where_the_finite_difference_is_the_price_and_beyond_it_is_smaller(self, slopes, lengths):
        look, ends, _ = bent(slopes, lengths)

        found = reach(look, float(slopes[0]), far=ends[-1] + 1.0)

        def difference(more):
            return (look(more).value - look(0.0).value) / more

        assert difference(found.until) == pytest.approx(found.price, rel=1e-4)
        assert difference(found.until + 0.5) < found.price

    @given(slopes, lengths, st.floats(1.0, 50.0))
    def test_of_a_plan_at_a_kink_is_that_of_the_next_unit(self, slopes, lengths, above):
        look, ends, _ = bent(slopes, lengths)

        found = reach(look, slopes[0] + above, far=ends[-1] + 1.0)

        assert found.price == pytest.approx(slopes[0])
        assert found.until == pytest.approx(ends[0], rel=1e-4, abs=1e-4)

    def test_of_a_limit_that_is_worth_nothing_more_is_nothing(self):
        found = reach(lambda more: Seen(7.0, 0.0), 5.0, far=12.0)

        assert (found.price, found.until) == (0.0, 12.0)
