from dataclasses import replace

import numpy as np
import pytest

from delegation.planning.engine.fit.check import violations
from delegation.planning.engine.fit.parts import Start
from delegation.planning.engine.fit.plan import Effort, fit
from delegation.planning.engine.fit.process import Solver
from tests.load.plan_instances import made


@pytest.fixture(scope="module")
def sound():
    """A question with a feasible plan that has lanes, some of which close."""
    with Solver() as solver:
        found = fit(made(120, 3, 13, seed=4, budget_share=0.4), solver, Effort(seconds=8.0, polish=False))
    assert violations(found.given, found.plan) == []
    assert found.plan.lanes.close.any()
    return found.given, found.plan


def with_lanes(plan, **columns):
    return replace(plan, lanes=replace(plan.lanes, **columns))


def with_cell(column, place, value):
    changed = column.copy()
    changed[place] = value
    return changed


def first_open(plan):
    """Week and lane of an hour that is routed."""
    return tuple(int(place[0]) for place in np.nonzero(plan.share > 0.2))


def two_lanes(given, plan):
    lanes = plan.lanes
    columns = np.append(np.arange(lanes.pair.size), 0)
    return given, replace(plan, lanes=lanes.taken(columns), share=plan.share[:, columns])


def closed_tap(given, plan):
    place = tuple(int(where[0]) for where in np.nonzero(~plan.lanes.open))
    return given, replace(plan, share=with_cell(plan.share, place, 0.01))


def more_than_there_is(given, plan):
    return given, replace(plan, share=with_cell(plan.share, first_open(plan), 1.01))


def less_than_nothing(given, plan):
    return given, replace(plan, share=with_cell(plan.share, first_open(plan), -0.01))


def shared(given, plan):
    tasks = replace(given.tasks, whole=np.ones_like(given.tasks.whole))
    return replace(given, tasks=tasks), replace(
        plan, share=with_cell(np.round(plan.share), first_open(plan), 0.5)
    )


def partner_hours(given, plan):
    return replace(given, partners=replace(given.partners, hours=given.partners.hours * 0.9)), plan


def group_hours(given, plan):
    overtime = plan.overtime_hours - 0.01
    return given, replace(plan, overtime_hours=overtime)


def budget(given, plan):
    return replace(given, terms=replace(given.terms, budget_euros=given.terms.budget_euros * 0.9)), plan


def initiatives(given, plan):
    wanted = with_cell(given.groups.wanted_hours, plan.done_hours > 0.0, 0.0)
    return replace(given, groups=replace(given.groups, wanted_hours=wanted)), plan


def overtime_below_zero(given, plan):
    return given, replace(plan, overtime_hours=plan.overtime_hours - 1.0, done_hours=plan.done_hours - 1.0)


def not_opened(given, plan):
    week, lane = (int(place[0]) for place in np.nonzero(plan.lanes.first))
    return given, with_lanes(plan, first=with_cell(plan.lanes.first, (week, lane), value=False))


def again_before_a_close(given, plan):
    week, lane = (int(place[0]) for place in np.nonzero(plan.lanes.first))
    first = with_cell(plan.lanes.first, (week, lane), value=False)
    return given, with_lanes(plan, first=first, again=with_cell(plan.lanes.again, (week, lane), value=True))


def first_of_what_is_taught(given, plan):
    lane = int(np.nonzero(plan.lanes.first)[1][0])
    start = with_cell(given.pairs.start, plan.lanes.pair[lane], Start.STANDBY)
    return replace(given, pairs=replace(given.pairs, start=start)), plan


def longer_stint(given, plan):
    return replace(given, tasks=replace(given.tasks, stint_weeks=given.tasks.stint_weeks * 0 + 99)), plan


def left_out(given, plan):
    out = np.isin(given.pairs.task, given.pairs.task[plan.lanes.pair])
    start = with_cell(given.pairs.start, np.flatnonzero(~out)[0], Start.STANDBY)
    return replace(given, pairs=replace(given.pairs, start=start)), plan


class TestViolations:
    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            (two_lanes, "A task has two lanes."),
            (closed_tap, "More is routed than there is, or through a closed tap."),
            (more_than_there_is, "More is routed than there is, or through a closed tap."),
            (less_than_nothing, "More is routed than there is, or through a closed tap."),
            (shared, "A task that cannot be shared is shared."),
            (partner_hours, "A partner has too few hours."),
            (group_hours, "A group has too few hours."),
            (budget, "The budget is exceeded."),
            (initiatives, "Initiatives get more hours than they want."),
            (overtime_below_zero, "Overtime or initiative hours are below zero."),
            (not_opened, "A tap opens or closes out of order."),
            (again_before_a_close, "A tap opens or closes out of order."),
            (first_of_what_is_taught, "A tap opens or closes out of order."),
            (longer_stint, "A tap closes before its stint is over."),
            (left_out, "A standing handoff is left out of the plan."),
        ],
    )
    def test_names_what_a_spoilt_plan_breaks(self, sound, spoil, says):
        assert says in violations(*spoil(*sound))

    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            (partner_hours, "A partner has too few hours."),
            (budget, "The budget is exceeded."),
            (initiatives, "Initiatives get more hours than they want."),
            (longer_stint, "A tap closes before its stint is over."),
            (left_out, "A standing handoff is left out of the plan."),
            (again_before_a_close, "A tap opens or closes out of order."),
        ],
    )
    def test_names_nothing_else(self, sound, spoil, says):
        given, plan = spoil(*sound)

        assert violations(given, plan) == [says]
