import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from delegation.planning.engine.fit import assignment
from delegation.planning.engine.fit.assignment import Assignment, assign, read
from delegation.planning.engine.fit.process import Solver

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "gap_instances"


@pytest.fixture(scope="module")
def solver():
    with Solver() as warm:
        yield warm


def small(seed, *, agents=3, jobs=6, tightness=0.9):
    random = np.random.default_rng(seed)
    use = random.integers(5, 26, (agents, jobs)).astype(float)
    cost = random.integers(10, 51, (agents, jobs)).astype(float)
    return Assignment(cost, use, np.floor(tightness * use.sum(axis=1) / agents))


def brute_force(given):
    agents, jobs = given.cost.shape
    best = np.inf
    for choice in product(range(agents), repeat=jobs):
        agent = np.array(choice)
        load = np.bincount(agent, weights=given.use[agent, np.arange(jobs)], minlength=agents)
        if (load <= given.capacity).all():
            best = min(best, given.cost[agent, np.arange(jobs)].sum())
    return best


class TestAssign:
    @pytest.mark.parametrize("seed", range(8))
    def test_finds_and_proves_what_enumeration_finds(self, solver, seed):
        given = small(seed)

        found = assign(given, solver, seconds=4.0)

        assert found.value == brute_force(given) == found.bound

    def test_counts_costs_that_are_not_whole(self, solver):
        given = small(3)
        given = Assignment(given.cost + 0.37, given.use, given.capacity)

        found = assign(given, solver, seconds=4.0)

        assert found.value == pytest.approx(brute_force(given))
        assert found.bound <= found.value + 1e-6

    def test_says_that_nothing_fits(self, solver):
        given = small(1)

        found = assign(Assignment(given.cost, given.use, given.capacity * 0.3), solver, seconds=4.0)

        assert not found.agent.size
        assert found.bound == np.inf

    def test_says_that_a_job_fits_nowhere(self, solver):
        given = small(1)
        use = given.use.copy()
        use[:, 2] = given.capacity.max() + 1

        assert assign(Assignment(given.cost, use, given.capacity), solver).bound == np.inf

    def test_answers_with_a_bound_when_there_is_no_time(self, solver):
        given = small(2, agents=5, jobs=40, tightness=0.8)

        found = assign(given, solver, seconds=0.0)

        assert 0 < found.bound < np.inf

    def test_works_where_cost_falls_as_use_rises(self, solver):
        random = np.random.default_rng(5)
        use = random.integers(1, 101, (5, 40)).astype(float)
        cost = 111 - use + random.integers(-10, 11, use.shape)
        given = Assignment(cost, use, np.floor(0.8 * use.sum(axis=1) / 5))

        found = assign(given, solver, seconds=3.0)

        load = np.bincount(found.agent, weights=use[found.agent, np.arange(40)], minlength=5)
        assert (load <= given.capacity).all()
        assert found.value == cost[found.agent, np.arange(40)].sum()
        assert found.value <= found.bound * 1.02

    def test_answers_in_time_when_the_worker_hangs(self, monkeypatch):
        monkeypatch.setattr(assignment, "ROUNDS_BESIDE", 1)
        monkeypatch.setattr(assignment, "UNFIXED", 1.0)
        given = small(2, agents=5, jobs=40, tightness=0.8)
        with Solver(program="import time; time.sleep(60)", grace=0.0) as hanging:
            found = assign(given, hanging, seconds=2.0)

        assert found.bound <= found.value < np.inf

    def test_leaves_the_cores_to_the_worker_after_a_while(self, solver, monkeypatch):
        monkeypatch.setattr(assignment, "ROUNDS_BESIDE", -1)
        given = small(2)

        assert assign(given, solver, seconds=4.0).value == brute_force(given)

    def test_reaches_known_optima(self, solver):
        if not REAL.is_dir():
            pytest.skip("../shared/data/gap_instances is absent: known optima are not checked")
        with (REAL / "reference.csv").open() as stream:
            known = {row["instance"]: float(row["best_min_cost_in_repo"]) for row in csv.DictReader(stream)}
        for name in ("cattrysse1994/gap1-0", "cattrysse1994/gap6-3", "chu1997/a05100", "chu1997/a20200"):
            found = assign(read((REAL / f"{name}.txt").read_text()), solver, seconds=5.0)

            assert found.bound <= known[Path(name).name] == found.value

    def test_brackets_every_known_optimum(self, solver):
        if not REAL.is_dir():
            pytest.skip("../shared/data/gap_instances is absent: known optima are not checked")
        with (REAL / "reference.csv").open() as stream:
            rows = list(csv.DictReader(stream))
        wrong = []

        for row in rows:
            given = read((REAL / row["set"] / f"{row['instance']}.txt").read_text())
            found = assign(given, solver, seconds=1.0)
            if not found.bound <= float(row["best_min_cost_in_repo"]) <= found.value:
                wrong.append((row["instance"], found.bound, found.value))

        assert len(rows) == len(list(REAL.rglob("*.txt"))) == 42
        assert wrong == []


class TestRead:
    def test_reads_numbers_wherever_the_lines_break(self):
        given = read("2 2\n1 2\n3\n4\n5 6 7 8\n9 10")

        assert given.cost.tolist() == [[1, 2], [3, 4]]
        assert given.use.tolist() == [[5, 6], [7, 8]]
        assert given.capacity.tolist() == [9, 10]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "does not begin with the numbers"),
            ("0 3", "does not begin with the numbers"),
            ("2 inf 3", "does not begin with the numbers"),
            ("2 2 1 2 3", "2 agents and 2 jobs need 10 more numbers, not 3"),
            ("1 1 one two three", "not a number"),
            ("1 1 4 -2 5", "below zero"),
        ],
    )
    def test_says_what_is_wrong(self, text, says):
        with pytest.raises(ValueError, match=says):
            read(text)
