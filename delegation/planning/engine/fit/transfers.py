"""Transfers take partner hours in the week a tap opens: who gets the slot when two want the same hours."""

import numpy as np

from delegation.planning.engine.fit.bound import best_lanes
from delegation.planning.engine.fit.instance import Instance
from delegation.planning.engine.fit.lanes import Blocks, Lanes, Prices, joined
from delegation.planning.engine.fit.linear import Floats, Ints
from delegation.planning.engine.fit.parts import Bools

ROUNDS = 6


def seated(given: Instance, prices: Prices) -> Lanes:
    """The best lanes at ``prices`` whose transfers fit the partners' hours and the budget, at most one per task.

    Slots go to the lanes of greatest worth. The others look again with the full weeks blocked; in the last
    round every week is, which leaves standing handoffs alone.
    """
    room = Room(given)
    rows, seats = np.arange(given.pairs.task.size), list[Lanes]()
    blocks: Blocks | None = None
    turn = 0
    while rows.size:
        lanes, _ = best_lanes(given, prices, among=rows, blocks=blocks)
        fits = room.take(lanes)
        seats.append(lanes.taken(fits))
        rows = np.flatnonzero(np.isin(given.pairs.task, given.pairs.task[lanes.pair[~fits]]))
        turn += 1
        blocks = room.blocks(rows, everything=turn >= ROUNDS)
    return joined(seats) if seats else _none(given)


class Room:
    """Partner hours and money still free for transfers."""

    def __init__(self, given: Instance) -> None:
        """All of it."""
        self._given = given
        self.hours: Floats = given.partners.hours.copy()
        self.money = given.terms.budget_euros

    def take(self, lanes: Lanes) -> Bools:
        """Which of ``lanes`` fit, the worthiest first; what they need is no longer free."""
        pairs = self._given.pairs
        teach, partner = pairs.teach_hours[lanes.pair], pairs.partner[lanes.pair]
        shares = lanes.first + self._given.terms.refresh_share * lanes.again
        fits = np.ones(lanes.pair.size, dtype=bool)
        opening = np.flatnonzero(shares.any(axis=0))
        for lane in opening[np.lexsort((lanes.pair[opening], -lanes.worth[opening]))]:
            weeks = np.flatnonzero(shares[:, lane])
            fits[lane] = self._seat(int(partner[lane]), weeks, teach[lane] * shares[weeks, lane])
        return fits

    def blocks(self, rows: Ints, *, everything: bool) -> Blocks:
        """The weeks in which the pairs in ``rows`` find no room to open first, or again."""
        pairs = self._given.pairs
        free, teach = self.hours[pairs.partner[rows]].T, pairs.teach_hours[rows]
        again = teach * self._given.terms.refresh_share
        rate = self._given.partners.rate_per_hour[pairs.partner[rows]]
        return Blocks(
            (free < teach) | (self.money < rate * teach) | everything,
            (free < again) | (self.money < rate * again) | everything,
        )

    def _seat(self, partner: int, weeks: Ints, hours: Floats) -> bool:
        price = float(self._given.partners.rate_per_hour[partner] * hours.sum())
        if (self.hours[partner, weeks] < hours).any() or self.money < price:
            return False
        self.hours[partner, weeks] -= hours
        self.money -= price
        return True


def _none(given: Instance) -> Lanes:
    empty = np.zeros((given.weeks, 0), dtype=bool)
    return Lanes(np.zeros(0, dtype=np.int64), empty, empty, empty, empty, np.zeros(0))
