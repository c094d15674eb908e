"""P1 to P15 hold for whatever Hypothesis can think of, and notice the mistakes one would make."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from delegation.scoring.engine import advice, explanation, index, rated, stability, table, values
from delegation.scoring.engine.default import DEFAULT
from delegation.scoring.engine.index import reaches
from delegation.scoring.engine.rubric import Rung
from delegation.scoring.engine.walls import ceiling_of
from tests.scoring.engine import cases, laws

SLOW = {
    laws.p9_what_is_walled_is_kept_under_every_weight: 40,
    laws.p10_the_advice_follows_every_level_at_any_gate: 60,
    laws.p15_a_table_says_what_one_task_says: 25,
}


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_law(law):
    tried = settings(max_examples=SLOW.get(law, 100), deadline=None, suppress_health_check=list(HealthCheck))

    tried(given(**laws.LAWS[law])(law))()


def test_the_error_of_the_draws_is_what_chance_allows():
    rubric = replace(DEFAULT, draws=1000)
    codes = values.encode(np.random.default_rng(3).integers(0, 5, (60, 12)).astype(float))
    truth = stability.stability(codes, replace(rubric, draws=100_000, seed=1))

    found = stability.stability(codes, rubric)

    # Both shares are drawn, so the variance of their difference is the sum of the two.
    room = 4 * np.sqrt(truth * (1 - truth) * (1 / rubric.draws + 1 / 100_000))
    assert (np.abs(found - truth) <= room).all()
    assert (room > 0).sum() > 30  # a sure thing leaves nothing to err about


def broken_by(law, examples=300, **narrowed):
    """Whether the law notices: generated cases are tried, narrowed where asked; nothing is shrunk or kept."""
    tried = settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        tried(given(**{**laws.LAWS[law], **narrowed})(law))()
    except (AssertionError, ExceptionGroup):
        return True
    return False


@pytest.fixture
def fresh():
    """Tables made with a mistake in them must not outlive it."""
    caches = (values.value_tables, stability._prepared, table._points, table._ceilings)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


class TestLawsNotice:
    def test_a_direction_that_was_forgotten(self, monkeypatch, fresh):
        def without_sign(criterion, levels):
            return np.asarray(np.interp(levels, range(5), criterion.scale))

        monkeypatch.setattr(values, "_worth", without_sign)

        assert broken_by(laws.p3_raising_a_level_moves_the_index_its_way)

    def test_scores_normalised_over_the_list(self, monkeypatch, fresh):
        true = table.index_table

        def between_worst_and_best(codes, rubric=DEFAULT):
            found = true(codes, rubric)
            spread = np.ptp(found)
            return 100 * (found - found.min()) / spread if spread else found

        monkeypatch.setattr(table, "index_table", between_worst_and_best)

        assert broken_by(laws.p5_other_tasks_do_not_matter)

    def test_contributions_rounded_each_on_its_own(self, monkeypatch):
        def each_alone(parts, *, digits=1):
            return round(50 + math.fsum(parts), digits), tuple(round(part, digits) for part in parts)

        monkeypatch.setattr(index, "shown", each_alone)

        assert broken_by(laws.p14_what_is_displayed_adds_up)

    def test_a_capped_task_that_need_not_be_certain(self, monkeypatch):
        def cap_before_certainty(found, share, caps, rubric):
            if not reaches(found, rubric.surge_at):
                return Rung.KEEP
            if caps and reaches(found, rubric.delegate_at):
                return ceiling_of(caps)
            return advice.rung_of(found, share, caps, rubric)

        monkeypatch.setattr(rated, "rung_of", cap_before_certainty)

        near_the_line = st.builds(
            lambda *answers: (
                cases.MONTH_END
                | {"urgency": 2, "scope": 1}
                | dict(zip(("cadence", "distraction", "effort"), answers, strict=True))
            ),
            *[cases.WHOLE] * 3,
        )

        assert broken_by(
            laws.p10_the_rung_follows_every_level,
            levels=near_the_line,
            rubric=st.just(replace(DEFAULT, draws=100)),
            key=st.just("scope"),
        )

    def test_a_gate_that_opens_for_the_worst(self, monkeypatch):
        true = explanation.gates_shut
        monkeypatch.setattr(
            explanation,
            "gates_shut",
            lambda levels, rubric, partners: () if levels["urgency"] >= 4 else true(levels, rubric, partners),
        )

        assert broken_by(
            laws.p10_the_advice_follows_every_level_at_any_gate,
            examples=60,
            key=st.just("urgency"),
            levels=cases.RATED.map(lambda levels: levels | {"sensitivity": 4.0}),
            level=st.just(4.0),
        )

    def test_a_table_that_takes_what_is_not_rated_for_the_worst(self, monkeypatch, fresh):
        true = values.value_tables

        def worst_when_unrated(rubric):
            tables = true(rubric).copy()
            tables[:, values.MISSING] = 0
            return tables

        monkeypatch.setattr(table, "value_tables", worst_when_unrated)

        assert broken_by(laws.p15_a_table_says_what_one_task_says, examples=20)

    def test_draws_that_depend_on_the_chunk(self, monkeypatch):
        true = stability.stability

        def new_draws_for_each_chunk(codes, rubric, *, line=None, chunk=stability.CHUNK):
            return true(codes, replace(rubric, seed=rubric.seed + chunk), line=line, chunk=chunk)

        monkeypatch.setattr(stability, "stability", new_draws_for_each_chunk)

        assert broken_by(laws.p13_the_same_seed_gives_the_same_bytes)


def test_an_explanation_rests_on_the_same_rule_as_its_changes():
    assert explanation.rung_of is rated.rung_of is advice.rung_of
