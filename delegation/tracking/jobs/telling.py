"""Word about a run."""

from collections.abc import Iterable
from datetime import datetime

from delegation.accounts.models import Person, Role
from delegation.handoff.models import Handoff
from delegation.notices.word import tell
from delegation.tracking.models import PartnerRun


def tell_client(
    run: PartnerRun, *, subject: str, body: str = "", by: Person | None, must_act: bool = False
) -> None:
    """Tell the holder of the task and the accountable person, but not whoever did it."""
    handoff = run.handoff
    for person in {handoff.task.holder or handoff.accountable, handoff.accountable} - {by}:
        tell(
            person, subject=subject, body=body, kind="run", about=run, address=run.client_page, must_act=must_act
        )  # fmt: skip


def tell_partner(run: PartnerRun, *, words: str, by: Person | None, must_act: bool = False) -> None:
    """Tell the technician who has it; while nobody has, the leads. The mail names the client and no task."""
    people: Iterable[Person] = [run.technician] if run.technician else leads_of(run.handoff)
    subject = f"{run.organisation}: {words}"
    for person in people:
        if person != by:
            tell(person, subject=subject, kind="run", about=run, address=run.portal_page, must_act=must_act)


def remind(person: Person, run: PartnerRun, *, key: str, subject: str, at: datetime) -> bool:
    """Remind somebody once; gives whether it was the first time."""
    address = run.portal_page if person.is_partner else run.client_page
    told = tell(
        person, subject=subject, kind="overdue", about=run, address=address, must_act=True, at=at,
        key=f"{key}:{run.pk}:{person.pk}",
    )  # fmt: skip
    return told is not None


def leads_of(handoff: Handoff) -> list[Person]:
    """The lead who accepted it; where nobody is named, every lead of the partner."""
    if handoff.partner_lead is not None:
        return [handoff.partner_lead]
    leads = Person.objects.filter(organisation=handoff.partner_id, role=Role.LEAD, ended_at=None)
    return list(leads.select_related("user"))
