"""Two clients, two partners, and a person for every role."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from delegation.accounts.models import Absence, Organisation, Person, Role, Team, User
from delegation.management.demonstration.chronicle import Chronicle, save
from delegation.management.demonstration.shipped import wages
from inventory.models import Initiative, Skill, System, Task

PASSWORD = "relay-demo-2026"  # noqa: S105 - printed on the screen for everybody who tries Relay
PRODUCTIVE_MINUTES = 1800

# First name: full name, role, occupation whose wage is paid, minutes a week.
HALDEN = {
    "marta": ("Marta Kvist", Role.MANAGER, "11-3021"), "jon": ("Jon Eide", Role.MANAGER, "11-3021"),
    "priya": ("Priya Nair", Role.CONTRIBUTOR, "15-1211"), "tomas": ("Tomás Rey", Role.CONTRIBUTOR, "15-1244"),
    "omar": ("Omar Haddad", Role.CONTRIBUTOR, "15-1211"), "ana": ("Ana Berg", Role.CONTRIBUTOR, "15-1232"),
    "lena": ("Lena Falk", Role.CONTRIBUTOR, "15-1242"), "eva": ("Eva Lindqvist", Role.EXECUTIVE, "11-3021"),
    "sven": ("Sven Aas", Role.SECURITY, "15-1212"), "otto": ("Otto Brandt", Role.AUDITOR, "15-1212"),
    "ada": ("Ada Holm", Role.ADMIN, "15-1244"),
}  # fmt: skip
NORRBY = {
    "nils": ("Nils Ek", Role.MANAGER, "11-3021"), "nina": ("Nina Dahl", Role.CONTRIBUTOR, "15-1244"),
}  # fmt: skip
MERIDIAN = {
    "rachel": ("Rachel Stone", Role.LEAD, ""), "asha": ("Asha Rao", Role.TECHNICIAN, ""),
    "tom": ("Tom Becker", Role.TECHNICIAN, ""), "mei": ("Mei Lin", Role.TECHNICIAN, ""),
}  # fmt: skip
COBALT = {
    "rolf": ("Rolf Meyer", Role.LEAD, ""), "kim": ("Kim Park", Role.TECHNICIAN, ""),
    "dana": ("Dana Wolf", Role.TECHNICIAN, ""),
}  # fmt: skip
FIRMS = {
    "halden": ("Halden Foods", "halden-foods.example", Organisation.Kind.CLIENT, "Europe/Oslo", "NO", HALDEN),
    "norrby": ("Norrby Retail", "norrby-retail.example", Organisation.Kind.CLIENT, "Europe/Stockholm", "SE", NORRBY),
    "meridian": ("Meridian Managed IT", "meridian-it.example", Organisation.Kind.PARTNER, "Europe/Warsaw", "PL", MERIDIAN),
    "cobalt": ("Cobalt Operations", "cobalt-operations.example", Organisation.Kind.PARTNER, "Europe/Berlin", "DE", COBALT),
}  # fmt: skip
# Who is away: weeks ago it starts (before today when above nothing), and for how many days.
LEAVE = (
    ("tomas", 19, 14),
    ("priya", 17, 11),
    ("ana", 20, 18),
    ("omar", 16, 9),
    ("lena", 6, 4),
    ("marta", 18, 14),
    ("jon", -2, 5),
    ("priya", -4, 9),
    ("omar", -5, 11),
)


@dataclass
class Client:
    """One client as the chapters of the demonstration fill it."""

    organisation: Organisation
    chronicle: Chronicle
    people: dict[str, Person]
    partners: dict[str, Organisation]
    team: Team | None = None
    systems: dict[str, System] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    initiatives: list[Initiative] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)


def settle(*, now: datetime) -> tuple[Client, Client]:
    """Write the organisations and their people; gives the two clients, the large one first."""
    organisations = {
        slug: Organisation(
            kind=kind, name=name, slug=f"demonstration-{slug}", time_zone=zone, country=country, is_demonstration=True,
            workday_from=time(8), workday_to=time(17), created_at=now - timedelta(days=420),
        )
        for slug, (name, _, kind, zone, country, _) in FIRMS.items()
    }  # fmt: skip
    save(list(organisations.values()))
    team = Team.objects.create(organisation=organisations["halden"], name="IT operations")
    people = _people(organisations, team, now=now)
    _sponsor(people, now=now)
    partners = {slug: organisations[slug] for slug in ("meridian", "cobalt")}
    halden, norrby = (
        Client(organisations[slug], Chronicle(organisations[slug], now=now), people, partners)
        for slug in ("halden", "norrby")
    )
    halden.team = team
    _leave(halden)
    return halden, norrby


def _people(organisations: dict[str, Organisation], team: Team, *, now: datetime) -> dict[str, Person]:
    password, paid = make_password(PASSWORD), wages()
    people = {}
    for slug, (_, domain, _, zone, _, seats) in FIRMS.items():
        for first, (name, role, occupation) in seats.items():
            people[first] = Person(
                user=User(email=f"{first}@{domain}", password=password), organisation=organisations[slug], role=role,
                name=name, time_zone=zone, team=team if slug == "halden" else None, grade=4 if role == Role.MANAGER else 3,
                rate_per_hour=Decimal(str(paid[occupation])) if occupation else None, minutes_per_week=PRODUCTIVE_MINUTES,
                initiative_share=30 if role == Role.CONTRIBUTOR else 0, created_at=now - timedelta(days=410),
            )  # fmt: skip
    save([person.user for person in people.values()])
    save(list(people.values()))
    return people


def _sponsor(people: dict[str, Person], *, now: datetime) -> None:
    """Seats at a partner say why they exist, and until when."""
    outside = [person for person in people.values() if person.is_partner]
    for person in outside:
        person.purpose = "Runs what was handed off"
        person.expires_on = (now + timedelta(days=540)).date()
    Person.objects.bulk_update(outside, ["purpose", "expires_on"])


def _leave(client: Client) -> None:
    today = client.chronicle.today
    save([
        Absence(
            organisation=client.organisation, person=client.people[first], from_on=today - timedelta(weeks=weeks),
            to_on=today - timedelta(weeks=weeks) + timedelta(days=days - 1),
        )
        for first, weeks, days in LEAVE
    ])  # fmt: skip
