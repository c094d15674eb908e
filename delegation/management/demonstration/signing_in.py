"""How to sign in as each role."""

from delegation.accounts.models import Person
from delegation.management.demonstration.people import PASSWORD


def sign_ins() -> list[str]:
    """Lines saying who may be tried and how; none where the demonstration is not loaded."""
    people = Person.objects.filter(organisation__is_demonstration=True).select_related("organisation", "user")
    rows = [
        (str(person.organisation), person.get_role_display(), person.name, person.user.email)
        for person in people.order_by("organisation__kind", "organisation__name", "name")
    ]
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) + f"  {row[3]}"
        for row in rows
    ]
    return [f"The demonstration: sign in as anybody below with the password {PASSWORD}", *lines]
