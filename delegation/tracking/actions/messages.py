"""Words on a handoff or a run. They stay on one's own side unless somebody says that they are shared."""

from django.db import transaction

from delegation.accounts.models import Person
from delegation.accounts.permissions import Refused, require
from delegation.audit import trail
from delegation.handoff.actions.moving import tell_client, tell_partner
from delegation.handoff.models import Handoff
from delegation.tracking.models import Message, PartnerRun
from delegation.tracking.permissions import may_write

LONGEST = 4000
Visibility = Message.Visibility


@transaction.atomic
def write(
    *, handoff: Handoff, body: str, by: Person, visibility: str = Visibility.INTERNAL, run: PartnerRun | None = None
) -> Message:  # fmt: skip
    """Write a message, for one's own side unless ``visibility`` says shared; the other side is told of shared ones."""
    require(may_write(by, handoff, visibility=visibility))
    if not body.strip():
        raise Refused("Write something first.")
    shared = visibility == Visibility.SHARED
    message = say(handoff, run=run, body=body, by=by, shared=shared)
    if shared:
        _tell_the_other_side(handoff, by=by)
    return message


def say(
    handoff: Handoff,
    *,
    run: PartnerRun | None,
    body: str,
    by: Person,
    shared: bool,
    is_question: bool = False,
) -> Message:
    """Keep the words; the trail keeps that they were said, not what they were."""
    message = Message.objects.create(
        organisation_id=handoff.organisation_id, handoff=handoff, partner_run=run, side_id=by.organisation_id, by=by,
        visibility=Visibility.SHARED if shared else Visibility.INTERNAL, body=body.strip()[:LONGEST],
        is_question=is_question,
    )  # fmt: skip
    verb = f"wrote a message, {message.get_visibility_display().lower()}"
    trail.record(verb, about=run or handoff, by=by)
    return message


def _tell_the_other_side(handoff: Handoff, *, by: Person) -> None:
    """Word that there is a message, without its text: mails are read anywhere."""
    if by.is_partner:
        tell_client(handoff, by=by, subject=f"{handoff.partner} wrote about {handoff.task}")
    else:
        tell_partner(handoff, by=by, subject=f"{handoff.organisation} wrote to you")
