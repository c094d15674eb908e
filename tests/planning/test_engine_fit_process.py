import io
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from delegation.planning.engine.fit import wire, worker
from delegation.planning.engine.fit.compact import compact
from delegation.planning.engine.fit.linear import Linear, Rows
from delegation.planning.engine.fit.process import WRITER, Solver
from tests.load.plan_instances import made

MINUTE_LONG = """
import sys
from delegation.planning.engine.fit import wire
wire.read(sys.stdin.buffer)
wire.write(sys.stdout.buffer, {"kind": "bound", "bound": -9.0})
wire.write(sys.stdout.buffer, {"kind": "better", "value": -5.0, "bound": -9.0, "x": [1.0]})
wire.write(sys.stdout.buffer, {"kind": "bound", "bound": -7.0})
import time
time.sleep(60)
"""


def knapsack(size=8, *, whole=True, seed=0):
    random = np.random.default_rng(seed)
    rows = Rows()
    rows.add(0, np.arange(size), random.uniform(1, 5, size))
    start, index, value = rows.by_column(size)
    return Linear(
        -random.uniform(1, 5, size),
        np.zeros(size),
        np.ones(size),
        np.array([-np.inf]),
        np.array([size * 1.2]),
        start,
        index,
        value,
        np.full(size, whole),
    )


def ask(problem, *, guess=(), seconds=5.0):
    limits = {"seconds": seconds, "gap": 0.0, "within": 1e-6, "guess": np.array(guess, dtype=float)}
    return {name: np.asarray(column) for name, column in (problem.arrays() | limits).items()}


def answers(problem, **wishes):
    heard = []
    worker.run(ask(problem, **wishes), tell=heard.append)
    return heard


class TestWire:
    def test_carries_arrays_there_and_ends_quietly(self):
        stream = io.BytesIO()
        wire.write(stream, {"x": np.arange(3), "name": "end"})
        stream.seek(0)

        message = wire.read(stream)

        assert message["x"].tolist() == [0, 1, 2]
        assert str(message["name"]) == "end"
        assert wire.read(stream) is None

    def test_reads_nothing_of_a_message_that_broke_off(self):
        stream = io.BytesIO()
        wire.write(stream, {"x": np.arange(3)})

        assert wire.read(io.BytesIO(stream.getvalue()[:-4])) is None


class TestWorker:
    def test_proves_the_optimum_and_tells_it_on_the_way(self):
        heard = answers(knapsack())

        assert heard[-1]["status"] == "optimal"
        assert heard[-1]["bound"] == pytest.approx(heard[-1]["value"])
        assert heard[-1]["value"] == pytest.approx(float(knapsack().cost @ heard[-1]["x"]))

    def test_gives_row_prices_of_a_problem_without_whole_numbers(self):
        end = answers(knapsack(whole=False))[-1]

        assert end["row_dual"].shape == (1,)
        assert end["row_dual"][0] < 0

    def test_takes_a_guess_without_believing_it_the_optimum(self):
        plain, guessed = answers(knapsack(30))[-1], answers(knapsack(30), guess=np.zeros(30))[-1]

        assert guessed["value"] == pytest.approx(plain["value"])

    def test_offers_its_guess_once(self):
        listen = worker._listener(lambda message: None, ask(knapsack(2), guess=[1.0, 0.0]))
        wishes = []
        wish = SimpleNamespace(setSolution=wishes.append)

        for _ in range(2):
            listen(worker.KINDS.kCallbackMipUserSolution, "", None, wish, None)

        assert [guess.tolist() for guess in wishes] == [[1.0, 0.0]]

    def test_tells_each_better_point_and_each_higher_bound(self):
        heard = []
        listen = worker._listener(heard.append, ask(knapsack(2)))
        seen = SimpleNamespace(mip_dual_bound=-8.0, mip_solution=[1.0, 0.0])

        listen(worker.KINDS.kCallbackMipLogging, "", seen, None, None)
        listen(worker.KINDS.kCallbackMipLogging, "", seen, None, None)
        listen(worker.KINDS.kCallbackMipImprovingSolution, "", seen, None, None)

        assert [message["kind"] for message in heard] == ["bound", "better"]
        assert heard[1]["value"] == pytest.approx(knapsack(2).cost[0])
        assert heard[1]["bound"] == -8.0

    def test_says_when_nothing_fits(self):
        problem = knapsack()
        impossible = Linear(**(problem.arrays() | {"row_lower": np.array([1e3])}))

        end = answers(impossible)[-1]

        assert (end["status"], end["x"].size, end["value"]) == ("infeasible", 0, np.inf)

    def test_serves_until_the_asking_ends(self, tmp_path, monkeypatch):
        asks = tmp_path / "asks"
        with asks.open("wb") as stream:
            wire.write(stream, ask(knapsack()))
        with (
            asks.open("rb") as coming,
            (tmp_path / "out").open("w+b") as out,
            (tmp_path / "err").open("w") as err,
        ):
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(coming))
            monkeypatch.setattr("sys.stdout", out)
            monkeypatch.setattr("sys.stderr", err)

            worker.main()

        with (tmp_path / "out").open("rb") as told:
            messages = list(iter(lambda: wire.read(told), None))
        assert str(messages[-1]["kind"]) == "end"
        assert str(messages[-1]["status"]) == "optimal"


@pytest.fixture(scope="module")
def large():
    """A problem that no pipe holds: many megabytes."""
    problem = compact(made(1000, 4, 13))
    assert sum(column.nbytes for column in problem.arrays().values()) > 5_000_000
    return problem


class TestSolver:
    def test_solves_one_problem_after_another(self):
        with Solver() as solver:
            one, other = solver.solve(knapsack(), seconds=5), solver.solve(knapsack(9), seconds=5)

        assert (one.status, other.status) == ("optimal", "optimal")
        assert one.x.size == 8
        assert other.x.size == 9

    def test_kills_a_worker_past_its_limit_and_keeps_what_it_told(self):
        with Solver(program=MINUTE_LONG, grace=0.0) as solver:
            began = time.monotonic()

            found = solver.solve(knapsack(1), seconds=1.5)

        assert time.monotonic() - began < 10
        assert (found.status, found.value, found.bound, found.x.tolist()) == ("stopped", -5.0, -7.0, [1.0])

    def test_follows_a_run_and_ends_it_when_the_next_begins(self):
        with Solver(program=MINUTE_LONG) as solver:
            running = solver.begin(knapsack(1), seconds=30)
            while not running.newest(0.5).found:
                assert not running.overdue

            solver.begin(knapsack(1), seconds=30)

            assert running.ended
            assert running.outcome().value == -5.0

    def test_kills_a_worker_that_does_not_read_at_its_limit(self, large):
        with Solver(program="import time; time.sleep(25)", grace=0.0) as solver:
            began = time.monotonic()

            found = solver.solve(large, seconds=1.0)

        assert 1.0 <= time.monotonic() - began < 6.0
        assert (found.status, found.found) == ("stopped", False)

    def test_hands_a_problem_to_a_worker_that_does_not_read_without_waiting_for_it(self, large):
        with Solver(program="import time; time.sleep(25)") as solver:
            began = time.monotonic()

            running = solver.begin(large, seconds=20.0)
            running.stop()
            solver.begin(large, seconds=20.0)

            assert time.monotonic() - began < 6.0
            assert running.ended
        assert not [thread for thread in threading.enumerate() if thread.name == WRITER]

    def test_carries_a_large_problem_to_a_worker_that_reads(self):
        easy = knapsack(100_000, whole=False)

        with Solver() as solver:
            found = solver.solve(replace(easy, cost=-easy.cost), seconds=30.0)

        assert found.status == "optimal"
        assert found.x.size == 100_000

    def test_answers_when_the_worker_dies_at_once(self):
        with Solver(program="raise SystemExit") as solver:
            time.sleep(0.3)
            found = solver.solve(knapsack(200), seconds=2)

        assert (found.status, found.found) == ("stopped", False)

    def test_answers_when_the_worker_closes_its_ears(self):
        with Solver(program="import os, time; os.close(0); time.sleep(30)") as solver:
            time.sleep(0.4)
            found = solver.begin(knapsack(200), seconds=5).outcome()

        assert not found.found

    def test_ends_twice_without_complaint(self):
        solver = Solver()
        solver.kill()
        assert solver.hear(0.0) is None
        assert solver.hear(0.01) is None
