"""A partner's way into a system."""

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import YES, Answer, No, only
from delegation.agreement.models import AccessGrant
from inventory.models import System

Status = AccessGrant.Status


def may_ask_for_access(person: Person, system: System) -> Answer:
    """Whoever works with the system's tasks may ask, and becomes the sponsor."""
    answer = only(person, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN, to="ask for a partner's access")
    return (
        answer
        if not answer or person.organisation_id == system.organisation_id
        else No("This system is not yours.")
    )


def may_grant_access(person: Person, access: AccessGrant) -> Answer:
    """Security or an administrator switches it on; never the person who asked."""
    answer = _of_client(person, access, Role.SECURITY, Role.ADMIN, to="switch an access on")
    if answer and person.pk == access.sponsor_id:
        return No("You asked for this access, so somebody else must switch it on.")
    return answer and _stands(access, Status.REQUESTED, Status.SUSPENDED)


def may_suspend_access(person: Person, access: AccessGrant) -> Answer:
    answer = _of_client(person, access, Role.MANAGER, Role.SECURITY, Role.ADMIN, to="suspend an access")
    return answer and _stands(access, Status.LIVE)


def may_revoke_access(person: Person, access: AccessGrant) -> Answer:
    answer = _of_client(person, access, Role.MANAGER, Role.SECURITY, Role.ADMIN, to="revoke an access")
    return answer and _stands(access, Status.REQUESTED, Status.LIVE, Status.SUSPENDED)


def _of_client(person: Person, access: AccessGrant, *roles: str, to: str) -> Answer:
    if not (answer := only(person, *roles, to=to)):
        return answer
    return YES if person.organisation_id == access.organisation_id else No("This access is not yours.")


def _stands(access: AccessGrant, *statuses: str) -> Answer:
    if access.status in statuses:
        return YES
    return No(f"This access is {access.get_status_display().lower()}, so that is not possible now.")
