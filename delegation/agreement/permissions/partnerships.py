"""Who may see partners and bring one in."""

from delegation.accounts.models import Organisation, Person, Role
from delegation.accounts.permissions import Answer, No, only
from delegation.agreement.models import Partnership


def may_see_partners(person: Person) -> Answer:
    return only(
        person, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, Role.SECURITY, Role.AUDITOR, Role.EXECUTIVE,
        to="see partners",
    )  # fmt: skip


def may_bring(person: Person) -> Answer:
    """An administrator asks a partner in: a stranger's firm will see what is offered to it."""
    return only(person, Role.ADMIN, to="bring in a partner")


def may_withdraw(person: Person, partnership: Partnership) -> Answer:
    answer = may_bring(person)
    if answer and person.organisation_id != partnership.organisation_id:
        return No("This partnership is not yours.")
    if answer and partnership.partner_id is not None:
        return No(f"{partnership} has joined already.")
    return answer


def works_with(client: Organisation, partner: Organisation) -> bool:
    """Whether the partner has joined this client."""
    return Partnership.objects.filter(organisation=client, partner=partner).exists()
