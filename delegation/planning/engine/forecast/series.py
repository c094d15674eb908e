"""A series of volumes over days, weeks or months, and the calendar it stands in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


class Step(StrEnum):
    """How long one period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def per_year(self) -> float:
        """Periods in a year."""
        return {Step.DAY: 365.25, Step.WEEK: 365.25 / 7, Step.MONTH: 12.0}[self]


@dataclass(frozen=True, eq=False)
class Series:
    """Volumes of consecutive periods; ``first`` is the day the first one starts, silence is zero.

    ``values`` (shape ``(n,)``) are finite and not negative. ``counts`` says that they count events, so that
    chance alone moves them. Raises ``ValueError`` without values or for values that cannot be volumes.
    """

    name: str
    first: date
    step: Step
    values: Floats
    counts: bool = True

    def __post_init__(self) -> None:
        """Hold the values to what a volume can be."""
        if not self.values.size or not np.isfinite(self.values).all() or self.values.min() < 0:
            raise ValueError(f"The series {self.name} needs at least one volume, and none below zero.")

    def starts(self, *, ahead: int = 0) -> Days:
        """First days of the periods, ``ahead`` more than there are values."""
        return starts(self.first, self.step, len(self.values) + ahead)

    def until(self, periods: int) -> "Series":
        """The first ``periods`` of it: what was known then."""
        return Series(self.name, self.first, self.step, self.values[:periods], self.counts)


def starts(first: date, step: Step, periods: int) -> Days:
    """First days of so many periods in a row.

    Months start on the same day of the month as ``first``, which must be one that every month has.
    """
    if step is Step.MONTH:
        months = np.datetime64(first, "M") + np.arange(periods)
        return months.astype("datetime64[D]") + (first.day - 1)
    return np.datetime64(first, "D") + np.arange(periods) * (7 if step is Step.WEEK else 1)
