"""Places in a list: the order by index, and dense ranks of single criteria."""

import numpy as np
from numpy.typing import NDArray

from delegation.scoring.engine.values import TOP_CODE, Codes, Floats

Places = NDArray[np.int64]

_GRAIN = 1_000_000
"""Millionths of a point: indices nearer than half of one tie."""

_CHUNK = 8192
_LEAST_CHUNK = 512
"""Tasks at a time: a twelfth of them between these two, so that what lies between stays small beside the answer."""


def order(index: Floats, hours: Floats | None = None) -> Places:
    """The positions of the tasks, best index first: shape (tasks,) in and out.

    Indices, 0 to 100, that agree to a millionth of a point tie; then the task that costs more senior hours a month
    comes first (to the minute), then the one listed first. Give the tasks in the order of their ids.

    Index, minutes and position are packed into one 64-bit number, so that one plain sort is a stable one; where
    they do not fit, two keys are sorted one after the other. Beside the answer it needs no room worth mentioning.
    """
    position_bits = max(len(index) - 1, 1).bit_length()
    minute_bits = 0 if hours is None else 63 - position_bits - (100 * _GRAIN).bit_length()
    minutes = None if hours is None else np.rint(hours * 60).astype(np.int64)
    if minutes is not None and len(minutes) and (minutes.min() < 0 or minutes.max() >= 1 << minute_bits):
        return np.lexsort((-minutes, _behind(index)))
    packed = np.empty(len(index), dtype=np.int64)
    chunk = min(_CHUNK, max(_LEAST_CHUNK, len(index) // 12))
    for start in range(0, len(index), chunk):
        part = packed[start : start + chunk]
        part[:] = _behind(index[start : start + chunk])
        part <<= minute_bits
        if minutes is not None:
            part += (1 << minute_bits) - 1 - minutes[start : start + chunk]
        part <<= position_bits
        part += np.arange(start, start + len(part))
    packed.sort()
    packed &= (1 << position_bits) - 1
    return packed


def places(ordered: Places) -> Places:
    """The place of each task, 1 for the first, given the order: shape (tasks,)."""
    ranks = np.empty_like(ordered)
    ranks[ordered] = np.arange(1, len(ordered) + 1)
    return ranks


def dense_ranks(codes: Codes) -> Places:
    """The dense rank of each task on one criterion, 1 for the highest level, 0 where not rated: shape (tasks,).

    Equal levels share a rank and no rank is left out.
    """
    rated = codes <= TOP_CODE
    levels, where = np.unique(codes[rated], return_inverse=True)
    ranks = np.zeros(len(codes), dtype=np.int64)
    ranks[rated] = len(levels) - where
    return ranks


def _behind(index: Floats) -> Places:
    """How far each task is behind 100, in whole millionths of a point."""
    return np.asarray(np.rint((100.0 - index) * _GRAIN), dtype=np.int64)
