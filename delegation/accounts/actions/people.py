"""What is kept of a person: team, grade, cost, hours, and the days away."""

from datetime import date
from typing import Any

from django.db import transaction

from delegation.accounts.models import Absence, Person, Team
from delegation.accounts.permissions import Refused, may_keep_person, may_note_absence, require
from delegation.audit import trail


@transaction.atomic
def keep_person(*, person: Person, team_name: str, by: Person, **fields: Any) -> None:
    """Change what ``fields`` name, and put the person into the team of that name, which is made if need be."""
    require(may_keep_person(by, other=person))
    team = None
    if team_name:
        team, _ = Team.objects.get_or_create(organisation=person.organisation, name=team_name)
    fields = {**fields, "team": team}
    before = {name: str(getattr(person, name)) for name in fields}
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    changed = [name for name, value in fields.items() if before[name] != str(value)]
    # What somebody costs stays out of the trail, which auditors read.
    told = [name for name in changed if name != "rate_per_hour"]
    trail.record(
        "changed what is kept of a person",
        about=person,
        by=by,
        before="; ".join(f"{name}: {before[name]}" for name in told),
        after="; ".join(f"{name}: {fields[name]}" for name in told),
    )


@transaction.atomic
def note_absence(*, person: Person, from_on: date, to_on: date, by: Person) -> Absence:
    """Note days away, both ends included. Raises ``Refused`` where they touch days that are noted already."""
    require(may_note_absence(by, other=person))
    Person.objects.select_for_update().get(pk=person.pk)
    if person.absences.filter(from_on__lte=to_on, to_on__gte=from_on).exists():
        raise Refused("Some of these days are noted already.")
    absence = Absence.objects.create(
        organisation=person.organisation, person=person, from_on=from_on, to_on=to_on
    )
    trail.record("noted days away", about=person, by=by, after=f"{from_on} to {to_on}")
    return absence


@transaction.atomic
def drop_absence(*, absence: Absence, by: Person) -> None:
    """Take days away back."""
    require(may_note_absence(by, other=absence.person))
    trail.record(
        "dropped days away", about=absence.person, by=by, before=f"{absence.from_on} to {absence.to_on}"
    )
    absence.delete()
