"""What people do about seats: invite, take a seat, give another role, end one."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from delegation.accounts.letters import PLACE, hash_of, post_link, secret_of
from delegation.accounts.models import Invitation, Organisation, Person, User
from delegation.accounts.permissions import (
    Refused,
    may_change_invitation,
    may_change_role,
    may_end_seat,
    may_give_role,
    require,
)
from delegation.audit import trail

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
    """Offer a seat to an address; gives the invitation and the secret of its link, which is not kept.

    The address is owed a mail with the link; an older invitation of it to that organisation dies. Raises
    ``Refused`` where ``by`` may not give that role there, or where the address has a seat already.
    """
    require(may_give_role(by, role=role, organisation=organisation))
    email = email.strip().lower()
    if _seat(organisation, email) is not None:
        raise Refused(f"{email} has a seat here already.")
    _open().filter(organisation=organisation, email=email).update(withdrawn_at=timezone.now())
    invitation = Invitation(
        organisation=organisation, email=email, name=name, role=role, invited_by=by,
        sponsor=by, purpose=purpose, seat_expires_on=seat_expires_on, expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    token = secret_of(invitation)
    invitation.token_hash = hash_of(token)
    invitation.save(force_insert=True)
    trail.record("offered a seat", about=invitation, by=by, why=purpose, after=role)
    _write_to(invitation)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person) -> None:
    """Take an offer of a seat back; its link dies. Raises ``Refused`` when it was used or withdrawn before."""
    require(may_change_invitation(by, invitation=invitation))
    _close(invitation)
    trail.record("withdrew the offer of a seat", about=invitation, by=by, before=invitation.role)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Person) -> tuple[Invitation, str]:
    """Offer the same seat anew with a new link; the old link dies. Gives what ``invite`` gives.

    Raises ``Refused`` when the invitation was used or withdrawn before, or where ``by`` may not give that role.
    """
    require(may_change_invitation(by, invitation=invitation))
    _close(invitation)
    return invite(
        organisation=invitation.organisation, email=invitation.email, name=invitation.name, role=invitation.role,
        by=by, purpose=invitation.purpose, seat_expires_on=invitation.seat_expires_on,
    )  # fmt: skip


def invitation_for(token: str) -> Invitation | None:
    """The invitation that a link stands for, if it can still be used."""
    return _open().filter(token_hash=hash_of(token)).select_related("organisation", "invited_by").first()


@transaction.atomic
def take_seat(*, invitation: Invitation, password: str | None, user: User | None) -> Person:
    """Use an invitation, once: an existing login takes the seat, a new one is made with its password.

    Raises ``Refused`` when somebody used it first, when another login is signed in, or when the address has a
    seat there by now.
    """
    existing = User.objects.filter(email=invitation.email).first()
    if existing != user:
        first = "Sign in" if user is None else f"You are signed in as {user}. Sign out, sign in"
        raise Refused(f"{first} as {invitation.email}, then open this link again.")
    if not _open().filter(pk=invitation.pk).update(used_at=timezone.now()):
        raise Refused("This invitation was used already. Sign in with the password you chose then.")
    if _seat(invitation.organisation, invitation.email) is not None:
        raise Refused(f"{invitation.email} has a seat here already.")
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
    trail.record("took the seat", about=person, by=person, after=person.role)
    return person


@transaction.atomic
def give_role(*, person: Person, role: str, by: Person) -> None:
    """Give a colleague another role; it counts from that person's next request on."""
    require(may_change_role(by, other=person, role=role))
    before = person.role
    if not Person.objects.filter(pk=person.pk, role=before, ended_at=None).update(role=role):
        raise Refused(f"{person}'s seat was changed by somebody else just now. Look again and decide.")
    person.role = role
    trail.record("gave another role", about=person, by=by, before=before, after=role)


@transaction.atomic
def end_seat(*, person: Person, by: Person) -> None:
    """End somebody's seat; the next request of theirs finds it gone, and open invitations to and by them die."""
    require(may_end_seat(by, other=person))
    ended = Person.objects.filter(pk=person.pk, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        raise Refused(f"{person}'s seat has ended already.")
    to_or_by = Q(organisation=person.organisation_id, email=person.user.email) | Q(invited_by=person)
    _open().filter(to_or_by).update(withdrawn_at=timezone.now())
    trail.record("ended the seat", about=person, by=by, before=person.role)


def link_for(token: str, *, to: Organisation) -> str:
    """The whole address of an invitation, at the door that the organisation's people use."""
    return f"{to.door}{reverse('accounts:invitation', args=[token])}"


def _write_to(invitation: Invitation) -> None:
    who, where = invitation.invited_by, invitation.organisation
    post_link(
        about=invitation,
        to=invitation.email,
        subject=f"Your seat at {where}",
        sentence=f"{who} invites you to {where} on Relay, as {invitation.get_role_display().lower()}.",
        link=link_for(PLACE, to=where),
    )


def _close(invitation: Invitation) -> None:
    """Withdraw one that waits, also where its 72 hours are over."""
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not waiting.update(withdrawn_at=timezone.now()):
        raise Refused(f"The invitation of {invitation.email} was used or withdrawn already.")


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


def _seat(organisation: Organisation, email: str) -> Person | None:
    """The seat that may act today, if the address has one there."""
    acting = Person.objects.active(on=timezone.localdate())
    return acting.filter(organisation=organisation, user__email=email).first()
