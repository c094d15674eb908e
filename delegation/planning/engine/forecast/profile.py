"""When in the week volume comes: shares of day and hour."""

from datetime import time

import numpy as np
from numpy.typing import NDArray

from delegation.planning.engine.forecast.series import Floats

HOURS = 7 * 24
HALF_LIFE_DAYS = 52 * 7.0


def profile(
    opened: NDArray[np.datetime64], *, half_life_days: float = HALF_LIFE_DAYS, believed: float = 5.0
) -> Floats:
    """Shares of the week's volume per day (Monday first) and hour, shape ``(7, 24)``; they add up to one.

    ``opened`` are instants in local time. Weight halves every ``half_life_days`` before the newest one. Few
    events are smoothed by ``believed`` events spread evenly over the week, which is also the answer to none.
    """
    sums = np.full(HOURS, believed / HOURS)
    if opened.size:
        hours = opened.astype("datetime64[h]").astype(np.int64)
        age = (hours.max() - hours) / 24.0
        # Hour 0 of the epoch was a Thursday's.
        np.add.at(sums, (hours + 3 * 24) % HOURS, 0.5 ** (age / half_life_days))
    return np.asarray(sums / sums.sum()).reshape(7, 24)


def off_hours_share(
    shares: Floats, *, opens: time, closes: time, days: tuple[int, ...] = (0, 1, 2, 3, 4)
) -> float:
    """The share of volume outside working hours: from ``opens`` to ``closes`` on ``days`` (0 is Monday).

    Within an hour that is partly worked, volume counts by the minute. A ``closes`` of midnight is the end of the day.
    """
    start, end = _hours(opens), _hours(closes) or 24.0
    worked = np.clip(np.minimum(np.arange(24) + 1.0, end) - np.maximum(np.arange(24.0), start), 0.0, 1.0)
    return float(1.0 - (shares[list(days)] @ worked).sum())


def _hours(moment: time) -> float:
    return moment.hour + moment.minute / 60.0
