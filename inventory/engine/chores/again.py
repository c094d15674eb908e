"""Whether a chore that was found is one that a person decided about, under another name."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from inventory.engine.chores.mine import Chore


def is_again(chore: Chore, *, tickets: AbstractSet[str], last: datetime) -> bool:
    """Whether at least half of what the chore had by ``last`` are ``tickets`` of the decided one.

    Groups by words are named for their shortest common title, so new tickets may rename, split or grow them. A decided
    chore that was swallowed by a much larger one is a new question.
    """
    then = [ticket.external_id for ticket in chore.tickets if ticket.opened_at <= last]
    return bool(then) and 2 * len(tickets & set(then)) >= len(then)
