"""Seats: offered by mail, taken once, changed, ended at once, switched, and resting too long."""

import os
import re
import smtplib
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from delegation.accounts import actions
from delegation.accounts.models import Invitation, Person, Role, User
from delegation.accounts.permissions import Refused
from delegation.audit.models import AuditEvent
from delegation.notices import jobs as notices
from delegation.notices.models import Notice
from delegation.notices.word import tell
from tests.accounts.conftest import PASSWORD

MONDAY = datetime(2026, 10, 5, 6, tzinfo=UTC)


def offer(browser, *, email="new@halden.example", role="contributor", **more):
    return browser.post("/people/invitations/", {"name": "New", "email": email, "role": role, **more})


@pytest.fixture
def link(cast, sign_in):
    """Invite through the page as somebody; gives the path of the link in the mail."""

    def invited(by, **words):
        mail.outbox.clear()
        answer = offer(sign_in(by), **words)
        assert answer.status_code == 302, answer.content.decode()
        notices.relay()
        return re.search(r"https?://[^/]+(/invitation/\S+/)", mail.outbox[0].body)[1]

    return invited


def verbs():
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


class TestInvitation:
    def test_says_who_invites_to_what_as_which_role_then_gives_the_seat(self, cast, link):
        path = link(cast.ada, role="manager")
        guest = Client()
        page = guest.get(path).content.decode()
        for words in ("Ada invites you", "Halden", "manager", "new@halden.example"):
            assert words in page

        answer = guest.post(path, {"password": PASSWORD})

        assert (answer.status_code, answer.url) == (302, "/")
        assert guest.get("/notices/").status_code == 200
        person = Person.objects.get(user__email="new@halden.example")
        assert (person.organisation, person.role, person.sponsor) == (cast.halden, "manager", cast.ada)
        assert person.user.check_password(PASSWORD)
        assert verbs() == ["offered a seat", "took the seat"]
        assert AuditEvent.objects.first().about_name == "new@halden.example as manager"

    def test_mail_goes_to_the_address_alone_and_its_secret_is_not_kept(self, cast, link):
        path = link(cast.ada)
        (message,) = mail.outbox
        secret = path.split("/")[2]

        assert message.recipients() == ["new@halden.example"]
        kept = [str(value) for row in Invitation.objects.values_list() for value in row]
        kept += [str(value) for row in AuditEvent.objects.values_list() for value in row]
        kept += [str(value) for row in Notice.objects.values_list() for value in row]
        assert not any(secret in value for value in kept)
        assert len(secret) >= 43  # 256 bits

    def test_link_to_a_partner_leads_to_the_partners_door(self, cast, link, settings):
        settings.SITE_URL, settings.PORTAL_URL = "https://relay.example", "https://partners.relay.example"
        link(cast.lena, email="new@meridian.example", role="technician")
        assert "https://partners.relay.example/invitation/" in mail.outbox[0].body

        link(cast.ada)
        assert "https://relay.example/invitation/" in mail.outbox[0].body

    def test_works_once(self, cast, link):
        path = link(cast.ada)
        Client().post(path, {"password": PASSWORD})
        again = Client()

        assert again.get(path).status_code == 410
        assert again.post(path, {"password": "another long password"}).status_code == 410
        assert again.get("/notices/").status_code == 302
        assert User.objects.get(email="new@halden.example").check_password(PASSWORD)

    def test_is_withdrawn_by_who_may_invite(self, cast, link, sign_in):
        path = link(cast.ada)
        offered = Invitation.objects.get()
        browser = sign_in(cast.ada)

        answer = browser.post(f"/people/invitations/{offered.pk}/withdrawal/", follow=True)

        assert "The invitation of new@halden.example is withdrawn." in answer.content.decode()
        assert Client().get(path).status_code == 410
        assert verbs() == ["offered a seat", "withdrew the offer of a seat"]
        assert browser.post(f"/people/invitations/{offered.pk}/withdrawal/").status_code == 403
        assert browser.post(f"/people/invitations/{offered.pk}/renewal/").status_code == 403
        assert f"/people/invitations/{offered.pk}/" not in browser.get("/people/").content.decode()

    def test_is_sent_again_with_a_new_link_also_after_72_hours(self, cast, link, sign_in):
        old = link(cast.ada, role="manager", purpose="To help")
        offered = Invitation.objects.get()
        mail.outbox.clear()
        Invitation.objects.update(expires_at=timezone.now() - timedelta(hours=1))
        assert "ran out" in sign_in(cast.ada).get("/people/").content.decode()

        sign_in(cast.ada).post(f"/people/invitations/{offered.pk}/renewal/")
        notices.relay()

        fresh = Invitation.objects.get(withdrawn_at=None)
        (message,) = mail.outbox
        new = re.search(r"https?://[^/]+(/invitation/\S+/)", message.body)[1]
        assert (fresh.role, fresh.purpose, fresh.email) == ("manager", "To help", "new@halden.example")
        assert Client().get(old).status_code == 410
        assert Client().get(new).status_code == 200
        assert verbs() == ["offered a seat", "offered a seat"]

    def test_is_not_withdrawn_once_it_was_used(self, cast, link, sign_in):
        Client().post(link(cast.ada), {"password": PASSWORD})
        used = Invitation.objects.get()

        assert sign_in(cast.ada).post(f"/people/invitations/{used.pk}/withdrawal/").status_code == 403
        assert sign_in(cast.nils).post(f"/people/invitations/{used.pk}/withdrawal/").status_code == 403
        assert Person.objects.filter(user__email="new@halden.example", ended_at=None).exists()

    def test_works_for_72_hours(self, cast, link):
        path = link(cast.ada)
        with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
            assert Client().get(path).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
            page = Client().get(path)
            assert page.status_code == 410
            assert "72 hours" in page.content.decode()
            assert Client().post(path, {"password": PASSWORD}).status_code == 410
        assert not User.objects.filter(email="new@halden.example").exists()

    @pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é", "' or 1=1--"])
    def test_that_nobody_wrote_is_gone(self, db, client, token):
        assert client.get(f"/invitation/{token}/").status_code == 410

    def test_an_existing_login_signs_in_first(self, cast, link, knock, with_password):
        with_password(cast.nina)
        path = link(cast.ada, email="nina@norrby.example", role="auditor")
        guest = Client()
        page = guest.get(path).content.decode()
        assert "Sign in as nina@norrby.example" in page
        assert 'type="password"' not in page
        assert guest.post(path, {"password": PASSWORD}).status_code == 403

        browser, _ = knock("nina@norrby.example", next=path)
        answer = browser.post(path)

        assert answer.status_code == 302
        assert browser.get("/").wsgi_request.person.organisation == cast.halden
        assert {seat.organisation.name for seat in cast.nina.user.seats.all()} == {"Halden", "Norrby"}

    def test_is_not_for_somebody_else_who_is_signed_in(self, cast, link, sign_in):
        for email in ("new@halden.example", "nina@norrby.example"):
            path = link(cast.ada, email=email, role="admin")
            browser = sign_in(cast.priya)

            answer = browser.post(path, {"password": PASSWORD})

            assert answer.status_code == 403
            assert f"You are signed in as {cast.priya.user}" in answer.content.decode()
        cast.priya.refresh_from_db()
        assert cast.priya.role == Role.CONTRIBUTOR
        assert verbs() == ["offered a seat"] * 2

    def test_refused_once_may_be_used_afterwards(self, cast, link, sign_in):
        path = link(cast.ada)
        sign_in(cast.priya).post(path, {"password": PASSWORD})

        assert Client().post(path, {"password": PASSWORD}).status_code == 302

    def test_a_newer_one_ends_the_older(self, cast, link):
        as_admin = link(cast.ada, role="admin")
        as_contributor = link(cast.ada, role="contributor")

        assert Client().get(as_admin).status_code == 410
        assert Client().get(as_contributor).status_code == 200

    def test_ends_with_the_seat_of_whoever_wrote_it(self, cast, link):
        path = link(cast.ada, role="admin")
        second = Person.objects.create(
            user=User.objects.create_user("second@halden.example"), organisation=cast.halden, role=Role.ADMIN
        )
        actions.end_seat(person=cast.ada, by=second)

        assert Client().get(path).status_code == 410

    def test_can_be_given_to_somebody_whose_seat_ran_out(self, cast, link, knock, with_password):
        with_password(cast.priya)
        Person.objects.filter(pk=cast.priya.pk).update(expires_on=timezone.localdate() - timedelta(days=1))

        path = link(cast.ada, email="priya@halden.example")
        browser, _ = knock("priya@halden.example")
        assert browser.post(path).status_code == 302

        assert browser.get("/notices/").status_code == 200

    def test_is_refused_for_somebody_who_has_a_seat(self, cast, sign_in):
        answer = offer(sign_in(cast.ada), email="Priya@halden.example")

        assert answer.status_code == 422
        assert "has a seat here already" in answer.content.decode()

    @pytest.mark.parametrize("password", ["short", "password1234", "new@halden.example", ""])
    def test_takes_a_password_that_is_hard_to_guess(self, cast, link, password):
        path = link(cast.ada)
        answer = Client().post(path, {"password": password})

        assert answer.status_code == 422
        assert not User.objects.filter(email="new@halden.example").exists()

    def test_cannot_run_until_a_day_that_has_passed(self, cast, sign_in):
        answer = offer(sign_in(cast.ada), seat_expires_on="2020-01-01")

        assert answer.status_code == 422
        assert "That day has passed" in answer.content.decode()


class TestLetter:
    """The mail with the link is owed with the invitation, and leaves when the relay sends it."""

    @pytest.fixture
    def owed(self, cast, sign_in):
        """What a process that dies after the commit leaves behind: the letter, not sent."""
        offer(sign_in(cast.ada))
        assert mail.outbox == []
        return Notice.objects.get()

    def test_goes_out_though_the_web_process_died_after_the_commit(self, owed):
        assert (notices.relay(), notices.relay()) == (1, 0)
        assert mail.outbox[0].to == ["new@halden.example"]

    def test_is_sent_again_with_the_same_link_under_the_same_name(self, owed, monkeypatch):
        tried = []

        def dies(letter, *_args, **_more):
            tried.append(letter)
            raise OSError("refused")

        with monkeypatch.context() as down:
            down.setattr("django.core.mail.EmailMessage.send", dies)
            notices.relay()
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            notices.relay()

        (first,), (second,) = tried, mail.outbox
        assert first.body == second.body
        assert first.extra_headers == second.extra_headers == {"Message-ID": f"<{owed.pk}@127.0.0.1>"}

    def test_keeps_its_link_when_the_key_was_changed_meanwhile(self, owed, settings):
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
        notices.relay()

        path = re.search(r"https?://[^/]+(/invitation/\S+/)", mail.outbox[0].body)[1]
        assert Client().get(path).status_code == 200

    def test_does_not_go_out_with_a_link_that_opens_nothing(self, owed, settings):
        settings.SECRET_KEY = "a key that nobody remembers " * 3

        assert notices.relay() == 0
        assert mail.outbox == []

    def test_does_not_go_out_once_a_newer_one_is_owed(self, owed, cast, sign_in):
        offer(sign_in(cast.ada))

        assert notices.relay() == 1
        assert Notice.objects.owed().count() == 0

    def test_does_not_go_out_after_72_hours(self, owed):
        with time_machine.travel(timezone.now() + timedelta(hours=73)):
            assert notices.relay() == 0

    def test_waits_for_longer_than_a_digest(self, owed):
        with time_machine.travel(timezone.now() + timedelta(hours=30)):
            notices.digests()
            notices.relay()

        assert [letter.to for letter in mail.outbox] == [["new@halden.example"]]

    def test_that_is_refused_for_good_is_told_to_whoever_keeps_the_seats(self, owed, cast, monkeypatch):
        def refused(*_args, **_more):
            raise smtplib.SMTPRecipientsRefused({"new@halden.example": (550, b"No such user")})

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
        notices.relay()

        told = Notice.objects.get(to=cast.ada)
        assert told.subject == "Mail to new@halden.example is refused"
        assert told.body == "The mail server answered 550. Look at the address and invite again."

    def test_is_forgotten_after_a_year(self, owed):
        with time_machine.travel(timezone.now() + timedelta(days=366)):
            notices.forget_old()

        assert not Notice.objects.exists()


class TestWhoMayInvite:
    @pytest.mark.parametrize("name", ["marta", "priya", "eva", "sven", "otto", "asha"])
    def test_only_admins_and_leads(self, cast, sign_in, name):
        assert offer(sign_in(getattr(cast, name))).status_code == 403
        assert not Invitation.objects.exists()
        assert mail.outbox == []

    @pytest.mark.parametrize("role", [*Role.values, "owner", ""])
    def test_a_lead_invites_technicians_of_the_own_firm_only(self, cast, sign_in, role):
        answer = offer(sign_in(cast.lena), email="new@meridian.example", role=role)

        if role == "technician":
            assert Invitation.objects.get().organisation == cast.meridian
        else:
            assert answer.status_code == 422
            assert not Invitation.objects.exists()

    @pytest.mark.parametrize("role", ["lead", "technician"])
    def test_an_admin_gives_no_partners_role(self, cast, sign_in, role):
        assert offer(sign_in(cast.ada), role=role).status_code == 422

    def test_nobody_invites_to_another_organisation(self, cast, sign_in):
        words = {"email": "new@norrby.example", "name": "New", "role": "contributor"}
        with pytest.raises(Refused):
            actions.invite(organisation=cast.norrby, by=cast.ada, **words)

        offer(sign_in(cast.ada), organisation=str(cast.norrby.pk))
        assert Invitation.objects.get().organisation == cast.halden

    def test_a_lead_sees_the_people_of_the_own_firm_alone(self, cast, sign_in):
        page = sign_in(cast.lena).get("/people/")

        assert page.status_code == 200
        assert "asha@meridian.example" in page.content.decode()
        assert "halden.example" not in page.content.decode()
        assert "kim@cobalt.example" not in page.content.decode()


class TestRole:
    def test_counts_from_the_next_request(self, cast, sign_in):
        otto = sign_in(cast.otto)
        assert otto.get("/audit/").status_code == 200

        answer = sign_in(cast.ada).post(f"/people/{cast.otto.pk}/role/", {"role": "contributor"})

        assert answer.status_code == 302
        assert otto.get("/audit/").status_code == 403
        event = AuditEvent.objects.get()
        assert (event.verb, event.before, event.after, event.by) == (
            "gave another role", "auditor", "contributor", cast.ada,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("by", "whose", "change"),
        [
            ("marta", "priya", ("manager", 403)),
            ("priya", "priya", ("admin", 403)),
            ("ada", "ada", ("manager", 403)),
            ("ada", "nina", ("manager", 404)),
            ("ada", "asha", ("lead", 404)),
            ("ada", "priya", ("technician", 422)),
            ("ada", "priya", ("owner", 422)),
            ("lena", "asha", ("admin", 422)),
            ("lena", "kim", ("lead", 404)),
            ("asha", "tom", ("lead", 403)),
        ],
    )
    def test_is_not_given_where_it_may_not(self, cast, sign_in, by, whose, change):
        role, status = change
        other = getattr(cast, whose)
        answer = sign_in(getattr(cast, by)).post(f"/people/{other.pk}/role/", {"role": role})

        assert answer.status_code == status
        before = other.role
        other.refresh_from_db()
        assert other.role == before
        assert verbs() == []

    def test_a_lead_makes_a_technician_a_lead(self, cast, sign_in):
        sign_in(cast.lena).post(f"/people/{cast.asha.pk}/role/", {"role": "lead"})
        cast.asha.refresh_from_db()

        assert cast.asha.role == Role.LEAD


class TestEnding:
    def test_is_felt_on_the_next_request_everywhere(self, cast, sign_in):
        tell(cast.priya, subject="Secret news")
        priya = sign_in(cast.priya)
        assert priya.get("/notices/").status_code == 200

        answer = sign_in(cast.ada).post(f"/people/{cast.priya.pk}/ending/")

        assert answer.status_code == 302
        for address in ("/", "/notices/", "/settings/", "/tasks/", "/people/", "/reports/"):
            page = priya.get(address)
            assert page.status_code == 403, address
            assert "Secret news" not in page.content.decode()
            assert "You have no seat here" in page.content.decode()
        assert priya.get("/notices/", headers={"HX-Request": "true"}).status_code in {401, 403}
        assert priya.post("/settings/", {"time_zone": "UTC"}).status_code == 403
        assert verbs() == ["ended the seat"]

    def test_leaves_a_seat_elsewhere_alone(self, cast, sign_in):
        elsewhere = Person.objects.create(
            user=cast.priya.user, organisation=cast.norrby, role=Role.CONTRIBUTOR, name="Priya"
        )
        priya = sign_in(cast.priya)
        actions.end_seat(person=cast.priya, by=cast.ada)

        page = priya.get("/notices/")

        assert page.status_code == 200
        assert page.wsgi_request.person == elsewhere

    @pytest.mark.parametrize(
        ("by", "whose", "status"),
        [("marta", "priya", 403), ("ada", "ada", 403), ("ada", "nina", 404), ("ada", "asha", 404),
         ("lena", "kim", 404), ("asha", "tom", 403), ("lena", "asha", 302)],
    )  # fmt: skip
    def test_is_for_admins_and_leads_among_their_own(self, cast, sign_in, by, whose, status):
        other = getattr(cast, whose)
        answer = sign_in(getattr(cast, by)).post(f"/people/{other.pk}/ending/")

        assert answer.status_code == status
        other.refresh_from_db()
        assert (other.ended_at is not None) == (status == 302)

    def test_closes_an_invitation_to_the_same_address(self, cast, link):
        path = link(cast.nora, email="priya@halden.example")
        Person.objects.create(
            user=cast.priya.user, organisation=cast.norrby, role=Role.CONTRIBUTOR, name="Priya"
        )
        actions.end_seat(person=cast.priya.user.seats.get(organisation=cast.norrby), by=cast.nora)

        assert Client().get(path).status_code == 410

    def test_a_seat_that_ran_out_acts_no_more(self, cast, sign_in):
        Person.objects.filter(pk=cast.asha.pk).update(expires_on=MONDAY.date())
        with time_machine.travel(MONDAY):
            asha = sign_in(cast.asha)
            assert asha.get("/portal/").status_code == 200
            asha.get("/portal/")
        with time_machine.travel(MONDAY.replace(hour=23, minute=50)):
            asha = sign_in(cast.asha)
            assert asha.get("/portal/").status_code == 200
        with time_machine.travel(MONDAY + timedelta(hours=18, minutes=5)):
            assert asha.get("/portal/").status_code == 403

    def test_whoever_has_no_seat_may_still_sign_out(self, cast, sign_in):
        priya = sign_in(cast.priya)
        actions.end_seat(person=cast.priya, by=cast.ada)

        assert priya.post("/accounts/logout/").status_code == 302
        assert "_auth_user_id" not in priya.session


class TestTwoSeats:
    @pytest.fixture
    def other_seat(self, cast):
        return Person.objects.create(
            user=cast.priya.user, organisation=cast.norrby, role=Role.AUDITOR, name="Priya"
        )

    def test_one_switches_between_them(self, cast, sign_in, other_seat):
        priya = sign_in(cast.priya)
        page = priya.get("/seats/").content.decode()
        assert "Halden: Contributor" in page
        assert "Norrby: Auditor" in page
        assert priya.get("/audit/").status_code == 403

        assert priya.post("/seats/", {"seat": str(other_seat.pk)}).url == "/"

        assert priya.get("/audit/").status_code == 200
        assert priya.get("/audit/").wsgi_request.person == other_seat

    @pytest.mark.parametrize("seat", ["marta", "nonsense", ""])
    def test_a_seat_that_is_not_mine_changes_nothing(self, cast, sign_in, other_seat, seat):
        priya = sign_in(cast.priya)
        chosen = str(cast.marta.pk) if seat == "marta" else seat

        answer = priya.post("/seats/", {"seat": chosen})

        assert answer.status_code == 200
        assert priya.get("/notices/").wsgi_request.person == cast.priya

    def test_a_seat_written_into_the_session_must_still_be_mine(self, cast, sign_in):
        priya = sign_in(cast.priya)
        session = priya.session
        session["seat"] = str(cast.marta.pk)
        session.save()

        assert priya.get("/notices/").wsgi_request.person == cast.priya


class TestRest:
    @pytest.mark.parametrize(("name", "minutes"), [("asha", 30), ("priya", 480)])
    def test_ends_the_session_after_the_limit_and_not_before(self, cast, sign_in, name, minutes):
        with time_machine.travel(MONDAY, tick=False) as clock:
            browser = sign_in(getattr(cast, name))
            assert browser.get("/notices/").status_code == 200
            for _ in range(3):
                clock.shift(timedelta(minutes=minutes - 1))
                assert browser.get("/notices/").status_code == 200, "work keeps it awake"
            clock.shift(timedelta(minutes=minutes + 2))

            piece = browser.get("/notices/", headers={"HX-Request": "true"})
            assert piece.status_code == 401
            answer = browser.get("/notices/")

        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")
        assert "_auth_user_id" not in browser.session

    def test_does_not_show_whose_session_it_was(self, cast, sign_in):
        with time_machine.travel(MONDAY, tick=False) as clock:
            browser = sign_in(cast.asha)
            browser.get("/notices/")
            clock.shift(timedelta(hours=1))
            page = browser.get("/accounts/login/")

        assert page.status_code == 200
        assert page.wsgi_request.seats == []
        assert "Meridian" not in page.content.decode()


READS_WHILE_SOMEBODY_WRITES = """
import sqlite3
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=200;"
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from delegation.accounts.seat import SeatMiddleware

def page(request):
    connection.cursor().execute("SELECT 1")
    return HttpResponse("read")

connection.cursor().execute("CREATE TABLE words (word text)")
connection.close()
writer = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
writer.execute("BEGIN IMMEDIATE")
request = RequestFactory().get("/")
request.user = AnonymousUser()
print(SeatMiddleware(page)(request).content.decode())
"""


def test_a_page_is_read_while_somebody_writes(tmp_path):
    """SQLite allows one writer; a page that only reads, on a connection of its own, does not wait for it."""
    env = os.environ | {
        "RELAY_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'relay.sqlite3'}",
    }

    said = subprocess.run(
        [sys.executable, "-c", READS_WHILE_SOMEBODY_WRITES], env=env, cwd=settings.ROOT, capture_output=True, text=True, timeout=60
    )  # fmt: skip

    assert said.stdout.strip() == "read", said.stderr[-2000:]
