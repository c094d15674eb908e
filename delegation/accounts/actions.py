"""What people do about seats: invite, take a seat, end one."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.models import Invitation, Organisation, Person, User
from delegation.accounts.permissions import No, Refused, may_end_seat, may_give_role, require

VALID_FOR = timedelta(hours=72)


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    role: str,
    by: Person,
    purpose: str = "",
    seat_expires_on: date | None = None,
) -> tuple[Invitation, str]:
    """Offer a seat to an address; gives the invitation and the secret that its link carries, which is not kept.

    Raises ``Refused`` where ``by`` may not give that role there, or where the address has a seat already.
    """
    require(may_give_role(by, role=role, organisation=organisation))
    email = email.strip().lower()
    if Person.objects.filter(organisation=organisation, user__email=email, ended_at=None).exists():
        raise Refused(f"{email} has a seat here already.")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, name=name, role=role, token_hash=_hash(token), invited_by=by,
        sponsor=by, purpose=purpose, seat_expires_on=seat_expires_on, expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    return invitation, token


def invitation_for(token: str) -> Invitation | None:
    """The invitation that a link stands for, if it can still be used."""
    rows = Invitation.objects.filter(
        token_hash=_hash(token), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    return rows.select_related("organisation", "invited_by").first()


@transaction.atomic
def take_seat(*, invitation: Invitation, password: str | None, user: User | None) -> Person:
    """Use an invitation, once: an existing login takes the seat, a new one is made with its password.

    Raises ``Refused`` when somebody used it first, or when the login belongs to another address.
    """
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=timezone.now()):
        raise Refused("This invitation was used already. Sign in with the password you chose then.")
    existing = User.objects.filter(email=invitation.email).first()
    if existing is not None and existing != user:
        raise Refused(f"Sign in as {invitation.email} first, then open this link again.")
    login = existing or User.objects.create_user(invitation.email, password)
    person, fresh = Person.objects.get_or_create(
        user=login, organisation=invitation.organisation,
        defaults={
            "role": invitation.role, "name": invitation.name, "time_zone": invitation.organisation.time_zone,
            "sponsor": invitation.sponsor, "purpose": invitation.purpose, "expires_on": invitation.seat_expires_on,
        },
    )  # fmt: skip
    if not fresh:
        person.role, person.ended_at, person.expires_on = invitation.role, None, invitation.seat_expires_on
        person.save(update_fields=["role", "ended_at", "expires_on"])
    return person


@transaction.atomic
def end_seat(*, person: Person, by: Person) -> None:
    """End somebody's seat; the next request of theirs finds it gone, and open invitations to it die."""
    require(may_end_seat(by, other=person))
    if person.organisation_id != by.organisation_id:
        require(No("That seat is not in your organisation."))
    ended = Person.objects.filter(pk=person.pk, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        raise Refused(f"{person}'s seat has ended already.")
    Invitation.objects.filter(
        organisation=person.organisation_id, email=person.user.email, used_at=None
    ).update(withdrawn_at=timezone.now())


def link_for(token: str) -> str:
    """The address of an invitation, from the site's root."""
    return reverse("accounts:invitation", args=[token])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
