"""What a partner offers and can do."""

from datetime import date

from django.db import transaction

from delegation.accounts.models import Organisation, Person
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Capability, OfferedHours
from delegation.agreement.permissions import may_note_capability, may_offer_hours
from delegation.audit import trail
from inventory.models import Skill


@transaction.atomic
def offer_hours(
    *, client: Organisation, week_on: date, minutes: int, by: Person, is_firm: bool = True
) -> OfferedHours:
    """Offer a client minutes in a week that starts on a Monday; saying it again replaces it."""
    require(may_offer_hours(by, client=client))
    if week_on.isoweekday() != 1:
        raise Refused("A week starts on a Monday.")
    if minutes < 0:
        raise Refused("Minutes are a whole number from 0.")
    offered, _ = OfferedHours.objects.update_or_create(
        organisation=client,
        partner_id=by.organisation_id,
        week_on=week_on,
        defaults={"minutes": minutes, "is_firm": is_firm},
    )
    trail.record(f"offered {minutes} minutes for the week of {week_on:%d %b %Y}", about=offered, by=by)
    return offered


@transaction.atomic
def note_capability(*, partner: Organisation, skill: Skill, level: int, by: Person) -> Capability:
    """Note how well a partner can do something: 1 hardly, 2 well, 3 very well."""
    require(may_note_capability(by, client=skill.organisation))
    if level not in Capability.Level:
        raise Refused("The level is 1, 2 or 3.")
    noted, _ = Capability.objects.update_or_create(
        organisation_id=by.organisation_id, partner=partner, skill=skill, defaults={"level": level}
    )
    trail.record(f"noted level {level} in {skill}", about=noted, by=by, why=str(partner))
    return noted
