from dataclasses import replace

import numpy as np
import pytest

from delegation.planning.engine.fit.parts import Start, Terms
from delegation.planning.engine.fit.plan import Effort, fit
from delegation.planning.engine.fit.process import Solver
from tests.load.plan_instances import made

NAN, INFINITY = float("nan"), float("inf")


def question():
    """Four tasks, two partners, three weeks and three groups; every task and partner are a pair."""
    given = made(4, 2, 3, seed=1)
    task, partner = np.divmod(np.arange(8), 2)
    pairs = given.pairs
    repeated = {
        name: np.resize(column[:1] if column.size else np.zeros(1, column.dtype), 8)
        for name, column in vars(pairs).items()
    }
    return replace(given, pairs=replace(pairs, **(repeated | {"task": task, "partner": partner})))


def with_column(part, name, column):
    given = question()
    return replace(given, **{part: replace(getattr(given, part), **{name: column})})


def with_entry(part, name, value):
    """The question with the first entry of a column set."""
    column = getattr(getattr(question(), part), name).copy()
    column.flat[0] = value
    return with_column(part, name, column)


def with_terms(**terms):
    return replace(question(), terms=Terms(**terms))


def without_weeks():
    return with_column("tasks", "hours", np.zeros((4, 0)))


def cut(part, name):
    return with_column(part, name, getattr(getattr(question(), part), name)[:-1])


def pair_twice():
    pairs = question().pairs
    task, partner = pairs.task.copy(), pairs.partner.copy()
    task[1], partner[1] = task[0], partner[0]
    given = question()
    return replace(given, pairs=replace(pairs, task=task, partner=partner))


NUMBERS = (
    [("tasks", name) for name in ("hours", "distraction_share", "teach_hours", "standing_hours")]
    + [("tasks", "off_hours_share"), ("pairs", "oversight_share"), ("pairs", "effort_ratio")]
    + [("pairs", "teach_hours"), ("partners", "rate_per_hour"), ("partners", "hours")]
    + [("groups", name) for name in ("capacity_hours", "wanted_hours", "worth_per_hour")]
)
SHARES = [("tasks", "off_hours_share"), ("pairs", "oversight_share")]
WEEKLY = [("partners", "hours"), *NUMBERS[-3:]]
COLUMNS = [
    *NUMBERS,
    *(("tasks", name) for name in ("group", "stint_weeks", "whole")),
    *(("pairs", name) for name in ("partner", "premium_share", "start", "held_weeks")),
]
# The hours of the tasks and the tasks of the pairs say how many weeks and pairs there are.
MEASURED = [column for column in COLUMNS if column != ("tasks", "hours")]

ROWS = [
    *((with_entry(*column, -1.0), "of -1; make it ") for column in NUMBERS),
    *((with_entry(*column, NAN), "is a finite number; give each one a number") for column in NUMBERS),
    *((with_entry(*column, INFINITY), "is a finite number; give each one a number") for column in NUMBERS),
    *((with_entry(*column, 1.5), "of 1.5; make it a number from 0 to 1") for column in SHARES),
    *((cut(*column), "entries, and .* give one per row") for column in MEASURED),
    *(
        (
            with_column(*column, np.zeros((getattr(getattr(question(), column[0]), column[1]).shape[0], 2))),
            "× 2 entries, and .* in 3 weeks need .* × 3; give one per row and week",
        )
        for column in WEEKLY
    ),
    (
        with_entry("pairs", "premium_share", -1.1),
        "Row 0 of the pairs has premium share of -1.1; make it -1 or",
    ),
    (with_entry("tasks", "stint_weeks", 0), "'task 00000' has stint weeks of 0; make it 1 or more"),
    (with_entry("pairs", "held_weeks", -1), "held weeks of -1; make it 0 or more"),
    (with_entry("pairs", "start", 3), "start of 3; make it a number from 0 to 2"),
    (
        with_entry("tasks", "group", 3),
        "Task 'task 00000' points to row 3 of the groups, which does not exist",
    ),
    (with_entry("tasks", "group", -1), "points to row -1 of the groups"),
    (with_entry("pairs", "task", 4), "Row 0 of the pairs points to row 4 of the tasks"),
    (with_entry("pairs", "task", -1), "points to row -1 of the tasks"),
    (with_entry("pairs", "partner", 2), "points to row 2 of the partners"),
    (with_entry("pairs", "partner", -1), "points to row -1 of the partners"),
    (cut("tasks", "hours"), "hours of the tasks has 3 × 3 entries, and 4 tasks in 3 weeks need 4 × 3"),
    (cut("pairs", "task"), "of the pairs has 8 entries, and 7 pairs need 7"),
    (without_weeks(), "cover no week; give a number per task and week"),
    (with_column("tasks", "hours", np.zeros(4)), "cover no week"),
    (with_column("tasks", "hours", [[1.0]]), "cover no week"),
    (with_column("pairs", "task", 0), "task of the pairs must be an array of whole numbers; convert it"),
    (with_column("tasks", "group", np.zeros(4)), "group of the tasks must be an array of whole numbers"),
    (with_column("tasks", "whole", np.zeros(4)), "whole of the tasks must be an array of marks"),
    (with_column("tasks", "teach_hours", np.array(["3"] * 4)), "must be an array of numbers; convert it"),
    (with_column("tasks", "names", ("a", "b", "a", "c")), "2 tasks are named 'a'; give each task a name"),
    (with_column("partners", "names", ("a", "a")), "2 partners are named 'a'; give each partner a name"),
    (with_column("groups", "names", ("a", "b", "a")), "2 groups are named 'a'; give each group a name"),
    (with_terms(budget_euros=-1.0), "The budget is €-1; give €0 or more, or infinity"),
    (with_terms(budget_euros=NAN), "The budget is €nan; give €0 or more, or infinity"),
    *((with_terms(**{name: -0.1}), "is -0.1; make it ") for name in ("relief_per_hour", "refresh_share")),
    *((with_terms(**{name: NAN}), "is nan; make it ") for name in ("overtime_per_hour", "recall_share")),
    (with_terms(overtime_per_hour=INFINITY), "The overtime per hour is inf; make it 0 or more"),
    (with_terms(refresh_share=1.1), "The refresh share is 1.1; make it a number from 0 to 1"),
    (with_terms(recall_share=-0.1), "The recall share is -0.1; make it a number from 0 to 1"),
    (with_terms(overtime_per_hour=10.0), "worth more than overtime costs; raise the cost of overtime"),
    (with_column("pairs", "start", np.full(8, Start.OPEN)), "already taught to two partners; end one"),
    (pair_twice(), "A task and a partner stand in two pairs; keep one of them"),
]


class TestChecked:
    @pytest.mark.parametrize(("given", "says"), ROWS)
    def test_says_in_one_sentence_what_is_wrong_and_what_to_do(self, given, says):
        with pytest.raises(ValueError, match=says) as told:
            given.checked()

        assert str(told.value).endswith(".")
        assert "; " in str(told.value)

    @pytest.mark.parametrize(
        "given",
        [
            question(),
            with_terms(),
            with_terms(budget_euros=0.0),
            with_column("groups", "capacity_hours", question().groups.capacity_hours * 0.0),
            with_column("pairs", "premium_share", np.full(8, -0.2)),
            with_column("tasks", "distraction_share", np.full(4, 1.5)),
            with_column("tasks", "hours", question().tasks.hours.astype(int)),
        ],
    )
    def test_lets_pass_what_is_unusual_but_makes_sense(self, given):
        assert given.checked() is given

    @pytest.mark.parametrize("part", ["tasks", "partners", "groups"])
    def test_plans_a_question_in_which_there_is_none(self, part):
        given = question()
        gone = [part, "pairs", *(["tasks"] if part == "groups" else [])]
        empty = {
            name: replace(
                getattr(given, name),
                **{key: column[:0] for key, column in vars(getattr(given, name)).items()},
            )
            for name in gone
        }

        with Solver() as solver:
            found = fit(replace(given, **empty), solver, Effort(steps=5))

        assert found.gain == 0.0
