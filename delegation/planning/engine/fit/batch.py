"""Batches: what some thousands of pairs bring, gathered once, so that an evaluation at new prices gathers only prices.

Arrays are weeks × pairs, so that a step of the recursion touches one row. A batch is small enough to stay in the cache.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from delegation.planning.engine.fit.linear import Floats, Ints

if TYPE_CHECKING:
    from delegation.planning.engine.fit.instance import Instance

SIZE = 2000
KEPT_BYTES = 30_000_000


@dataclass(frozen=True)
class Batch:
    """The pairs in ``rows`` of a question; everything else is by pair, in this order."""

    given: "Instance"
    rows: Ints

    @cached_property
    def task(self) -> Ints:
        """Which task."""
        return self.given.pairs.task[self.rows]

    @cached_property
    def group(self) -> Ints:
        """Which group does it today."""
        return self.given.tasks.group[self.task]

    @cached_property
    def partner(self) -> Ints:
        """Which partner could."""
        return self.given.pairs.partner[self.rows]

    @cached_property
    def hours(self) -> Floats:
        """Task hours (weeks × pairs)."""
        return np.ascontiguousarray(self.given.tasks.hours[self.task].T)

    @cached_property
    def gain(self) -> Floats:
        """Senior hours freed per task hour routed."""
        return self.given.gain[self.rows]

    @cached_property
    def fee_per_hour(self) -> Floats:
        """€ per task hour routed."""
        return self.given.fee_per_hour[self.rows]

    @cached_property
    def relief_per_hour(self) -> Floats:
        """€ of relief per task hour routed."""
        return self.given.relief_per_hour[self.rows]

    @cached_property
    def effort_ratio(self) -> Floats:
        """Partner hours per task hour."""
        return self.given.pairs.effort_ratio[self.rows]

    @cached_property
    def standing_hours(self) -> Floats:
        """In-house hours per open week."""
        return self.given.tasks.standing_hours[self.task]

    @cached_property
    def teach_hours(self) -> Floats:
        """In-house hours per transfer."""
        return self.given.tasks.teach_hours[self.task]

    @cached_property
    def learn_hours(self) -> Floats:
        """Partner hours per transfer."""
        return self.given.pairs.teach_hours[self.rows]

    @cached_property
    def rate_per_hour(self) -> Floats:
        """€ per partner hour."""
        return self.given.partners.rate_per_hour[self.partner]

    @cached_property
    def ends(self) -> Ints:
        """Where, in a flat array of (weeks + 1) × pairs, a lane that opens in week 0 may first close."""
        count = self.rows.size
        return self.given.tasks.stint_weeks[self.task] * count + np.arange(count)

    @cached_property
    def last(self) -> Ints:
        """Where the last row of such an array is."""
        count = self.rows.size
        return self.given.weeks * count + np.arange(count)


def batches(given: "Instance", rows: Ints) -> Iterator[Batch]:
    """``rows`` (ascending) in batches of about ``SIZE``, alike in size, never cutting a task in two."""
    task = given.pairs.task[rows]
    cuts = np.append(np.flatnonzero(np.diff(task, prepend=-1)), task.size)
    wanted = np.linspace(0, task.size, max(1, round(task.size / SIZE)) + 1)
    for low, high in pairwise(cuts[np.searchsorted(cuts, wanted)]):
        yield Batch(given, rows[low:high])


def pieces(count: int) -> Iterator[slice]:
    """``count`` columns in slices of at most ``SIZE``: arrays that outgrow the cache are paged in anew at every step."""
    for low in range(0, count, SIZE):
        yield slice(low, low + SIZE)


def keep_blocks() -> None:
    """Have the allocator keep freed arrays of a batch instead of paging them in anew at every evaluation.

    When glibc gets a mapped block back, blocks up to its size are no longer mapped one by one, and twice as much stays
    with the process (``mallopt(3)``, M_MMAP_THRESHOLD). Nothing is ever written into this one, so it costs no memory.
    """
    np.empty(KEPT_BYTES, dtype=np.uint8)
