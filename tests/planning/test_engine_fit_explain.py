from dataclasses import replace

import numpy as np
import pytest

from delegation.planning.engine.fit.explain import (
    certificate,
    what_would_help,
    why_not,
    why_now,
    why_partner,
    why_task,
)
from delegation.planning.engine.fit.linear import Outcome
from delegation.planning.engine.fit.parts import Start
from delegation.planning.engine.fit.plan import Effort, Versions, fit
from delegation.planning.engine.fit.polish import realised
from delegation.planning.engine.fit.process import Solver
from delegation.planning.engine.fit.routing import routed
from tests.load.plan_instances import made

EFFORT = Effort(seconds=20.0, steps=100)


@pytest.fixture(scope="module")
def solver():
    with Solver() as warm:
        yield warm


@pytest.fixture(scope="module")
def planned(solver):
    return fit(made(80, 3, 13, seed=2, budget_share=0.3), solver, EFFORT)


class TestWhyTask:
    def test_counts_what_a_lane_frees_and_when_it_has_paid_back(self, planned):
        reasons = [why_task(planned, lane) for lane in range(planned.plan.lanes.pair.size)]

        assert all(one.freed_hours > 0 and one.teaching_hours > 0 for one in reasons)
        best = max(reasons, key=lambda one: one.freed_hours)
        assert best.pays_back
        assert f"frees {best.freed_hours:.0f} senior hours in 13 weeks" in best.sentence
        assert f"pays back in week {best.pays_back}." in best.sentence

    def test_says_when_it_does_not_pay_back(self, planned):
        plan = replace(planned.plan, share=planned.plan.share * 0.0)

        reason = why_task(replace(planned, plan=plan), 0)

        assert reason.pays_back is None
        assert reason.sentence.endswith("it does not pay back in hours within these weeks.")
        assert realised(planned.given, plan)[0] < 0


class TestWhyNow:
    def test_names_the_week_and_the_loss_of_waiting(self, planned):
        reasons = [why_now(planned, lane) for lane in range(planned.plan.lanes.pair.size)]

        assert all(planned.plan.lanes.open[one.week - 1, lane] for lane, one in enumerate(reasons))
        assert max(one.loss_if_later for one in reasons) > 0
        assert f"in week {reasons[0].week}" in reasons[0].sentence

    def test_has_nothing_to_say_of_a_tap_that_stands_open(self, solver):
        given = made(30, 3, 8, seed=1).sorted()
        start = np.zeros_like(given.pairs.start)
        start[0] = Start.OPEN
        found = fit(replace(given, pairs=replace(given.pairs, start=start)), solver, EFFORT)
        lane = int(np.flatnonzero(found.given.pairs.start[found.plan.lanes.pair] == Start.OPEN)[0])

        assert why_now(found, lane) is None


class TestWhyPartner:
    def test_splits_the_difference_to_the_next_best(self, planned):
        reasons = [why_partner(planned, lane) for lane in range(planned.plan.lanes.pair.size)]

        alone = [one for one in reasons if one.other is None]
        compared = [one for one in reasons if one.other is not None]
        assert alone[0].sentence.endswith("is the only partner who may take it.")
        assert any(one.difference != 0 for one in compared)
        assert f"With {compared[0].other}" in compared[0].sentence


class TestWhyNot:
    def test_repeats_the_gate(self, planned):
        gated = why_not(planned, "task 00003", gate="It touches payroll")

        assert gated.sentence == "task 00003 stays: It touches payroll."

    def test_gives_the_break_even_of_every_task_that_stays(self, planned):
        out = {planned.given.tasks.names[planned.given.pairs.task[pair]] for pair in planned.plan.lanes.pair}
        stays = [why_not(planned, name) for name in planned.given.tasks.names if name not in out]

        said = " ".join(one.sentence for one in stays)
        assert "no partner may take it" in said
        assert "the hours went to tasks that pay more" in said
        assert "a rate of €" in said
        for one in stays:
            assert one.rate_needed is None or one.rate_needed < 78
            assert one.missing >= 0

    def test_asks_for_a_shorter_hand_over_where_that_is_what_costs(self, solver):
        given = made(80, 3, 13, seed=2)
        slow = replace(given, tasks=replace(given.tasks, teach_hours=given.tasks.teach_hours * 8))
        found = fit(slow, solver, Effort(steps=100, polish=False))

        reasons = [why_not(found, name) for name in found.given.tasks.names]

        short = [one for one in reasons if one.teaching_less is not None]
        assert f"{short[0].teaching_less:.0f} hours less hand-over" in short[0].sentence

    def test_knows_when_neither_would_help(self, planned):
        dear = planned.proof.prices
        lam, mu = dear.lam + 1e4, dear.mu * 0.0
        proof = replace(planned.proof, prices=replace(dear, lam=lam, mu=mu))
        name = planned.given.tasks.names[planned.given.pairs.task[0]]

        reason = why_not(replace(planned, proof=proof), name)

        assert (reason.rate_needed, reason.teaching_less) == (None, None)
        assert "no rate or shorter hand-over alone" in reason.sentence


class TestWhatWouldHelp:
    def test_lists_the_dearest_weeks_and_the_budget(self, planned, solver):
        wishes = what_would_help(planned, solver)

        kinds = [one.kind for one in wishes]
        assert kinds.count("group") == 5
        assert kinds[-1] == "budget"
        assert wishes[-1].sentence.startswith("€1 more budget returns €")
        worths = [one.worth for one in wishes if one.kind == "group"]
        assert worths == sorted(worths, reverse=True)

    def test_leaves_out_a_budget_that_does_not_bind(self, solver):
        found = fit(made(30, 3, 8, seed=1), solver, EFFORT)

        assert {one.kind for one in what_would_help(found, solver)} <= {"partner", "group"}

    def test_gives_prices_that_hold_as_far_as_said_and_no_further(self, planned, solver):
        wishes = what_would_help(planned, solver)

        assert {one.kind for one in wishes} == {"partner", "group", "budget"}
        before = planned.plan.value
        for one in wishes:
            there, beyond = (gained(planned, one, solver, more) - before for more in reaches(one))
            assert there == pytest.approx(one.worth * one.until, rel=1e-5, abs=1e-3)
            assert beyond < one.worth * reaches(one)[1] - 1e-3

    def test_says_how_many_senior_hours_an_hour_of_a_partner_frees(self, planned, solver):
        wishes = [one for one in what_would_help(planned, solver) if one.kind == "partner"]

        for one in wishes:
            plan = again(planned, one, solver, one.until)
            freed = (plan.done_hours.sum() - plan.overtime_hours.sum()) - (
                planned.plan.done_hours.sum() - planned.plan.overtime_hours.sum()
            )
            assert one.freed_hours == pytest.approx(freed / one.until, abs=1e-6)
            assert f"frees {one.freed_hours:.2f} senior hours" in one.sentence

    def test_says_for_how_many_hours_a_price_is_good_or_that_it_is_not_for_one(self, planned, solver):
        wishes = [one for one in what_would_help(planned, solver) if one.kind != "budget"]

        short = [one for one in wishes if one.until < 1]
        assert short
        assert all(one.sentence.endswith("though not for the whole hour.") for one in short)
        for one in [one for one in wishes if one.until >= 1]:
            assert one.sentence.endswith(f"good for about the first {one.until:.1f} hours.")

    def test_says_so_when_the_solver_gives_no_answer(self, planned):
        class Silent:
            def solve(self, problem, *, seconds):
                return Outcome("stopped")

        with pytest.raises(TimeoutError, match="no answer in time"):
            what_would_help(planned, Silent())


def reaches(wish):
    return wish.until, wish.until * 1.1 + 1.0


def again(planned, wish, solver, more):
    """The best shares of the same lanes with so much more of what ``wish`` names."""
    given = planned.given
    if wish.kind == "budget":
        given = replace(given, terms=replace(given.terms, budget_euros=given.terms.budget_euros + more))
    elif wish.kind == "partner":
        hours = given.partners.hours.copy()
        hours[given.partners.names.index(wish.name), wish.week - 1] += more
        given = replace(given, partners=replace(given.partners, hours=hours))
    else:
        capacity = given.groups.capacity_hours.copy()
        capacity[given.groups.names.index(wish.name), wish.week - 1] += more
        given = replace(given, groups=replace(given.groups, capacity_hours=capacity))
    return routed(given, planned.plan.lanes, solver, seconds=20.0)


def gained(planned, wish, solver, more):
    return again(planned, wish, solver, more).value


class TestCertificate:
    def test_says_how_much_better_is_conceivable(self, planned):
        proof = certificate(planned)

        assert (proof.value, proof.bound, proof.gap) == (
            planned.plan.value,
            planned.proof.value,
            planned.gap,
        )
        assert f"at most {100 * planned.gap:.1f} % better is conceivable" in proof.sentence

    def test_names_the_forecast_and_the_weights_that_the_plan_was_made_from(self, solver):
        versions = Versions(forecast="of 20 November", weights="7")
        found = fit(made(30, 3, 8, seed=1), solver, EFFORT, versions=versions)

        proof = certificate(found)

        assert (proof.forecast, proof.weights) == ("of 20 November", "7")
        assert proof.sentence.endswith("It rests on forecast of 20 November and weights 7.")

    def test_claims_no_version_that_nobody_named(self, planned):
        assert "rests on" not in certificate(planned).sentence
