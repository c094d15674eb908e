"""What one method says of a series."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.planning.engine.forecast.series import Floats


@dataclass(frozen=True, eq=False)
class Candidate:
    """``mean`` (shape ``(ahead,)``) of the next periods, and how the method fared on those known.

    ``told`` (shape ``(n,)``) is what it said of each known period just before it, ``speed`` the share of its level
    that one period replaces, ``used`` how many periods its fit used up, ``unsure`` the relative standard error
    of its pattern.
    """

    mean: Floats
    told: Floats
    speed: float
    used: float = 0.0
    unsure: float = 0.0


def mixed(candidates: Sequence[Candidate], shares: Floats) -> Candidate:
    """One candidate out of several, in these shares (which add up to one)."""
    pairs = list(zip(shares.tolist(), candidates, strict=True))
    return Candidate(
        mean=sum((share * one.mean for share, one in pairs[1:]), start=pairs[0][0] * pairs[0][1].mean),
        told=sum((share * one.told for share, one in pairs[1:]), start=pairs[0][0] * pairs[0][1].told),
        speed=sum(share * one.speed**2 for share, one in pairs) ** 0.5,  # it is the variances that add up
        used=sum(share * one.used for share, one in pairs),
        unsure=sum(share * one.unsure for share, one in pairs),
    )
