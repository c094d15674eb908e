"""The laws of the score, P1 to P15: each a check and the cases it is to hold for.

They call the engine through its modules, so that a test can put a mistake there and see the law notice.
"""

import math
from dataclasses import replace

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from delegation.scoring.engine import (
    acceptability,
    explanation,
    flips,
    index,
    rated,
    stability,
    table,
    values,
)
from delegation.scoring.engine.advice import Advice, Facts, Qualifier
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.rated import RatedTask
from delegation.scoring.engine.walls import PartnerFit
from tests.scoring.engine import cases


def index_of(levels, rubric):
    return index.index_of(values.values_of(levels, rubric), rubric.weights)


def rung_of(levels, rubric):
    return rated.rungs([RatedTask(title="Any", levels=levels)], rubric)[0]


def coded(rows):
    unknown = float("nan")
    return values.encode(
        np.array([[unknown if row[key] is None else row[key] for key in cases.KEYS] for row in rows])
    )


def under_draws(worth, rubric):
    return stability.weight_draws(rubric, draws=200, seed=7) @ worth.T


def p1_the_index_runs_from_0_to_100(levels, rubric):
    assert -1e-9 <= index_of(levels, rubric) <= 100 + 1e-9


def p2_contributions_add_up_to_the_index(levels, rubric):
    parts = index.contributions(values.values_of(levels, rubric), rubric.weights)

    assert math.isclose(50 + sum(parts), index_of(levels, rubric), abs_tol=1e-9)


def p3_raising_a_level_moves_the_index_its_way(levels, rubric, key, level):
    place = rubric.places[key]
    raised = {**levels, key: max(level, levels[key])}

    moved = index_of(raised, rubric) - index_of(levels, rubric)

    assert moved * rubric.criteria[place].sign >= -1e-9
    if raised[key] - levels[key] > 0.02 and rubric.weights[place] > 0.01:
        assert abs(moved) > 1e-9


def p4_who_dominates_is_not_behind(levels, other, rubric):
    signs = {criterion.key: criterion.sign for criterion in rubric.criteria}
    better = {key: max(levels[key] * signs[key], other[key] * signs[key]) * signs[key] for key in cases.KEYS}

    assert index_of(better, rubric) >= index_of(levels, rubric) - 1e-9
    assert rung_of(better, rubric) >= rung_of(levels, rubric)


def p5_other_tasks_do_not_matter(rows, rubric, chance):
    codes = coded(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    kept = order[: max(1, len(order) // 2)]

    whole, part = table.index_table(codes, rubric), table.index_table(codes[kept], rubric)
    sure, still_sure = stability.stability(codes, rubric), stability.stability(codes[kept], rubric)

    assert whole[kept].tobytes() == part.tobytes()
    assert sure[kept].tobytes() == still_sure.tobytes()


def p6_the_unit_of_the_weights_does_not_matter(levels, rubric, times):
    scaled = rubric.with_weights({one.key: one.weight * times for one in rubric.criteria})

    assert math.isclose(index_of(levels, scaled), index_of(levels, rubric), abs_tol=1e-9)


def p6_the_unit_of_a_measure_does_not_matter(amount, times, shift):
    criterion = DEFAULT.criteria[DEFAULT.places["effort"]]
    other = replace(criterion, anchors=tuple(times * anchor + shift for anchor in criterion.anchors))

    before, after = values.level_of(criterion, amount), values.level_of(other, times * amount + shift)

    assert abs(before - after) <= 1 / values.STEPS + 1e-9


def p7_splitting_a_criterion_changes_nothing(levels, rubric, key):
    whole = rubric.criteria[rubric.places[key]]
    half = replace(whole, weight=whole.weight / 2)
    twin = replace(half, key="twin")
    others = [one for one in rubric.criteria if one.key != key]
    split = replace(rubric, criteria=(*others, half, twin))

    assert math.isclose(
        index_of({**levels, "twin": levels[key]}, split), index_of(levels, rubric), abs_tol=1e-9
    )


def p8_all_neutral_is_fifty(rubric):
    assert math.isclose(index_of(cases.NEUTRAL, rubric), 50, abs_tol=1e-9)
    assert math.isclose(index_of(dict.fromkeys(cases.KEYS), rubric), 50, abs_tol=1e-9)


def p9_what_is_walled_is_kept_under_every_weight(levels, rubric):
    walls = Facts(walls=("The law asks for it.",))
    unskilled = PartnerFit(partner="Meridian", cleared=True, responds=True, local=True)
    tasks = [
        RatedTask(title="A wall", levels=levels, facts=walls),
        RatedTask(title="A gate", levels=levels, partners=[unskilled]),
        RatedTask(title="Nobody to open a gate", levels=levels, partners=[]),
    ]

    for task in tasks:
        found = explanation.explain(task, rubric)
        assert (found.advice, found.qualifier) == (Advice.KEEP, Qualifier.WALLED)


def p10_the_rung_follows_every_level(levels, rubric, key, level):
    criterion = rubric.criteria[rubric.places[key]]
    raised = {**levels, key: max(level, levels[key])}

    assert (rung_of(raised, rubric) - rung_of(levels, rubric)) * criterion.sign >= 0


TOWARDS_DELEGATING = (
    (Advice.KEEP, Qualifier.WALLED),
    (Advice.KEEP, Qualifier.NONE),
    (Advice.DELEGATE, Qualifier.SURGE_POOL),
    (Advice.STREAMLINE, Qualifier.NONE),
    (Advice.DELEGATE, Qualifier.SAFEGUARDS),
    (Advice.DELEGATE, Qualifier.NONE),
)
OPEN = PartnerFit(partner="Meridian", cleared=True, responds=True, local=True, skilled=True)
SHUTTING = PartnerFit(partner="Skilled only", skilled=True)


def p10_the_advice_follows_every_level_at_any_gate(levels, rubric, key, level):
    """Writing a task down well enough ends "streamline first" in whatever is due then, so there only walls compare."""
    low, high = sorted((level, levels[key]), key=lambda one: one * rubric.criteria[rubric.places[key]].sign)

    for partners in (None, [OPEN], [SHUTTING], [SHUTTING, replace(OPEN, skilled=False)]):
        before, after = (
            TOWARDS_DELEGATING.index((found.advice, found.qualifier))
            for found in (
                explanation.explain(
                    RatedTask(title="Any", levels={**levels, key: at}, partners=partners), rubric
                )
                for at in (low, high)
            )
        )
        written_down = key == rubric.clarity_key and low <= rubric.unclear_at < high
        if written_down and TOWARDS_DELEGATING[before][0] is Advice.STREAMLINE:
            before = 1
        assert before <= after
        assert (partners != [OPEN] and partners is not None) or before > 0


def p11_at_the_flip_the_index_stands_on_the_line(levels, rubric):
    worth, line = values.values_of(levels, rubric), rubric.delegate_at
    was_above = index.reaches(index_of(levels, rubric), line)
    found = flips.weight_flips(rubric.keys, worth, rubric.weights, line)
    assume(found and abs(found[0].then - found[0].now) > 1e-6)

    place = rubric.places[found[0].criterion]
    at = flips.reweighted(rubric.weights, place, found[0].then / 100)
    beyond = found[0].then / 100 + (1e-6 if found[0].then > found[0].now else -1e-6)
    past = flips.reweighted(rubric.weights, place, beyond)

    assert math.isclose(index.index_of(worth, at), line, abs_tol=1e-9)
    assert (index.index_of(worth, past) >= line) is not was_above


def p12_ranks_are_shared_out_completely(rows, rubric):
    worth = np.array([values.values_of(row, rubric) for row in rows])

    shares = acceptability.rank_acceptability(under_draws(worth, rubric))

    assert np.allclose(shares.sum(axis=0), 1)
    assert np.allclose(shares.sum(axis=1), 1)


def p12_who_dominates_wins_every_draw(levels, other, rubric):
    signs = {criterion.key: criterion.sign for criterion in rubric.criteria}
    better = {key: max(levels[key] * signs[key], other[key] * signs[key]) * signs[key] for key in cases.KEYS}
    worth = np.array([values.values_of(row, rubric) for row in (better, levels)])

    wins = acceptability.pairwise_wins(under_draws(worth, rubric))

    assert wins[0, 1] == 1


def p12_certain_weights_leave_no_doubt(levels, rubric):
    certain = replace(rubric, concentration=1e12)
    assume(abs(index_of(levels, rubric) - rubric.delegate_at) > 0.01)

    share = stability.stability(coded([levels]), certain)[0]

    assert share == (index_of(levels, rubric) >= rubric.delegate_at)


def p13_the_same_seed_gives_the_same_bytes(rows, rubric, chunk):
    codes = coded(rows)
    once = stability.stability(codes, rubric)
    stability._prepared.cache_clear()

    again = stability.stability(codes, rubric, chunk=chunk)

    assert once.tobytes() == again.tobytes()


def p14_what_is_displayed_adds_up(levels, rubric, digits):
    exact = index.contributions(values.values_of(levels, rubric), rubric.weights)

    total, parts = index.shown(exact, digits=digits)

    assert math.isclose(50 + sum(parts), total, abs_tol=1e-9)
    assert abs(total - index_of(levels, rubric)) <= 0.5 / 10**digits + 1e-6
    assert all(abs(part - true) < 1 / 10**digits + 1e-6 for part, true in zip(parts, exact, strict=True))
    assert all(part == 0 for part, true in zip(parts, exact, strict=True) if true == 0)


def p15_a_table_says_what_one_task_says(rows, rubric):
    found = table.score_table(coded(rows), rubric)

    for place, row in enumerate(rows):
        alone = explanation.explain(RatedTask(title="Any", levels=row), rubric)
        assert math.isclose(found.index[place], alone.index, abs_tol=1e-9)
        assert found.stability[place] == alone.stability
        assert found.rungs[place] == alone.rung
        assert table.ADVISED[found.advised[place]] == (alone.advice, alone.qualifier)
        assert found.bands()[place] == alone.band
        assert found.unrated[place] == len(alone.unrated)


ROWS = st.lists(cases.KNOWN_OR_NOT, min_size=1, max_size=8)
RATED_ROWS = st.lists(cases.RATED, min_size=1, max_size=6)
ONE = {"levels": cases.RATED, "rubric": cases.RUBRIC}
MAYBE = {"levels": cases.KNOWN_OR_NOT, "rubric": cases.RUBRIC}
TWO = {**ONE, "other": cases.RATED}
MOVE = {**ONE, "key": cases.KEY, "level": cases.LEVEL}

LAWS = {
    p1_the_index_runs_from_0_to_100: MAYBE,
    p2_contributions_add_up_to_the_index: MAYBE,
    p3_raising_a_level_moves_the_index_its_way: MOVE,
    p4_who_dominates_is_not_behind: TWO,
    p5_other_tasks_do_not_matter: {"rows": ROWS, "rubric": cases.RUBRIC, "chance": st.randoms()},
    p6_the_unit_of_the_weights_does_not_matter: {**ONE, "times": st.floats(0.01, 1000)},
    p6_the_unit_of_a_measure_does_not_matter: {
        "amount": st.floats(0, 100),
        "times": st.floats(0.1, 100),
        "shift": st.floats(-100, 100),
    },
    p7_splitting_a_criterion_changes_nothing: {**ONE, "key": cases.KEY},
    p8_all_neutral_is_fifty: {"rubric": cases.RUBRIC},
    p9_what_is_walled_is_kept_under_every_weight: MAYBE,
    p10_the_rung_follows_every_level: MOVE,
    p10_the_advice_follows_every_level_at_any_gate: MOVE,
    p11_at_the_flip_the_index_stands_on_the_line: ONE,
    p12_ranks_are_shared_out_completely: {"rows": RATED_ROWS, "rubric": cases.RUBRIC},
    p12_who_dominates_wins_every_draw: TWO,
    p12_certain_weights_leave_no_doubt: ONE,
    p13_the_same_seed_gives_the_same_bytes: {
        "rows": ROWS,
        "rubric": cases.RUBRIC,
        "chunk": st.integers(1, 9),
    },
    p14_what_is_displayed_adds_up: {**MAYBE, "digits": st.integers(0, 3)},
    p15_a_table_says_what_one_task_says: {"rows": ROWS, "rubric": cases.RUBRIC},
}
