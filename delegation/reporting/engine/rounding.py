"""Rounding that keeps its word: the parts shown add up to the total shown."""

from collections.abc import Sequence

HOUR = 60


def whole(amount: int, unit: int = HOUR) -> int:
    """``amount`` in whole ``unit``, halves up: minutes in hours unless told otherwise.

    >>> whole(90)
    2
    """
    return (2 * amount + unit) // (2 * unit)


def shares(parts: Sequence[int], unit: int = HOUR) -> tuple[int, ...]:
    """Each of ``parts`` in whole ``unit``, so that they sum to ``whole(sum(parts), unit)``.

    Largest remainder (Hamilton): every part is cut down, and what is missing from the rounded total goes to the
    parts that lost most; of equals the earlier. No part moves by a whole unit.

    >>> shares([25, 25, 25])
    (1, 0, 0)
    """
    return _hand_out([divmod(part, unit) for part in parts], whole(sum(parts), unit))


def per_cent(parts: Sequence[int]) -> tuple[int, ...]:
    """Each of ``parts`` as whole per cent of their sum, together 100; all 0 where there is nothing.

    >>> per_cent([1, 1, 1])
    (34, 33, 33)
    """
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    return _hand_out([divmod(100 * part, total) for part in parts], 100)


def _hand_out(cut: Sequence[tuple[int, int]], total: int) -> tuple[int, ...]:
    missing = total - sum(quotient for quotient, _ in cut)
    by_loss = sorted(range(len(cut)), key=lambda place: (-cut[place][1], place))
    lucky = set(by_loss[:missing])
    return tuple(quotient + (place in lucky) for place, (quotient, _) in enumerate(cut))
