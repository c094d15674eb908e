from dataclasses import replace

import numpy as np
import pytest

from delegation.planning.engine.fit import replan
from delegation.planning.engine.fit.bound import Bound, bound
from delegation.planning.engine.fit.check import violations
from delegation.planning.engine.fit.lanes import Prices
from delegation.planning.engine.fit.plan import Effort, fit
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.replan import Found, Known, lower, settled
from delegation.planning.engine.fit.routing import resting
from tests.load.plan_instances import made

EFFORT = Effort(seconds=60.0, steps=80)


@pytest.fixture(scope="module")
def solver():
    with Solver() as warm:
        yield warm


@pytest.fixture(scope="module")
def planned(solver):
    return fit(made(60, 3, 10, seed=4), solver, EFFORT)


def some_of(found, share):
    """The lanes of a plan that are worth most, as many as ``share`` says."""
    worth = found.plan.lanes.worth
    return found.plan.lanes.taken(np.sort(np.argsort(-worth)[: int(share * worth.size)]))


class TestAgain:
    @pytest.mark.parametrize(
        "given",
        [
            *(made(60, 3, 10, seed=seed) for seed in (1, 2, 4, 8)),
            *(made(90, 3, 12, seed=seed) for seed in (1, 4, 5)),
            made(60, 3, 10, seed=4, budget_share=0.3),
        ],
    )
    def test_changes_nothing_in_an_unchanged_state(self, solver, given):
        one = fit(given, solver, EFFORT)

        again = fit(given, solver, EFFORT, warm=one.proof.prices, previous=one.plan.lanes)

        assert one.plan.lanes.open.any()
        for name, column in vars(one.plan.lanes).items():
            assert (getattr(again.plan.lanes, name) == column).all()
        assert again.plan.share.tobytes() == one.plan.share.tobytes()
        assert (again.plan.value, again.proof.value) == (one.plan.value, one.proof.value)

    def test_takes_what_is_better_by_enough(self, solver, planned):
        previous = some_of(planned, 0.5)

        again = fit(planned.given, solver, EFFORT, previous=previous)

        assert 0 < previous.pair.size < again.plan.lanes.pair.size
        assert again.plan.value >= planned.plan.value - planned.gain * replan.WORTH_CHANGING

    def test_keeps_the_previous_plan_where_nothing_is_better_by_enough(self, solver, planned, monkeypatch):
        monkeypatch.setattr(replan, "WORTH_CHANGING", 100.0)
        previous = some_of(planned, 0.8)

        again = fit(planned.given, solver, EFFORT, previous=previous)

        assert 0 < previous.pair.size < planned.plan.lanes.pair.size
        assert again.plan.lanes.pair.tolist() == previous.pair.tolist()
        assert (again.plan.lanes.open == previous.open).all()
        assert again.plan.value < planned.plan.value

    def test_does_not_keep_what_breaks_a_constraint_by_now(self, solver, planned):
        given, lane = planned.given, 0
        start = np.zeros_like(given.pairs.start)
        start[planned.plan.lanes.pair[lane]] = 1
        now = replace(given, pairs=replace(given.pairs, start=start))

        again = fit(now, solver, EFFORT, warm=planned.proof.prices, previous=planned.plan.lanes)

        assert planned.plan.lanes.first[:, lane].any()
        assert violations(again.given, again.plan) == []

    def test_proves_a_bound_of_the_question_as_it_is_now(self, solver, planned):
        given = planned.given
        dearer = replace(given, terms=replace(given.terms, overtime_per_hour=300.0, budget_euros=9e3))

        again = fit(dearer, solver, Effort(seconds=0.0, steps=5), warm=planned.proof.prices)

        assert again.proof.value == bound(dearer, steps=1, start=planned.proof.prices).value
        assert again.plan.value <= again.proof.value

    @pytest.mark.parametrize("part", ["mu", "lam", "nan"])
    def test_refuses_prices_of_another_question(self, solver, planned, part):
        mu, lam = planned.proof.prices.mu, planned.proof.prices.lam
        warm = {
            "mu": Prices(mu[:, 1:], lam, 0.0),
            "lam": Prices(mu, lam[1:], 0.0),
            "nan": Prices(mu, lam, np.nan),
        }[part]

        with pytest.raises(ValueError, match="prices are of a plan with other weeks, groups or partners"):
            fit(planned.given, solver, EFFORT, warm=warm)

    @pytest.mark.parametrize("change", ["weeks", "pairs", "negative"])
    def test_refuses_lanes_of_another_question(self, solver, planned, change):
        lanes = planned.plan.lanes
        previous = {
            "weeks": replace(lanes, open=lanes.open[1:]),
            "pairs": replace(lanes, pair=lanes.pair + planned.given.pairs.task.size),
            "negative": replace(lanes, pair=-1 - lanes.pair),
        }[change]

        with pytest.raises(ValueError, match="lanes are of a plan with other weeks or pairs"):
            fit(planned.given, solver, EFFORT, previous=previous)


class TestSettled:
    @pytest.fixture
    def near(self, planned):
        """Plans and bounds around those known, by what they gain more as a share of the gain."""
        known = Known(planned.plan, planned.proof)

        def tried(more, less):
            room = planned.proof.value - planned.given.idle
            plan = replace(planned.plan, value=planned.plan.value + more * planned.gain)
            return known, Found(plan, Bound(planned.proof.value - less * room, planned.proof.prices), 0.0)

        return tried

    @pytest.mark.parametrize(
        ("gains", "new_plan", "new_bound"),
        [
            ((0.0009, 0.0009), False, False),
            ((0.0011, 0.0009), True, False),
            ((0.0009, 0.0011), False, True),
            ((-0.1, -0.1), False, False),
        ],
    )
    def test_takes_each_of_plan_and_bound_when_better_by_a_thousandth(
        self, planned, near, gains, new_plan, new_bound
    ):
        known, tried = near(*gains)

        found = settled(planned.given, known, tried)

        assert found.plan is (tried.plan if new_plan else known.plan)
        assert found.proof is (tried.proof if new_bound else known.proof)
        assert found.adds_to(known) is (new_plan or new_bound)

    def test_counts_a_cent_as_nothing_where_nothing_is_gained(self, planned):
        given = planned.given
        idle = resting(given, planned.plan.lanes)
        proof = Bound(given.idle, planned.proof.prices)
        tried = Found(replace(idle, value=idle.value + 0.009), replace(proof, value=proof.value - 0.009), 0.0)

        found = settled(given, Known(idle, proof), tried)

        assert (found.plan, found.proof) == (idle, proof)
        assert lower(given, proof, replace(proof, value=proof.value - 0.02)).value < proof.value
