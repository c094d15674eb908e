"""May I? An answer that is true, or false with the sentence to show."""

from dataclasses import dataclass

from delegation.accounts.models import Invitation, Organisation, Person, Role

CLIENT_ROLES = frozenset(
    {Role.CONTRIBUTOR, Role.MANAGER, Role.EXECUTIVE, Role.SECURITY, Role.AUDITOR, Role.ADMIN}
)
PARTNER_ROLES = frozenset({Role.LEAD, Role.TECHNICIAN})


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with its reason; true exactly when it is yes."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(allowed=True)


def No(reason: str) -> Answer:  # noqa: N802 - reads as the word it is: return No("...")
    """A refusal with the sentence to show."""
    return Answer(allowed=False, reason=reason)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """No, because. Its text is a sentence for the person who asked."""


def require(answer: Answer) -> None:
    """Go on, or raise ``Refused`` with the answer's reason."""
    if not answer:
        raise Refused(answer.reason)


def only(person: Person, *roles: str, to: str) -> Answer:
    """Whether ``person`` holds one of ``roles``; otherwise a sentence saying who can do ``to``."""
    if person.role in roles:
        return YES
    names = [f"{Role(role).label.lower()}s" for role in roles]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return No(f"Only {who} can {to}.")


def may_see_people(person: Person) -> Answer:
    return only(
        person, Role.ADMIN, Role.MANAGER, Role.CONTRIBUTOR, Role.AUDITOR, Role.SECURITY, Role.LEAD,
        to="see the people",
    )  # fmt: skip


def may_invite(person: Person) -> Answer:
    """Admins invite to the client; a lead invites technicians to the own firm."""
    return only(person, Role.ADMIN, Role.LEAD, to="invite people")


def may_change_invitation(person: Person, *, invitation: Invitation) -> Answer:
    """Whoever may invite may withdraw what waits at the own organisation, or send it again."""
    if person.organisation_id != invitation.organisation_id:
        return No("That invitation is not your organisation's.")
    return may_invite(person)


def may_give_role(person: Person, *, role: str, organisation: Organisation) -> Answer:
    """A role belongs to one kind of organisation; a lead invites technicians of the own firm only."""
    if role not in roles_at(organisation):
        return No(f"{Role(role).label} is not a role at a {organisation.get_kind_display().lower()}.")
    if person.organisation_id != organisation.pk:
        return No("You can invite to your own organisation only.")
    if role == Role.LEAD:
        return No("Invite them as a technician first, then make them a lead.")
    return may_invite(person)


def may_change_role(person: Person, *, other: Person, role: str) -> Answer:
    """Somebody else's role, at one's own organisation, within the roles of its kind."""
    if other == person:
        return No("Somebody else must change your role.")
    if person.organisation_id != other.organisation_id:
        return No("That seat is not in your organisation.")
    if role not in roles_at(other.organisation):
        return No(f"{Role(role).label} is not a role at a {other.organisation.get_kind_display().lower()}.")
    return only(person, Role.ADMIN, Role.LEAD, to="change roles")


def roles_at(organisation: Organisation) -> frozenset[Role]:
    """The roles that an organisation's people may hold."""
    return CLIENT_ROLES if organisation.kind == Organisation.Kind.CLIENT else PARTNER_ROLES


def may_end_seat(person: Person, *, other: Person) -> Answer:
    if other == person:
        return No("Somebody else must end your seat.")
    if person.organisation_id != other.organisation_id:
        return No("That seat is not in your organisation.")
    return only(person, Role.ADMIN, Role.LEAD, to="end seats")


def may_keep_organisation(person: Person, organisation: Organisation) -> Answer:
    if person.organisation_id != organisation.pk:
        return No("You can change your own organisation only.")
    return only(person, Role.ADMIN, Role.LEAD, to="change the organisation")


def may_keep_person(person: Person, *, other: Person) -> Answer:
    """Team, grade, cost and hours are the managers' business, their own included."""
    if person.organisation_id != other.organisation_id:
        return No("That seat is not in your organisation.")
    return only(person, Role.ADMIN, Role.MANAGER, to="change what is kept of a person")


def may_note_absence(person: Person, *, other: Person) -> Answer:
    """Everybody for themselves, managers for everybody."""
    if person.organisation_id != other.organisation_id:
        return No("That seat is not in your organisation.")
    if person == other and not person.is_partner:
        return YES
    return only(person, Role.ADMIN, Role.MANAGER, to="note when somebody else is away")
