"""Partners: asked in by mail, joined once by their lead, and what they may enter and can do."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, Role, User
from delegation.accounts.permissions import Refused
from delegation.agreement import actions
from delegation.agreement.models import AccessGrant, Agreement, Capability, OfferedHours, Partnership
from delegation.audit.models import AuditEvent
from delegation.notices import jobs as notices
from delegation.notices.models import Notice
from tests import make

PASSWORD = "four quiet grey herons"
ASKED = {"name": "Aurora IT", "lead_name": "Ines", "lead_email": "ines@aurora.example"}


@pytest.fixture
def link(cast, sign_in):
    """Ask a firm in through the page; gives the path of the link in the mail."""

    def asked(by, **words):
        mail.outbox.clear()
        answer = sign_in(by).post("/partners/invitations/", {**ASKED, **words})
        assert answer.status_code == 302, answer.content.decode()
        notices.relay()
        return re.search(r"https?://[^/]+(/portal/invitation/\S+/)", mail.outbox[0].body)[1]

    return asked


def page_of(partnership, *more):
    return "/".join([f"/partners/{partnership.pk}", *more, ""])


@pytest.fixture
def meridian(cast):
    return Partnership.objects.get(organisation=cast.halden, partner=cast.meridian)


class TestBring:
    def test_a_firm_joins_with_its_lead_and_can_be_given_an_agreement(self, cast, link, sign_in):
        path, guest = link(cast.ada), Client()
        words = guest.get(path).content.decode()
        assert "Halden asks you to work with them" in words
        assert cast.priya.name not in words

        answer = guest.post(path, {"firm_name": "Aurora Managed IT", "password": PASSWORD})

        assert (answer.status_code, answer.url) == (302, "/portal/")
        assert guest.get("/portal/").status_code == 200
        lead = Person.objects.get(user__email="ines@aurora.example")
        assert (lead.role, lead.organisation.name, lead.organisation.kind) == (
            Role.LEAD,
            "Aurora Managed IT",
            "partner",
        )
        told = Notice.objects.get(to=cast.ada)
        assert told.subject == "Aurora Managed IT has joined"
        verbs = AuditEvent.objects.filter(about_type="delegation.partnership").values_list("verb", flat=True)
        assert list(verbs.order_by("id")) == ["asked a partner in", "joined as a partner"]
        offered = sign_in(cast.marta).get("/agreements/draft/").content.decode()
        assert "Aurora Managed IT" in offered
        assert sign_in(cast.ada).get(told.address).status_code == 200

    def test_works_once_and_for_72_hours(self, cast, link):
        path = link(cast.ada)
        with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
            assert Client().get(path).status_code == 410
        Client().post(path, {"firm_name": "Aurora", "password": PASSWORD})

        again = Client()
        assert again.get(path).status_code == 410
        assert again.post(path, {"firm_name": "Mine", "password": "another long password"}).status_code == 410
        assert Organisation.objects.filter(name__in=["Aurora", "Mine"]).count() == 1

    def test_a_newer_question_and_a_withdrawal_kill_the_link(self, cast, link, sign_in):
        first, second = link(cast.ada), link(cast.ada)
        assert Client().get(first).status_code == 410
        asked = Partnership.objects.waiting().get()

        sign_in(cast.ada).post(page_of(asked, "withdrawal"))

        assert Client().get(second).status_code == 410

    def test_the_secret_is_not_kept(self, cast, link):
        secret = link(cast.ada).split("/")[3]
        kept = [str(value) for row in Partnership.objects.values_list() for value in row]
        kept += [str(value) for row in AuditEvent.objects.values_list() for value in row]
        kept += [str(value) for row in Notice.objects.values_list() for value in row]
        assert len(secret) >= 43
        assert not any(secret in value for value in kept)

    @pytest.mark.parametrize("name", ["marta", "priya", "sven", "otto", "eva"])
    def test_is_for_administrators(self, cast, sign_in, name):
        before = Partnership.objects.count()
        answer = sign_in(getattr(cast, name)).post("/partners/invitations/", ASKED)
        assert (answer.status_code, Partnership.objects.count(), mail.outbox) == (403, before, [])

    def test_its_mail_waits_for_a_mail_server_that_is_down(self, cast, sign_in, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
        sign_in(cast.ada).post("/partners/invitations/", ASKED)

        assert notices.relay() == 0
        assert [letter.to_address for letter in Notice.objects.owed()] == ["ines@aurora.example"]

    def test_its_mail_does_not_go_out_once_the_question_is_taken_back(self, cast, sign_in):
        browser = sign_in(cast.ada)
        browser.post("/partners/invitations/", ASKED)
        asked = Partnership.objects.get(lead_email="ines@aurora.example")
        browser.post(page_of(asked, "withdrawal"))
        asked.refresh_from_db()

        assert asked.withdrawn_at is not None
        assert (notices.relay(), mail.outbox) == (0, [])

    def test_a_firm_that_serves_another_client_joins_with_its_own_seat(self, cast, link, sign_in):
        Partnership.objects.filter(organisation=cast.norrby, partner=cast.meridian).delete()
        path = link(cast.nora, name="Meridian", lead_email=cast.lena.user.email)
        stranger = Client().post(path, {"firm_name": "Meridian", "password": PASSWORD})
        assert stranger.status_code == 403
        assert "Sign in as lena@meridian.example" in stranger.content.decode()
        lead = sign_in(cast.lena)
        assert "Join as Meridian" in lead.get(path).content.decode()

        answer = lead.post(path, {"seat": str(cast.lena.pk)})

        assert answer.status_code == 302
        assert Partnership.objects.get(organisation=cast.norrby, partner=cast.meridian).lead_email
        assert Person.objects.filter(user=cast.lena.user).count() == 1

    def test_nobody_answers_for_another_firm(self, cast, link, sign_in):
        path = link(cast.ada, lead_email=cast.rolf.user.email)
        thief = sign_in(cast.lena)
        assert thief.post(path, {"seat": str(cast.lena.pk)}).status_code in {403, 422}
        assert thief.post(path, {"firm_name": "Meridian two"}).status_code == 403
        rolf = sign_in(cast.rolf)
        assert rolf.post(path, {"seat": str(cast.lena.pk)}).status_code == 422
        assert "works for Halden already" in rolf.post(path, {"seat": str(cast.rolf.pk)}).content.decode()
        assert Partnership.objects.waiting().count() == 1

    def test_an_address_that_leads_nothing_yet_keeps_its_login(self, cast, link, sign_in):
        path = link(cast.ada, lead_email=cast.nina.user.email)

        assert sign_in(cast.nina).post(path, {"firm_name": "Nina IT"}).status_code == 302

        assert {seat.organisation.name for seat in cast.nina.user.seats.all()} == {"Norrby", "Nina IT"}
        assert User.objects.filter(email=cast.nina.user.email).count() == 1

    @pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é", "' or 1=1--"])
    def test_a_link_that_nobody_wrote_is_gone(self, db, client, token):
        assert client.get(f"/portal/invitation/{token}/").status_code == 410


class TestPartners:
    def test_are_each_clients_own(self, cast, sign_in, meridian):
        """Another client's partner is neither listed, nor offered for an agreement, nor read by its address."""
        secret = Organisation.objects.create(kind="partner", name="Borealis", slug="borealis")
        theirs = make.partnership(by=cast.nils, partner=secret)
        marta = sign_in(cast.marta)

        assert "Borealis" not in marta.get("/partners/").content.decode()
        assert "Borealis" not in marta.get("/agreements/draft/").content.decode()
        assert marta.get(page_of(theirs)).status_code == 404
        with pytest.raises(Refused):
            actions.draft(
                partner=secret, number="X", starts_on=timezone.localdate(), ends_on=timezone.localdate(),
                rate_per_hour=1, minutes_per_month=1, by=cast.marta,
            )  # fmt: skip
        assert not Agreement.objects.filter(partner=secret).exists()

    @pytest.mark.parametrize("name", ["lena", "asha", "rolf"])
    def test_do_not_see_what_is_kept_of_them(self, cast, sign_in, meridian, name):
        browser = sign_in(getattr(cast, name))
        assert browser.get("/partners/").status_code == 404
        assert browser.get(page_of(meridian)).status_code == 404


class TestAccess:
    def test_is_asked_for_by_one_and_switched_on_by_another(self, cast, sign_in, meridian):
        make.agreement(by=cast.marta, partner=cast.meridian)
        system = make.system(organisation=cast.halden, name="Veeam")
        words = {"system": "Veeam", "method": "Jump host", "expires_on": "2027-06-30"}
        assert sign_in(cast.priya).post(page_of(meridian, "accesses"), words).status_code == 302
        grant = AccessGrant.objects.get(system=system)
        notice = Notice.objects.get(to=cast.sven)
        assert (notice.must_act, notice.address) == (True, page_of(meridian))
        assert page_of(meridian, "accesses", str(grant.pk), "opening") in (
            sign_in(cast.sven).get(notice.address).content.decode()
        )

        assert (
            sign_in(cast.priya).post(page_of(meridian, "accesses", str(grant.pk), "opening")).status_code
            == 403
        )
        assert (
            sign_in(cast.sven).post(page_of(meridian, "accesses", str(grant.pk), "opening")).status_code
            == 302
        )

        grant.refresh_from_db()
        assert (grant.status, grant.sponsor) == ("live", cast.priya)
        sign_in(cast.marta).post(page_of(meridian, "accesses", str(grant.pk), "suspension"))
        sign_in(cast.marta).post(page_of(meridian, "accesses", str(grant.pk), "revocation"))
        grant.refresh_from_db()
        assert grant.status == "revoked"

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast, sign_in, meridian):
        make.system(organisation=cast.norrby, name="Theirs")
        words = {"system": "Theirs", "method": "Jump host", "expires_on": "2001-01-01"}

        answer = sign_in(cast.priya).post(page_of(meridian, "accesses"), words)

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "There is no system of that name." in shown
        assert "That day has passed." in shown
        assert 'value="Jump host"' in shown
        assert not AccessGrant.objects.exists()

    def test_of_another_client_is_not_found(self, cast, sign_in, meridian):
        system = make.system(organisation=cast.norrby)
        grant = make.access(by=cast.nils, partner=cast.meridian, system=system, status="requested")
        assert (
            sign_in(cast.sven).post(page_of(meridian, "accesses", str(grant.pk), "opening")).status_code
            == 404
        )


class TestCapability:
    def test_is_noted_once_per_skill(self, cast, sign_in, meridian):
        make.skill(organisation=cast.halden, name="Oracle")
        for level in ("1", "3"):
            answer = sign_in(cast.marta).post(
                page_of(meridian, "capabilities"), {"skill": "Oracle", "level": level}
            )
            assert answer.status_code == 302
        assert Capability.objects.get().level == 3
        assert "Very well" in sign_in(cast.priya).get(page_of(meridian)).content.decode()
        refused = sign_in(cast.priya).post(
            page_of(meridian, "capabilities"), {"skill": "Oracle", "level": "2"}
        )
        assert refused.status_code == 403


class TestHours:
    def test_are_offered_by_the_lead_and_seen_by_that_client(self, cast, sign_in, meridian):
        make.agreement(by=cast.marta, partner=cast.meridian)
        lead = sign_in(cast.lena)
        assert "Halden" in lead.get("/portal/hours/").content.decode()
        today = timezone.localdate()
        week = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        words = {
            "client": str(cast.halden.pk),
            "week_on": f"{week:%Y-%m-%d}",
            "minutes": "7.5",
            "is_firm": "firm",
        }

        assert lead.post("/portal/hours/", words).status_code == 302
        assert lead.post("/portal/hours/", {**words, "minutes": "8", "is_firm": "open"}).status_code == 302

        offered = OfferedHours.objects.get()
        assert (offered.minutes, offered.is_firm, offered.partner) == (480, False, cast.meridian)
        assert "8 h, not sure yet" in sign_in(cast.marta).get(page_of(meridian)).content.decode()

    def test_are_not_offered_to_a_client_without_agreement_nor_by_a_technician(self, cast, sign_in):
        words = {"client": str(cast.norrby.pk), "week_on": "2026-10-05", "minutes": "8", "is_firm": "firm"}
        assert sign_in(cast.lena).post("/portal/hours/", words).status_code == 422
        assert sign_in(cast.asha).get("/portal/hours/").status_code == 404
        assert not OfferedHours.objects.exists()
