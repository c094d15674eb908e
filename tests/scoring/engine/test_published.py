"""Figures that others published, each with its source; ours must agree with them to their last digit."""

from fractions import Fraction

import numpy as np
import pytest

from delegation.scoring.engine import DEFAULT, encode, index_table, order
from delegation.scoring.engine.acceptability import central_weights, rank_acceptability, uniform_weights
from delegation.scoring.engine.best_worst import best_worst, best_worst_linear
from delegation.scoring.engine.comparisons import compared
from delegation.scoring.engine.raters import alpha, intraclass


def matrix(rows):
    return [[float(Fraction(cell)) for cell in row.split()] for row in rows.split("|")]


HOUSE = (
    "1 5 3 7 6 6 1/3 1/4 | 1/5 1 1/3 5 3 3 1/5 1/7 | 1/3 3 1 6 3 4 6 1/5 | 1/7 1/5 1/6 1 1/3 1/4 1/7 1/8 |"
    "1/6 1/3 1/3 3 1 1/2 1/5 1/6 | 1/6 1/3 1/4 4 2 1 1/5 1/6 | 3 5 1/6 7 5 5 1 1/2 | 4 7 5 8 6 6 2 1"
)
PHILADELPHIA = (
    "1 1/3 8 3 3 7 | 3 1 9 3 3 9 | 1/8 1/9 1 1/6 1/5 2 | 1/3 1/3 6 1 1/3 6 | 1/3 1/3 5 3 1 6 |"
    "1/7 1/9 1/2 1/6 1/6 1"
)
EIGHT = (
    "1 7 1/5 1/8 1/2 1/3 1/5 1 | 1/7 1 1/8 1/9 1/4 1/5 1/9 1/8 | 5 8 1 1/3 4 2 1 1 | 8 9 3 1 7 5 3 3 |"
    "2 4 1/4 1/7 1 1/2 1/5 1/5 | 3 5 1/2 1/5 2 1 1/3 1/3 | 5 9 1 1/3 5 3 1 1 | 1 8 1 1/3 5 3 1 1"
)


@pytest.mark.parametrize(
    ("rows", "weights", "eigenvalue", "index", "ratio"),
    [
        # Saaty, EJOR 48:9-26 (1990): buying a house.
        (HOUSE, (0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333), 9.669, 0.238, 0.169),
        # Saaty, J. Mathematical Psychology 15:234-281 (1977): distances from Philadelphia.
        (PHILADELPHIA, (0.262, 0.397, 0.033, 0.116, 0.164, 0.027), 6.454, 0.091, 0.073),
        (
            "1 4 3 7 | 1/4 1 1/3 3 | 1/3 3 1 5 | 1/7 1/3 1/5 1",
            (0.548, 0.127, 0.270, 0.056),
            4.118,
            0.0395,
            0.044,
        ),
        # Saaty (1977): the brightness of four chairs.
        (
            "1 5 6 7 | 1/5 1 4 6 | 1/6 1/4 1 4 | 1/7 1/6 1/4 1",
            (0.619, 0.235, 0.101, 0.045),
            4.391,
            0.130,
            0.145,
        ),
        # scikit-criteria, ahp_ext/test_ahp.py; their ratio of .0518 rests on a random index of .52 instead of .58.
        ("1 3 3 | 1/3 1 2 | 1/3 1/2 1", (0.594, 0.249, 0.157), 3.054, 0.027, 0.046),
    ],
    ids=["house", "Philadelphia", "four", "chairs", "three"],
)
def test_pairwise_comparisons(rows, weights, eigenvalue, index, ratio):
    found = compared(matrix(rows))

    assert found.weights == pytest.approx(weights, abs=6e-4)
    assert found.eigenvalue == pytest.approx(eigenvalue, abs=6e-4)
    assert found.index == pytest.approx(index, abs=6e-4)
    assert found.ratio == pytest.approx(ratio, abs=6e-4)
    assert found.consistent == (ratio <= 0.10)


def test_the_true_eigenvalue_where_a_peer_approximates():
    """JMcDM, testahp.jl, says 8.72643 by the mean of columns; the eigenvalue itself is 8.698."""
    found = compared(matrix(EIGHT))

    assert (found.eigenvalue, found.index, found.ratio) == pytest.approx((8.698, 0.0997, 0.0707), abs=6e-4)


def test_a_copy_reverses_no_ranks():
    """Belton and Gear, Omega 11:228-230 (1983): sums to one let A overtake B once D, a copy of B, is added."""
    keys = ("cadence", "effort", "distraction")  # three that argue for delegating, of equal weight
    rubric = DEFAULT.with_weights({key: float(key in keys) for key in DEFAULT.keys})
    rows = {"A": (1, 9, 8), "B": (9, 1, 9), "C": (1, 1, 1)}

    def by_sums(tasks):
        columns = zip(*tasks.values(), strict=True)
        shares = zip(*[[cell / sum(column) for cell in column] for column in map(list, columns)], strict=True)
        return {name: sum(share) / 3 for name, share in zip(tasks, shares, strict=True)}

    def by_ours(tasks):
        levels = np.zeros((len(tasks), len(rubric.keys)))
        levels[:, [rubric.places[key] for key in keys]] = (np.array(list(tasks.values())) - 1) / 2
        scores = index_table(encode(levels), rubric)
        return dict(zip(tasks, scores.tolist(), strict=True)), [list(tasks)[at] for at in order(scores)]

    with_copy = {**rows, "D": rows["B"]}
    three, four = by_sums(rows), by_sums(with_copy)
    (ours, ranked), (ours_with_copy, ranked_with_copy) = by_ours(rows), by_ours(with_copy)

    assert three == pytest.approx({"A": 0.451, "B": 0.470, "C": 0.079}, abs=6e-4)
    assert four == pytest.approx({"A": 0.365, "B": 0.289, "C": 0.057, "D": 0.289}, abs=6e-4)
    assert three["B"] > three["A"]
    assert four["A"] > four["B"]
    assert ours["B"] > ours["A"] > ours["C"]
    assert ours_with_copy == {**ours, "D": ours["B"]}
    assert ranked == ["B", "A", "C"]
    assert ranked_with_copy == ["B", "D", "A", "C"]


def test_best_and_worst():
    """Rezaei, Omega 53:49-57 (2015): choosing a car, and a fully consistent case of five."""
    car = best_worst((8, 2, 1), (1, 5, 8))
    linear = best_worst_linear((8, 2, 1), (1, 5, 8))

    assert car.weights == pytest.approx((0.0714, 0.3387, 0.5899), abs=6e-5)
    assert car.xi == pytest.approx(0.2583, abs=6e-5)
    assert car.ratio == pytest.approx(0.2583 / 4.47, abs=1e-3)
    assert linear.weights == pytest.approx((0.0714, 0.3214, 0.6071), abs=6e-5)
    assert linear.xi == pytest.approx(0.0357, abs=6e-5)
    for model in (best_worst, best_worst_linear):
        five = model((2, 1, 4, 2, 8), (4, 8, 2, 4, 1))
        assert five.weights == pytest.approx((0.2105, 0.4211, 0.1053, 0.2105, 0.0526), abs=6e-5)
        assert five.xi == pytest.approx(0, abs=1e-9)


EFFICACY = ((0, 0), (0.086, 0.056), (0.095, 0.044), (0.113, 0.048))
HARMS = (
    ((11.7, 2.5), (9.2, 1.86), (15.4, 2.65), (5.5, 2.32)),
    ((7.2, 1.45), (10.6, 1.58), (7.5, 1.48), (15.7, 4.44)),
    ((16.6, 3.27), (21.2, 5.15), (20.2, 3.78), (12.8, 2.45)),
    ((13.7, 1.89), (14.3, 2.93), (15, 3.21), (11.2, 3.98)),
    ((18.6, 1.79), (18.3, 3.7), (19.5, 2.6), (31, 1.68)),
)


def worth_under(chance, draws):
    """Values 0 to 1, shape (draws, drugs, criteria), on the hull of the 95 % intervals."""
    columns = []
    for criterion, drugs in enumerate((EFFICACY, *HARMS)):
        mean, spread = np.array(drugs).T
        drawn = chance.normal(mean, spread, (draws, 4))
        low, high = (mean - 1.96 * spread).min(), (mean + 1.96 * spread).max()
        if criterion == 0:
            drawn, low, high = np.exp(drawn), np.exp(low), np.exp(high)
        share = (drawn - low) / (high - low)
        columns.append(share if criterion == 0 else 1 - share)
    return np.stack(columns, axis=2)


def test_acceptability_of_four_antidepressants():
    """Tervonen et al., Statistics in Medicine 30:1419-1428 (2011), as asserted by JSMAA's SMAA2SimulationTest."""
    draws = 40_000
    worth = worth_under(np.random.default_rng(11), draws)
    weights = uniform_weights(6, draws=draws, seed=12)
    scores = np.einsum("dtc,dc->dt", worth, weights)

    shares, central = rank_acceptability(scores), central_weights(scores, weights)
    confidence = [rank_acceptability(worth @ central[drug])[drug, 0] for drug in range(4)]

    assert shares == pytest.approx(
        np.array(
            [
                [0.20, 0.28, 0.30, 0.22],
                [0.25, 0.29, 0.27, 0.19],
                [0.17, 0.25, 0.29, 0.30],
                [0.39, 0.18, 0.15, 0.29],
            ]
        ),
        abs=0.02,
    )
    assert central == pytest.approx(
        np.array(
            [
                [0.08, 0.14, 0.23, 0.18, 0.16, 0.22],
                [0.18, 0.17, 0.15, 0.13, 0.15, 0.22],
                [0.21, 0.10, 0.22, 0.13, 0.15, 0.20],
                [0.18, 0.21, 0.12, 0.21, 0.19, 0.09],
            ]
        ),
        abs=0.02,
    )
    assert confidence == pytest.approx([0.48, 0.44, 0.34, 0.74], abs=0.03)


def test_agreement_of_four_judges():
    """Shrout and Fleiss, Psychological Bulletin 86:420-428 (1979), tables 2 and 4."""
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])

    found = intraclass(ratings)

    assert (found.one_way, found.random, found.fixed) == pytest.approx((0.17, 0.29, 0.71), abs=6e-3)
    assert (found.one_way_mean, found.random_mean, found.fixed_mean) == pytest.approx(
        (0.44, 0.62, 0.91), abs=6e-3
    )


@pytest.mark.parametrize(
    ("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_coders(metric, expected):
    """Krippendorff, Computing Krippendorff's alpha-reliability (2011), example D."""
    nan = float("nan")
    coders = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
            [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
        ]
    )

    assert alpha(coders, metric) == pytest.approx(expected, abs=6e-4)
