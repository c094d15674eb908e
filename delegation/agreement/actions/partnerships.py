"""Bringing a partner in: the client asks by mail, the partner's lead joins, once."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from delegation.accounts.actions import first_seat, open_organisation
from delegation.accounts.letters import PLACE, hash_of, post_link, secret_of
from delegation.accounts.models import Organisation, Person, Role, User
from delegation.accounts.permissions import Refused, require
from delegation.agreement.models import Partnership
from delegation.agreement.permissions import may_bring, may_withdraw, works_with
from delegation.audit import trail
from delegation.notices.word import tell


@transaction.atomic
def bring(*, name: str, lead_name: str, lead_email: str, by: Person) -> tuple[Partnership, str]:
    """Ask a firm in by its lead's address; gives the partnership and the secret of its link, which is not kept.

    The address is owed a mail with the link; an older question to it dies. Raises ``Refused`` where ``by`` may not ask.
    """
    require(may_bring(by))
    email = lead_email.strip().lower()
    older = Partnership.objects.visible_to(by).filter(partner=None, withdrawn_at=None, lead_email=email)
    older.update(withdrawn_at=timezone.now())
    asked = Partnership(
        organisation_id=by.organisation_id, name=name, lead_name=lead_name, lead_email=email,
        asked_by=by, expires_at=timezone.now() + Partnership.VALID_FOR,
    )  # fmt: skip
    token = secret_of(asked)
    asked.token_hash = hash_of(token)
    asked.save(force_insert=True)
    trail.record("asked a partner in", about=asked, by=by, after=email)
    words = f"{by} asks you to work with {by.organisation} on Relay, as its services partner."
    subject = f"Work with {by.organisation}"
    post_link(about=asked, to=email, subject=subject, sentence=words, link=link_of(PLACE))
    return asked, token


@transaction.atomic
def withdraw_question(*, partnership: Partnership, by: Person) -> None:
    """Take the question back; its link is dead at once."""
    require(may_withdraw(by, partnership))
    if not Partnership.objects.waiting().filter(pk=partnership.pk).update(withdrawn_at=timezone.now()):
        raise Refused("This question has ended already.")
    trail.record("withdrew the question", about=partnership, by=by)


def question_for(token: str) -> Partnership | None:
    """What a link asks, if it can still be answered."""
    rows = Partnership.objects.waiting().filter(token_hash=hash_of(token))
    return rows.select_related("organisation", "asked_by").first()


def firms_of(partnership: Partnership) -> QuerySet[Person]:
    """The seats as lead that the asked address holds already: a firm may serve several clients."""
    seats = Person.objects.active(on=timezone.localdate()).filter(role=Role.LEAD)
    return seats.filter(user__email=partnership.lead_email).select_related("organisation", "user")


@transaction.atomic
def join(
    *,
    partnership: Partnership,
    user: User | None,
    firm_name: str,
    seat: Person | None = None,
    password: str = "",
) -> Person:
    """Answer the question, once: with a firm that ``seat`` leads already, or with a new one; gives the lead's seat.

    Raises ``Refused`` when another login is signed in, when somebody answered first, or when that firm works
    for this client already.
    """
    login = User.objects.filter(email=partnership.lead_email).first()
    if login != user:
        first = "Sign in" if user is None else f"You are signed in as {user}. Sign out, sign in"
        raise Refused(f"{first} as {partnership.lead_email}, then open this link again.")
    if seat is not None and seat not in firms_of(partnership):
        raise Refused("You do not lead that firm.")
    if seat is not None and works_with(partnership.organisation, seat.organisation):
        raise Refused(f"{seat.organisation} works for {partnership.organisation} already.")
    lead = seat or _found(partnership, firm_name=firm_name, login=login, password=password)
    joined = {"partner": lead.organisation, "joined_at": timezone.now()}
    if not Partnership.objects.waiting().filter(pk=partnership.pk).update(**joined):
        raise Refused("This link was used already.")
    partnership.partner = lead.organisation
    trail.record("joined as a partner", about=partnership, by=lead, after=str(lead.organisation))
    tell(
        partnership.asked_by,
        subject=f"{lead.organisation} has joined",
        body="Draft an agreement with them, and ask for their ways in.",
        about=partnership,
        address=f"/partners/{partnership.pk}/",
    )
    return lead


def link_of(token: str) -> str:
    """The whole address of a question, at the partners' door."""
    return f"{settings.PORTAL_URL}/portal/invitation/{token}/"


def _found(partnership: Partnership, *, firm_name: str, login: User | None, password: str) -> Person:
    """A new firm with its lead."""
    client: Organisation = partnership.organisation
    firm = open_organisation(
        kind=Organisation.Kind.PARTNER, name=firm_name, time_zone=client.time_zone, currency=client.currency
    )
    user = login or User.objects.create_user(partnership.lead_email, password)
    return first_seat(organisation=firm, user=user, name=partnership.lead_name, role=Role.LEAD)
