"""Search by shifts and swaps: move one job, or exchange two, the best move that is not forbidden for being recent.

Capacity may be exceeded at a price that rises while it is and falls while it is not, so the search crosses
infeasible ground both ways (strategic oscillation; Glover 1989, Yagiura, Ibaraki and Glover 2004). It begins at
the cheapest agents at the Lagrangean prices; each round starts from the best known with some jobs moved.
"""

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.fit.linear import Floats, Ints

PATIENCE = 300
KICK = (0.1, 0.3)
TENURE = (5, 15)
RAISE, LOWER = 1.02, 0.98


class Search:
    """The best assignment met so far: ``agent`` of each job, ``value``; ``round()`` looks further."""

    def __init__(self, cost: Floats, use: Floats, capacity: Floats, prices: Floats, *, seed: int = 0) -> None:
        """Know the instance and prices on capacity (€ per unit)."""
        self._cost, self._use, self._capacity = cost, use, capacity
        self._prices = np.maximum(prices, 0.1)
        charged = cost + prices[:, None] * use
        self._reduced = charged - charged.min(axis=0)
        self._spread = float(np.median(np.sort(self._reduced, axis=0)[min(1, capacity.size - 1)])) + 1.0
        self._random = np.random.default_rng(seed)
        self._jobs = np.arange(cost.shape[1])
        self._base, self._base_value = np.zeros(0, dtype=np.int64), np.inf
        self.agent, self.value = self._base, np.inf

    @property
    def found(self) -> bool:
        """Whether any assignment that fits is known."""
        return bool(self.agent.size)

    def offer(self, agent: Ints) -> None:
        """Learn of an assignment found elsewhere; it counts only if it fits and is cheaper."""
        load = np.bincount(agent, weights=self._use[agent, self._jobs], minlength=self._capacity.size)
        value = float(self._cost[agent, self._jobs].sum())
        if value < self.value and (load <= self._capacity + 1e-9).all():
            self.agent, self.value = agent.copy(), value
            self._base, self._base_value = self.agent, value

    def round(self) -> None:
        """One walk from a kicked start until nothing better has been met for a while."""
        walk = Walk(self._cost, self._use, self._capacity, self._prices.copy(), self._kicked())
        step = last = 0
        patience = max(PATIENCE // 5, min(PATIENCE, PATIENCE * 100 // self._jobs.size))
        while step - last < patience and step < 4 * patience:
            step += 1
            walk.step(step + int(self._random.integers(*TENURE)), step)
            last = step if walk.improved else last
        if walk.best_value <= self._base_value and walk.best.size:
            self._base, self._base_value = walk.best, walk.best_value
            self.offer(walk.best)

    def _kicked(self) -> Ints:
        if not self._base.size:
            return np.asarray(self._reduced.argmin(axis=0))
        agent, jobs = self._base.copy(), self._jobs.size
        share = self._random.choice(KICK)
        moved = self._random.choice(jobs, min(jobs, max(2, int(share * jobs))), replace=False)
        noise = self._random.exponential(self._spread, (self._capacity.size, moved.size))
        agent[moved] = (self._reduced[:, moved] + noise).argmin(axis=0)
        return agent


class Walk:
    """One walk through assignments; ``best`` is the cheapest that fits."""

    def __init__(self, cost: Floats, use: Floats, capacity: Floats, penalty: Floats, agent: Ints) -> None:
        """Start at ``agent``, charging ``penalty`` per unit over capacity."""
        self._cost, self._use, self._capacity, self._penalty = cost, use, capacity, penalty
        self._least, self._most = penalty * 0.05, penalty * 50.0 + 1.0
        self._jobs = np.arange(agent.size)
        self._agent = agent
        self._load = np.bincount(agent, weights=use[agent, self._jobs], minlength=capacity.size)
        self._forbidden = np.zeros(cost.shape, dtype=np.int64)
        self.best, self.best_value, self.improved = np.zeros(0, dtype=np.int64), np.inf, False

    def step(self, forbid_until: int, now: int) -> None:
        """Take the best move; what it undoes is forbidden until ``forbid_until``."""
        shift, swap = self._moves(self._forbidden > now)
        one, two = int(shift.argmin()), int(swap.argmin())
        if shift.flat[one] <= swap.flat[two]:
            agent, job = divmod(one, self._jobs.size)
            self._move(job, agent, forbid_until)
        else:
            first, second = divmod(two, self._jobs.size)
            to_first, to_second = int(self._agent[second]), int(self._agent[first])
            self._move(first, to_first, forbid_until)
            self._move(second, to_second, forbid_until)
        self._judge()

    def _moves(self, forbidden: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """What each shift (agents × jobs) and swap (jobs × jobs) would add to cost and penalty."""
        agent, cost, use, penalty = self._agent, self._cost, self._use, self._penalty
        over, held = self._load - self._capacity, penalty * np.maximum(0.0, self._load - self._capacity)
        own, size = cost[agent, self._jobs], use[agent, self._jobs]
        without = over[agent] - size
        leave = penalty[agent] * np.maximum(0.0, without) - held[agent] - own
        shift = cost + penalty[:, None] * np.maximum(0.0, over[:, None] + use) - held[:, None] + leave
        shift[forbidden] = np.inf
        shift[agent, self._jobs] = np.inf
        come = cost[agent] + penalty[agent][:, None] * np.maximum(0.0, without[:, None] + use[agent])
        come -= own + held[agent][:, None]
        swap = come + come.T
        barred = forbidden[agent]
        swap[barred | barred.T | (agent[:, None] == agent)] = np.inf
        return shift, swap

    def _move(self, job: int, agent: int, forbid_until: int) -> None:
        home = self._agent[job]
        self._load[home] -= self._use[home, job]
        self._load[agent] += self._use[agent, job]
        self._forbidden[home, job] = forbid_until
        self._agent[job] = agent

    def _judge(self) -> None:
        over = bool((self._load > self._capacity + 1e-9).any())
        value = float(self._cost[self._agent, self._jobs].sum())
        self.improved = not over and value < self.best_value
        if self.improved:
            self.best, self.best_value = self._agent.copy(), value
        self._penalty = np.clip(self._penalty * (RAISE if over else LOWER), self._least, self._most)
