"""Opening an organisation, and what an administrator says about it."""

from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from delegation.accounts.models import Organisation, Person, User
from delegation.accounts.permissions import may_keep_organisation, require
from delegation.audit import trail


@transaction.atomic
def open_organisation(
    *, kind: str, name: str, time_zone: str = "UTC", country: str = "", currency: str = "EUR"
) -> Organisation:
    """A new tenant, empty; its short name is made of ``name`` and told apart by a number where it must be."""
    wanted = slugify(name)[:50] or kind
    taken = set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    slug = next(each for each in chain([wanted], numbered) if each not in taken)
    opened = Organisation.objects.create(
        kind=kind, name=name, slug=slug, time_zone=time_zone, country=country, currency=currency
    )
    trail.record("opened", about=opened, by=None, organisation=opened, after=name)
    return opened


@transaction.atomic
def first_seat(*, organisation: Organisation, user: User, name: str, role: str) -> Person:
    """The seat of whoever opens an organisation; everybody after that is invited."""
    person = Person.objects.create(
        user=user, organisation=organisation, role=role, name=name, time_zone=organisation.time_zone
    )
    trail.record("took the first seat", about=person, by=person, after=role)
    return person


@transaction.atomic
def keep_organisation(*, organisation: Organisation, by: Person, **fields: Any) -> None:
    """Change what ``fields`` name of one's own organisation; the trail keeps what each was and became."""
    require(may_keep_organisation(by, organisation))
    before = {name: str(getattr(organisation, name)) for name in fields}
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    changed = [name for name, value in fields.items() if before[name] != str(value)]
    trail.record(
        "changed the organisation",
        about=organisation,
        by=by,
        organisation=organisation,
        before="; ".join(f"{name}: {before[name]}" for name in changed),
        after="; ".join(f"{name}: {fields[name]}" for name in changed),
    )
