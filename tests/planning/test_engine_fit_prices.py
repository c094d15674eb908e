import numpy as np
import pytest

from delegation.planning.engine.fit.prices import Descent, descend


def descended(how, start, kinks):
    """A descent on a sum of kinks, and every price asked for with its value, in turn."""
    asked = []

    def dual(prices):
        value = float(np.abs(prices - kinks).sum())
        asked.append((value, prices.copy()))
        return value, np.sign(prices - kinks)

    wide = np.full(kinks.size, 50.0)
    best, at = descend(dual, start, lower=-wide, upper=wide, scale=np.ones(kinks.size), how=how)
    return best, at, asked


class TestDescend:
    @pytest.mark.parametrize("seed", [0, 2, 4, 5])
    def test_gives_the_lowest_value_met_and_where_it_stood(self, seed):
        random = np.random.default_rng(seed)
        kinks = random.uniform(-20, 20, 4)

        # Steps this long leap over the kinks again and again; with these seeds the last is not the lowest.
        best, at, asked = descended(Descent(25, 30.0, 12.0), random.uniform(-20, 20, 4), kinks)

        values = [value for value, _ in asked]
        assert len(asked) == 25
        assert best == min(values) < values[-1]
        assert at.tolist() == asked[values.index(best)][1].tolist()

    def test_keeps_where_it_began_when_nothing_lower_is_met(self):
        kinks = np.array([3.0, -4.0])

        best, at, asked = descended(Descent(10, 5.0, 5.0), kinks, kinks + 0.0)

        assert (best, at.tolist()) == (0.0, kinks.tolist())
        assert len(asked) == 10

    def test_never_leaves_its_limits(self):
        asked = []

        def dual(prices):
            asked.append(prices)
            return float(prices.sum()), np.ones(2)

        low, high = np.array([0.0, 2.0]), np.array([5.0, 9.0])
        best, at = descend(
            dual, np.array([9.0, 9.0]), lower=low, upper=high, scale=np.ones(2), how=Descent(20, 4.0, 1.0)
        )

        assert (best, at.tolist()) == (2.0, [0.0, 2.0])
        assert all((low <= prices).all() and (prices <= high).all() for prices in asked)
