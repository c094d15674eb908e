"""What the clock does about handoffs: nothing stays past its deadline without somebody being told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from celery import shared_task
from django.utils import timezone

from delegation.accounts.models import Person, Role
from delegation.handoff.models import Handoff
from delegation.handoff.models.handoffs import Ball, page_of, portal_page_of
from delegation.notices.models import Notice
from delegation.notices.word import tell

# A reminder at the deadline, and two days later word to everybody who can help.
ESCALATE_AFTER = timedelta(days=2)
AT_ONCE = 500


@dataclass(frozen=True)
class Word:
    """What one person has to hear of one handoff; the same ``key`` is said once only."""

    to: Person
    about: Handoff
    kind: str
    words: str

    @property
    def key(self) -> str:
        """One per person and deadline."""
        return f"{self.kind}:{self.about.pk}:{self.about.deadline_at:%Y%m%d%H%M}:{self.to.pk}"

    def say(self, *, at: datetime) -> bool:
        """Owe it; False when it was said before or the seat has ended."""
        handoff, at_partner = self.about, self.to.is_partner
        subject = f"work for {handoff.organisation}" if at_partner else str(handoff.task)
        address = portal_page_of(handoff) if at_partner else page_of(handoff)
        notice = tell(
            self.to, subject=f"{self.words}: {subject}", kind=self.kind, about=handoff, address=address,
            must_act=True, key=self.key, at=at,
        )  # fmt: skip
        return notice is not None


@shared_task
def remind_stuck(*, at: datetime | None = None) -> int:
    """Remind whose move it is of every handoff past its deadline, and escalate two days later; gives how many were told.

    Once each per deadline, however often it runs and however many there are. Raises nothing for a handoff that moved
    meanwhile.
    """
    now = at or timezone.now()
    told = 0
    stuck = Handoff.objects.stuck(at=now)
    every, seated = list(stuck.order_by("deadline_at", "pk").values_list("pk", flat=True)), cache(_seated)
    for first in range(0, len(every), AT_ONCE):
        handoffs = stuck.whole().select_related("partner_lead").filter(pk__in=every[first : first + AT_ONCE])
        due = {word.key: word for handoff in handoffs for word in _due(handoff, seated, at=now)}
        for key in Notice.objects.filter(key__in=list(due)).values_list("key", flat=True):
            del due[str(key)]
        told += sum(word.say(at=now) for word in due.values())
    return told


Seated = Callable[[Any, str], list[Person]]


def _due(handoff: Handoff, seated: Seated, *, at: datetime) -> Iterator[Word]:
    unseen = handoff.status in Handoff.UNSEEN
    if handoff.ball == Ball.PARTNER and not unseen:
        movers = [handoff.partner_lead] if handoff.partner_lead else seated(handoff.partner_id, Role.LEAD)
    else:
        movers = [handoff.accountable, handoff.task.holder or handoff.accountable]
    for person in movers:
        yield Word(person, handoff, "stuck", "Past its day")
    if handoff.deadline_at is not None and handoff.deadline_at + ESCALATE_AFTER <= at:
        leads = [] if unseen else seated(handoff.partner_id, Role.LEAD)
        for person in [*seated(handoff.organisation_id, Role.MANAGER), *leads]:
            yield Word(person, handoff, "escalated", "Two days past its day")


def _seated(organisation_id: Any, role: str) -> list[Person]:
    return list(
        Person.objects.filter(organisation=organisation_id, role=role, ended_at=None).select_related("user")
    )
