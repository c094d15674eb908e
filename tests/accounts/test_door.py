"""Signing in: by the real form, with a second factor where the role asks for one, and not by guessing."""

import re
import time
from statistics import median

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.test import Client

from delegation.audit.models import AuditEvent
from tests.accounts.conftest import PASSWORD, code


@pytest.fixture(autouse=True)
def _a_whole_half_minute():
    """A code must not run out between being read and being typed."""
    with time_machine.travel(int(time.time()) // 30 * 30 + 1, tick=True):
        yield


def signed_in(browser):
    return "_auth_user_id" in browser.session


class TestPassword:
    def test_leads_to_today(self, cast, with_password, knock):
        with_password(cast.priya)

        browser, answer = knock("Priya@Halden.example")

        assert (answer.status_code, answer.url) == (302, "/")
        assert browser.get("/").status_code == 200
        assert list(AuditEvent.objects.values_list("verb", "by")) == [("signed in", cast.priya.pk)]

    def test_leads_a_partners_person_to_the_queue(self, cast, with_password, knock):
        with_password(cast.asha)
        browser, answer = knock("asha@meridian.example")

        assert browser.get(answer.url).url == "/portal/"

    def test_is_kept_as_argon2(self, cast, settings):
        from delegation.settings import PASSWORD_HASHERS

        settings.PASSWORD_HASHERS = PASSWORD_HASHERS
        cast.priya.user.set_password(PASSWORD)

        assert identify_hasher(cast.priya.user.password).algorithm == "argon2"

    def test_changes_the_session_at_sign_in(self, cast, with_password, knock):
        with_password(cast.priya)
        browser = Client()
        session = browser.session
        session["planted"] = "yes"
        session.save()
        before = session.session_key

        knock("priya@halden.example", browser=browser)

        assert browser.session.session_key != before

    @pytest.mark.parametrize(
        ("goal", "lands"),
        [
            ("/notices/", "/notices/"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("javascript:alert(1)", "/"),
            (r"/\evil.example", "/"),
        ],
    )
    def test_goes_on_to_our_own_pages_only(self, cast, with_password, knock, goal, lands):
        with_password(cast.priya)
        _, answer = knock("priya@halden.example", next=goal)

        assert answer.url == lands

    def test_remembers_the_whole_address_one_was_sent_away_from(self, cast, with_password):
        with_password(cast.priya)
        browser = Client()
        sent = browser.get("/notices/?after=a&show=b c")
        form = {"login": "priya@halden.example", "password": PASSWORD}

        page = browser.get(sent.url)
        answer = browser.post("/accounts/login/", {**form, "next": page.context["redirect_field_value"]})

        assert answer.url == "/notices/?after=a&show=b%20c"

    def test_a_login_that_is_off_comes_in_nowhere(self, cast, with_password, knock):
        with_password(cast.priya)
        cast.priya.user.is_active = False
        cast.priya.user.save()
        browser, _ = knock("priya@halden.example")

        assert not signed_in(browser)


class TestGuessing:
    def test_gets_one_answer_for_a_wrong_password_and_an_unknown_address(self, cast, with_password, knock):
        with_password(cast.priya)
        pages = []
        for email in ("priya@halden.example", "nobody@halden.example"):
            browser, answer = knock(email, "wrong horse battery")
            assert not signed_in(browser)
            assert answer.status_code == 200
            text = answer.content.decode().replace(email, "ADDRESS")
            pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", text))

        assert pages[0] == pages[1]

    def test_takes_as_long_for_an_unknown_address(self, cast, settings, rf):
        """Medians of real hashing; an early answer would be ten times faster."""
        from allauth.account.auth_backends import AuthenticationBackend

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        cast.priya.user.set_password(PASSWORD)
        cast.priya.user.save()
        taken = {"priya@halden.example": [], "nobody@halden.example": []}
        for _ in range(3):
            for email, times in taken.items():
                start = time.process_time()
                AuthenticationBackend().authenticate(rf.post("/"), email=email, password="wrong horse")
                times.append(time.process_time() - start)
        known, unknown = (median(times) for times in taken.values())

        assert unknown > known / 3

    def test_is_stopped_after_five_wrong_passwords(self, cast, with_password, knock):
        with_password(cast.priya)
        for _ in range(5):
            knock("priya@halden.example", "wrong horse battery")
        browser, answer = knock("priya@halden.example")

        assert not signed_in(browser)
        assert "Too many failed login attempts" in answer.content.decode()
        assert AuditEvent.objects.filter(verb="sign-in failed").count() == 5

    def test_cannot_pretend_to_come_from_elsewhere(self, cast, knock):
        for step in range(11):
            browser = Client(headers={"X-Forwarded-For": f"192.0.2.{step}"})
            _, answer = knock(f"nobody{step}@halden.example", "wrong horse", browser=browser)

        assert "Too many failed login attempts" in answer.content.decode()

    def test_behind_our_proxy_each_visitor_is_counted_alone(self, cast, with_password, knock, settings):
        """All come from the proxy's address: somebody's guessing must not keep the others out."""
        settings.BEHIND_PROXY = True
        with_password(cast.priya)
        for step in range(11):
            browser = Client(headers={"X-Forwarded-For": f"10.0.0.{step}, 192.0.2.7"})
            _, answer = knock(f"nobody{step}@halden.example", "wrong horse", browser=browser)
        assert "Too many failed login attempts" in answer.content.decode()

        browser = Client(headers={"X-Forwarded-For": "192.0.2.8"})
        knock("priya@halden.example", browser=browser)

        assert signed_in(browser)

    def test_leaves_a_trace_where_the_login_has_a_seat_and_none_for_strangers(self, cast, knock):
        knock("priya@halden.example", "wrong horse battery")
        knock("nobody@halden.example", "wrong horse battery")

        event = AuditEvent.objects.get()
        assert (event.verb, event.organisation, event.by) == ("sign-in failed", cast.halden, None)
        assert event.about_id == str(cast.priya.pk)


class TestReset:
    def test_answers_though_the_mail_server_is_down(self, cast, with_password, client, monkeypatch):
        with_password(cast.priya)
        monkeypatch.setattr(
            "django.core.mail.EmailMessage.send", lambda *_a, **_k: (_ for _ in ()).throw(OSError("refused"))
        )
        answer = client.post("/accounts/password/reset/", {"email": "priya@halden.example"})

        assert answer.status_code == 302

    def test_says_the_same_to_known_and_unknown_addresses(self, cast, with_password, client):
        with_password(cast.priya)
        answers = [
            client.post("/accounts/password/reset/", {"email": email})
            for email in ("priya@halden.example", "nobody@halden.example")
        ]

        assert {(answer.status_code, answer.url) for answer in answers} == {
            (302, "/accounts/password/reset/done/")
        }

    def test_sets_a_new_password_once_and_still_asks_for_the_second_factor(
        self, cast, with_password, knock, client, django_capture_on_commit_callbacks
    ):
        with_password(cast.marta)
        secret = enrol(knock, "marta@halden.example")
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/accounts/password/reset/", {"email": "marta@halden.example"})
        link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
        page = client.get(link, follow=True)
        new = {"password1": "seven slow brown owls", "password2": "seven slow brown owls"}
        client.post(page.redirect_chain[-1][0], new)

        assert not signed_in(client)
        _, old = knock("marta@halden.example")
        assert old.status_code == 200
        browser, answer = knock("marta@halden.example", "seven slow brown owls")
        assert answer.url.startswith("/accounts/2fa/authenticate/")
        assert not signed_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": code(secret)})
        assert signed_in(browser)
        assert "set a new password by mail" in AuditEvent.objects.values_list("verb", flat=True)
        again = Client().get(link, follow=True)
        assert "password1" not in again.content.decode()

    def test_mails_when_the_act_is_kept_so_that_a_slow_server_holds_no_lock(
        self, cast, with_password, client, django_capture_on_commit_callbacks
    ):
        with_password(cast.priya)
        with django_capture_on_commit_callbacks() as acts:
            client.post("/accounts/password/reset/", {"email": "priya@halden.example"})
        assert mail.outbox == []

        for act in acts:
            act()

        assert [message.to for message in mail.outbox] == [["priya@halden.example"]]

    def test_goes_to_our_own_host_whatever_the_visitor_claims(self, cast, with_password, client):
        with_password(cast.priya)
        answer = client.post(
            "/accounts/password/reset/", {"email": "priya@halden.example"}, headers={"host": "evil.example"}
        )

        assert answer.status_code == 400
        assert mail.outbox == []


def enrol(knock, email):
    """Enrol an authenticator through the pages; gives its secret."""
    browser, _ = knock(email)
    asked = browser.get("/accounts/2fa/totp/activate/")
    browser.post(asked.url, {"password": PASSWORD})
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def _asked_for(self, settings):
        settings.RELAY_SECOND_FACTOR = True

    @pytest.mark.parametrize("name", ["marta", "ada", "sven", "lena", "asha"])
    def test_is_asked_of_those_who_decide_and_of_partners(self, cast, sign_in, name):
        browser = sign_in(getattr(cast, name))

        for address in ("/", "/notices/", "/settings/", "/portal/", "/tasks/", "/people/"):
            answer = browser.get(address)
            assert (answer.status_code, answer.url) == (302, "/accounts/2fa/"), address
        assert browser.post("/settings/", {"time_zone": "UTC"}).url == "/accounts/2fa/"
        assert browser.get("/notices/", headers={"HX-Request": "true"}).status_code == 302
        page = browser.get("/accounts/2fa/")
        assert page.status_code == 200
        assert "/accounts/2fa/totp/activate/" in page.content.decode()

    @pytest.mark.parametrize("name", ["priya", "otto", "eva"])
    def test_is_the_choice_of_the_others(self, cast, sign_in, name):
        assert sign_in(getattr(cast, name)).get("/notices/").status_code == 200

    def test_is_not_asked_where_one_person_tries_relay(self, cast, sign_in, settings):
        settings.RELAY_SECOND_FACTOR = False

        assert sign_in(cast.marta).get("/notices/").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_by_authenticator_opens_the_door(self, cast, with_password, knock):
        with_password(cast.marta)
        secret = enrol(knock, "marta@halden.example")
        browser, answer = knock("marta@halden.example")
        assert answer.url.startswith("/accounts/2fa/authenticate/")
        assert not signed_in(browser)
        assert browser.get("/notices/").status_code == 302

        wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert (wrong.status_code, signed_in(browser)) == (200, False)
        right = code(secret)
        browser.post("/accounts/2fa/authenticate/", {"code": right})

        assert browser.get("/notices/").status_code == 200
        verbs = list(AuditEvent.objects.order_by("id").values_list("verb", "after"))
        assert verbs == [
            ("signed in", ""), ("added a second factor", "totp"), ("added a second factor", "recovery_codes"),
            ("second factor failed", ""), ("signed in", ""),
        ]  # fmt: skip

    def test_a_code_works_once(self, cast, with_password, knock):
        with_password(cast.marta)
        secret = enrol(knock, "marta@halden.example")
        right = code(secret)
        outcomes = []
        for _ in range(2):
            browser, _ = knock("marta@halden.example")
            browser.post("/accounts/2fa/authenticate/", {"code": right})
            outcomes.append(signed_in(browser))

        assert outcomes == [True, False]

    def test_by_recovery_code_opens_the_door_once(self, cast, with_password, knock):
        with_password(cast.marta)
        enrol(knock, "marta@halden.example")
        codes = Authenticator.objects.get(user=cast.marta.user, type="recovery_codes").wrap()
        first = codes.get_unused_codes()[0]
        outcomes = []
        for _ in range(2):
            browser, _ = knock("marta@halden.example")
            browser.post("/accounts/2fa/authenticate/", {"code": first})
            outcomes.append(signed_in(browser))

        assert outcomes == [True, False]

    def test_guessing_codes_is_stopped(self, cast, with_password, knock):
        with_password(cast.marta)
        secret = enrol(knock, "marta@halden.example")
        browser, _ = knock("marta@halden.example")
        for guess in range(5):
            browser.post("/accounts/2fa/authenticate/", {"code": f"{guess:06}"})
        browser.post("/accounts/2fa/authenticate/", {"code": code(secret)})

        assert not signed_in(browser)

    def test_passkeys_have_their_pages(self, cast, with_password, knock):
        with_password(cast.marta)
        browser, _ = knock("marta@halden.example")
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})

        page = browser.get("/accounts/2fa/webauthn/add/")
        assert page.status_code == 200
        assert "webauthn.js" in page.content.decode()
        assert browser.get("/accounts/2fa/webauthn/").status_code == 200
        challenge = Client().get(
            "/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert "challenge" in str(challenge.json())

    def test_a_partner_enrols_in_the_partners_own_shell(self, cast, with_password, knock):
        with_password(cast.asha)
        browser, _ = knock("asha@meridian.example")
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})

        for address in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
            page = browser.get(address).content.decode()
            assert 'class="portal"' in page, address
        assert "webauthn.js" in page


def test_nobody_signs_up(client, db):
    page = client.get("/accounts/signup/")
    answer = client.post("/accounts/signup/", {"email": "new@halden.example", "password1": PASSWORD})

    assert "given by invitation" in page.content.decode()
    assert "given by invitation" in answer.content.decode()
    assert client.get("/").status_code == 302
    from delegation.accounts.models import User

    assert not User.objects.exists()


def test_nobody_takes_another_address(cast, sign_in):
    browser = sign_in(cast.priya)
    for act in ("action_add", "action_primary", "action_remove"):
        answer = browser.post("/accounts/email/", {act: "", "email": "marta@halden.example"})
        assert (answer.status_code, answer.url) == (302, "/settings/")
    cast.priya.user.refresh_from_db()

    assert cast.priya.user.email == "priya@halden.example"
    assert mail.outbox == []


def test_the_list_of_sessions_shows_them_and_ends_the_others(cast, with_password, knock):
    with_password(cast.priya)
    laptop, _ = knock("priya@halden.example")
    phone, _ = knock("priya@halden.example")

    page = laptop.get("/accounts/sessions/")
    assert page.status_code == 200
    assert page.content.decode().count("127.0.0.1") >= 2
    laptop.post("/accounts/sessions/")

    assert laptop.get("/notices/").status_code == 200
    assert phone.get("/notices/").status_code == 302
