from math import comb, exp

import numpy as np
import pytest

from inventory.engine.chores.chance import beyond_chance, binomial, log_hypergeometric, poisson


@pytest.mark.parametrize(
    ("hits", "n", "marked", "size", "chance_of_it"),
    [(5, 5, 5, 25, 1 / 53130), (0, 3, 4, 9, 1.0), (1, 2, 1, 2, 1.0)],
)
def test_log_hypergeometric_is_the_hypergeometric_tail(hits, n, marked, size, chance_of_it):
    assert exp(log_hypergeometric(hits, n=n, marked=marked, size=size)) == pytest.approx(chance_of_it)


def test_binomial_is_the_tail_even_of_thousands():
    assert binomial(3, 5, 0.5) == pytest.approx(0.5)
    assert binomial(2, 4, 0.3) == pytest.approx(sum(comb(4, k) * 0.3**k * 0.7 ** (4 - k) for k in (2, 3, 4)))
    assert 0 < binomial(2600, 5000, 0.5) < 0.01


def test_poisson_is_the_tail():
    assert poisson(0, 2.0) == 1
    assert poisson(2, 1.0) == pytest.approx(1 - 2 * exp(-1))


def test_beyond_chance_asks_how_many_periods_blind_throws_would_cover():
    thrown = [len(set(np.random.default_rng(seed).integers(0, 30, 30))) for seed in range(300)]

    assert beyond_chance(30, periods=30, tickets=30)
    assert not any(beyond_chance(covered, periods=30, tickets=30) for covered in thrown)
