"""Agreements with two partners, what they cover, and the ways into the systems."""

import hashlib
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from delegation.accounts.models import Role
from delegation.agreement.models import (
    AccessGrant,
    Agreement,
    Amendment,
    Capability,
    OfferedHours,
    Partnership,
    ScopeItem,
)
from delegation.management.demonstration.chronicle import monday, save
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.shipped import partner_rates, table

# Number, partner, labour category whose rate is paid, hours a month, weeks ago it starts, weeks it lasts.
AGREEMENTS = {
    "meridian": ("HF-2025-04", "meridian", "Administrative Assistant II", 260, 62, 130),
    "cobalt": ("HF-2025-07", "cobalt", "Business Analyst I", 40, 48, 54),
    "norrby": ("NR-2025-01", "meridian", "Administrative Assistant II", 40, 40, 104),
}
AMENDMENTS: tuple[tuple[str, str, str, str, str, int], ...] = (
    ("meridian", "Add plant-floor scanners", Amendment.Status.DRAFT, "Support", "Scanners of the three plants", 15),
    ("meridian", "Add EDI order clearing", Amendment.Status.PROPOSED, "Operate", "Failed EDI orders before six", 22),
    ("meridian", "Add the mail quarantine", Amendment.Status.SIGNED, "Support", "Mail held back as suspicious", 12),
    ("cobalt", "Add mailboxes", Amendment.Status.REJECTED, "Improve", "Moves of mailboxes", 10),
)  # fmt: skip
# What is not simply live: partner, system, where its access stands.
ACCESS = {
    ("cobalt", "Notes archive"): AccessGrant.Status.REQUESTED,
    ("meridian", "Workday"): AccessGrant.Status.SUSPENDED,
    ("meridian", "Oracle"): AccessGrant.Status.REVOKED,
}
CAPABLE = {
    "meridian": {"Windows": 3, "Network": 2, "Service desk": 3, "ERP": 2, "Reporting": 2},
    "cobalt": {"Database": 3, "ERP": 2},
}


def agree(client: Client, *, slugs: tuple[str, ...]) -> None:
    """Write a client's agreements with everything that hangs on them."""
    save([_partnership(client, slug) for slug in dict.fromkeys(AGREEMENTS[slug][1] for slug in slugs)])
    found = {slug: _agreement(client, slug) for slug in slugs}
    save(list(found.values()))
    save([
        ScopeItem(
            organisation=client.organisation, agreement=found[row["agreement"]], category=row["category"],
            description=row["description"], minutes_per_month_limit=60 * int(row["hours"]),
        )
        for row in table("scope_items") if row["agreement"] in found
    ])  # fmt: skip
    for slug, title, to, *scope in AMENDMENTS:
        if slug in found:
            _amend(client, found[slug], title, to, *scope)


def _partnership(client: Client, partner: str) -> Partnership:
    firm, told = client.partners[partner], client.chronicle
    lead = next(
        each for each in client.people.values() if each.role == Role.LEAD and each.organisation == firm
    )
    asked_at = told.now - timedelta(days=405)
    row = Partnership(
        organisation=client.organisation, partner=firm, name=firm.name, lead_name=lead.name, lead_email=lead.user.email,
        token_hash=hashlib.sha256(uuid.uuid4().bytes).hexdigest(), asked_by=_manager(client), asked_at=asked_at,
        expires_at=asked_at + Partnership.VALID_FOR, joined_at=asked_at + timedelta(hours=5),
    )  # fmt: skip
    told.noted("joined as a partner", row, by=lead, at=row.joined_at or told.now, after=firm.name)
    return row


def _agreement(client: Client, slug: str) -> Agreement:
    number, partner, category, hours, ago, weeks = AGREEMENTS[slug]
    told, by = client.chronicle, _manager(client)
    starts_on = told.today - timedelta(weeks=ago)
    rate = Decimal(str(partner_rates()[category])).quantize(Decimal("0.01"))
    row = Agreement(
        organisation=client.organisation, partner=client.partners[partner], number=number, starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=weeks), rate_per_hour=rate, minutes_per_month=60 * hours, drafted_by=by,
        coverage=Agreement.Coverage.ALWAYS, over_use=Agreement.OverUse.WARN, response_minutes=60,
        internal_note=_terms(), created_at=told.ago(ago + 3),
    )  # fmt: skip
    told.began(row, by=by, at=told.ago(ago + 3))
    told.moved(row, to=Agreement.Status.IN_FORCE, by=by, at=told.ago(ago))
    if weeks - ago < 9:
        told.moved(
            row, to=Agreement.Status.EXPIRING, by=None, at=told.ago(1), why="Fewer than sixty days are left."
        )
    return row


def _terms() -> str:
    """The agreed fields of the standard forms, a line each."""
    return "\n".join(f"{row['section']}: {row['value']}." for row in table("agreement_fields"))


def _amend(client: Client, agreement: Agreement, title: str, to: str, *scope: Any) -> None:
    told, by = client.chronicle, _manager(client)
    lead = client.people["rachel" if agreement.partner == client.partners["meridian"] else "rolf"]
    row = Amendment(organisation=client.organisation, agreement=agreement, title=title, drafted_by=by)
    told.began(row, by=by, at=told.ago(9))
    if to != Amendment.Status.DRAFT:
        told.moved(row, to=Amendment.Status.PROPOSED, by=by, at=told.ago(8 if to != "proposed" else 1))
    if to == Amendment.Status.SIGNED:
        row.signed_by_client, row.signed_by_partner = by, lead
        told.moved(row, to=to, by=lead, at=told.ago(7.3))
    if to == Amendment.Status.REJECTED:
        told.moved(row, to=to, by=lead, at=told.ago(5), why="We have nobody for that before spring.")
    row.save()
    category, description, hours = scope
    ScopeItem.objects.create(
        organisation=client.organisation, agreement=agreement, amendment=row, category=category, description=description,
        minutes_per_month_limit=60 * hours,
    )  # fmt: skip


def let_in(client: Client, pairs: set[tuple[str, str]]) -> None:
    """Access of partners to systems, and what they can do and offer in the next weeks."""
    extra = ACCESS if client.team else {}
    grants = []
    for slug, system in sorted(pairs | set(extra)):
        grants.append(_grant(client, slug, system, extra.get((slug, system), AccessGrant.Status.LIVE)))
    save(grants)
    partners = {slug for slug, _ in pairs}
    save([
        Capability(organisation=client.organisation, partner=client.partners[slug], skill=client.skills[skill], level=level)
        for slug in sorted(partners) for skill, level in CAPABLE[slug].items()
    ])  # fmt: skip
    first = monday(client.chronicle.today) + timedelta(weeks=1)
    save([
        OfferedHours(
            organisation=client.organisation, partner=client.partners[slug], week_on=first + timedelta(weeks=week),
            minutes=60 * ({"meridian": 58, "cobalt": 9}[slug] if client.team else 8) - 120 * (week in {3, 4}), is_firm=week < 5,
        )
        for slug in sorted(partners) for week in range(8)
    ])  # fmt: skip


def _grant(client: Client, slug: str, system: str, to: str) -> AccessGrant:
    told, sponsor = client.chronicle, client.people["sven"] if client.team else _manager(client)
    row = AccessGrant(
        organisation=client.organisation, partner=client.partners[slug], system=client.systems[system], sponsor=sponsor,
        method="Jump host with a named account", expires_on=told.today + timedelta(days=170),
    )  # fmt: skip
    told.began(row, by=sponsor, at=told.ago(37))
    path = {"live": ("live",), "suspended": ("live", "suspended"), "revoked": ("live", "revoked")}
    for step, status in enumerate(path.get(to, ())):
        told.moved(row, to=status, by=sponsor, at=told.ago(36 - 32 * step))
    return row


def _manager(client: Client) -> Any:
    return client.people["marta" if client.team else "nils"]
