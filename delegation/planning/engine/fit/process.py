"""A worker process for HiGHS, with a limit that holds: past it the process is killed.

What the worker told before it was killed (its best point, its best bound) is kept and is the answer.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import numpy as np

from delegation.planning.engine.fit import wire
from delegation.planning.engine.fit.linear import Floats, Linear, Outcome

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = "from delegation.planning.engine.fit.worker import main; main()"
GRACE_SECONDS = 1.5
WRITER = "to the worker"
NO_GUESS = np.zeros(0)


class Solver:
    """Owns the worker process. Use as a context; it starts on entry, and again by itself after a kill."""

    def __init__(self, *, program: str = PROGRAM, grace: float = GRACE_SECONDS) -> None:
        """Remember what to run; ``grace`` is how many seconds past its limit a worker may live."""
        self._program = program
        self._grace = grace
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[wire.Arrays | None] = queue.Queue()
        self._running: Running | None = None

    def __enter__(self) -> Self:
        """Start the worker, so that it is warm when the first problem is ready."""
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker."""
        self.kill()

    def solve(
        self, problem: Linear, *, seconds: float, guess: Floats = NO_GUESS, gap: float = 0.0
    ) -> Outcome:
        """``begin`` and wait for the end."""
        return self.begin(problem, seconds=seconds, guess=guess, gap=gap).outcome()

    def begin(
        self,
        problem: Linear,
        *,
        seconds: float,
        guess: Floats = NO_GUESS,
        gap: float = 0.0,
        within: float = 1e-6,
    ) -> "Running":
        """Hand a problem to the worker: ``seconds`` at most, or until proven to ``gap`` (ratio) or ``within`` (cost).

        ``guess`` is a feasible point to start from. Beginning a problem ends the one before it.
        """
        if self._running is not None and not self._running.ended:
            self._running.stop()
        if self._process is None or self._process.poll() is not None:
            self._start()
        self._running = Running(self, time.monotonic() + seconds + self._grace)
        limits = {"seconds": seconds, "gap": gap, "within": within}
        self._write({**problem.arrays(), **limits, "guess": guess})
        return self._running

    def hear(self, seconds: float) -> wire.Arrays | None:
        """The worker's next message, or None when it is silent for ``seconds`` or gone. Raises ``queue.Empty`` never."""
        try:
            return self._heard.get(timeout=seconds) if seconds > 0 else self._heard.get_nowait()
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End the worker now, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with contextlib.suppress(OSError):
                cast("BinaryIO", self._process.stdin).close()
            self._process = None

    def _start(self) -> None:
        self.kill()
        self._heard = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own program
            [sys.executable, "-c", self._program],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        stream = cast("BinaryIO", self._process.stdout)
        threading.Thread(target=_listen, args=(stream, self._heard), daemon=True).start()

    def _write(self, ask: Mapping[str, Any]) -> None:
        """Send ``ask`` from a thread of its own: a worker that does not read must not hold up the limit."""
        stream = cast("BinaryIO", cast("subprocess.Popen[bytes]", self._process).stdin)
        sent = (stream, wire.packed(ask), self._heard)
        threading.Thread(target=_send, args=sent, name=WRITER, daemon=True).start()


class Running:
    """One problem at the worker: ask ``newest()`` at leisure, or ``outcome()`` to wait for the end."""

    def __init__(self, solver: Solver, until: float) -> None:
        """Follow what ``solver`` hears until the moment ``until`` of the monotonic clock."""
        self._solver = solver
        self._until = until
        self._seen = Outcome(status="stopped")
        self.ended = False

    def newest(self, wait: float = 0.0) -> Outcome:
        """The best point and bound told so far; waits at most ``wait`` seconds for each message."""
        while not self.ended and (message := self._solver.hear(wait)) is not None:
            self._take(message)
        return self._seen

    def outcome(self) -> Outcome:
        """The end, waited for until the limit; then the worker is killed and the best so far returned."""
        while not self.ended:
            message = self._solver.hear(max(0.0, self._until - time.monotonic()))
            if message is None:
                self._solver.kill()
                self.ended = True
            else:
                self._take(message)
        return self._seen

    @property
    def overdue(self) -> bool:
        """Whether the limit has passed."""
        return time.monotonic() >= self._until

    def stop(self) -> Outcome:
        """The best so far, at once: a worker that has not ended is killed."""
        self._until = 0.0
        return self.outcome()

    def _take(self, message: wire.Arrays) -> None:
        kind, old = str(message["kind"]), self._seen
        bound = max(old.bound, float(message["bound"]))
        if kind == "bound":
            self._seen = Outcome("stopped", old.value, bound, old.x)
        elif kind == "better":
            self._seen = Outcome("stopped", float(message["value"]), bound, message["x"])
        else:
            self.ended = True
            end = Outcome(
                str(message["status"]), float(message["value"]), bound, message["x"], message["row_dual"]
            )
            self._seen = end if end.found or not old.found else Outcome(end.status, old.value, bound, old.x)


def _send(stream: BinaryIO, message: bytes, heard: "queue.Queue[wire.Arrays | None]") -> None:
    """Write ``message``; when the worker is gone, or was killed meanwhile, put None in the queue."""
    try:
        stream.write(message)
        stream.flush()
    except (OSError, ValueError):  # ValueError: closed by ``kill`` before all was written
        heard.put(None)


def _listen(stream: BinaryIO, heard: "queue.Queue[wire.Arrays | None]") -> None:
    """Put every message of the worker in the queue, and None once it is gone."""
    while (message := wire.read(stream)) is not None:
        heard.put(message)
    stream.close()
    heard.put(None)
