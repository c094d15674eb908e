"""What every response carries, whoever made it: pages, pieces, refusals, faults, files and redirects."""

import importlib
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.core.exceptions import RequestDataTooBig
from django.test import Client
from django.urls import reverse

from delegation import urls, views
from tests.house.test_settings import SAFE, started

ROOT = Path(__file__).resolve().parents[2]
PAGE = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store"}  # fmt: skip


def policy(response):
    """The directives of a response's content security policy."""
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


def check(response, *, static=False):
    """Nothing but our own files runs or frames it, nobody keeps it, nobody guesses what it is."""
    told = policy(response)
    assert told["default-src"] == {"'none'"}
    assert told["frame-ancestors"] == {"'none'"}
    assert not [value for values in told.values() for value in values if "unsafe" in value or "*" in value]
    assert set().union(*(told.get(name, set()) for name in ("script-src", "style-src"))) <= {"'self'"}
    for name, value in PAGE.items():
        if not (static and name == "Cache-Control"):
            assert response.headers[name] == value, name
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


@pytest.fixture
def broken(monkeypatch):
    """Every page of people falls over."""

    def fall(*_args, **_kwargs):
        secret = "four quiet grey herons"
        raise RuntimeError(secret)

    monkeypatch.setattr(importlib.import_module("delegation.accounts.views.seats"), "_people", fall)


class TestEveryKind:
    @pytest.mark.parametrize(
        "asked",
        [
            ("marta", "get", "/tasks/", 200),
            ("marta", "get", "/", 200),
            ("eva", "get", "/", 302),
            ("eva", "get", "/tasks/", 403),
            ("marta", "get", "/nowhere/", 404),
            ("marta", "get", "/tasks/../../etc/passwd", 404),
            ("marta", "post", "/audit/", 405),
            ("marta", "put", "/tasks/", 405),
            ("marta", "options", "/tasks/", 405),
            ("marta", "trace", "/", 405),
            ("marta", "delete", "/accounts/logout/", 405),
            ("marta", "head", "/", 200),
            ("asha", "get", "/portal/", 200),
            ("asha", "get", "/tasks/", 404),
            ("marta", "get", "/portal/", 404),
            (None, "get", "/tasks/", 302),
            (None, "get", "/accounts/login/", 200),
            (None, "get", "/accounts/signup/", 200),
            (None, "get", "/accounts/password/reset/", 200),
            (None, "get", "/invitation/nobody-wrote-this/", 410),
            (None, "get", "/health/", 200),
            (None, "get", "/nowhere/", 404),
            (None, "put", "/tasks/", 405),
            ("marta", "get", "/accounts/2fa/", 200),
        ],
    )
    def test_carries_them(self, cast, sign_in, asked):
        who, method, path, status = asked
        browser = sign_in(getattr(cast, who)) if who else Client()
        response = getattr(browser, method)(path)

        assert response.status_code == status
        check(response)

    def test_a_form_that_was_refused_too(self, cast, sign_in):
        response = sign_in(cast.marta).post("/reports/", {"month": "the thirteenth"})

        assert response.status_code == 422
        check(response)

    def test_a_piece_too(self, cast, sign_in):
        response = sign_in(cast.marta).get("/tasks/", headers={"HX-Request": "true"})

        assert b"<html" not in response.content
        check(response)

    def test_a_stranger_asking_for_a_piece_too(self, db):
        response = Client().get("/tasks/", headers={"HX-Request": "true"})

        assert response.status_code == 401
        check(response)

    def test_a_forged_post_too(self, cast, sign_in):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = sign_in(cast.marta).cookies
        response = browser.post("/tasks/", {"text": "Forged"})

        assert response.status_code == 403
        assert "This page was open too long" in response.content.decode()
        check(response)

    def test_a_fault_too_and_it_tells_nothing_of_itself(self, cast, sign_in, broken):
        browser = sign_in(cast.marta)
        browser.raise_request_exception = False
        response = browser.get("/people/")

        assert response.status_code == 500
        text = response.content.decode()
        assert "Nothing was changed" in text
        for secret in (
            "Traceback",
            "RuntimeError",
            "herons",
            "delegation",
            "SECRET_KEY",
            "site-packages",
            ".py",
        ):
            assert secret not in text
        check(response)

    def test_a_file_too(self, cast, sign_in):
        from delegation.reporting.models import Report

        report = Report.objects.create(
            organisation=cast.halden, month_on="2026-09-01", asked_by=cast.eva, status="printed", file=b"%PDF-1.7",
            file_name="capacity.pdf",
        )  # fmt: skip
        response = sign_in(cast.eva).get(reverse("reporting:report_file", args=[report.pk]))

        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in policy(response)
        check(response)

    @pytest.mark.parametrize("path", ["/static/css/base.css", "/static/img/favicon.svg"])
    def test_our_own_files_but_that_they_may_be_kept(self, db, path):
        response = Client().get(path)

        assert response.status_code == 200
        check(response, static=True)

    @pytest.mark.parametrize("method", ["get", "post", "put"])
    @pytest.mark.parametrize("who", ["marta", None])
    def test_a_file_that_is_not_there_too(self, cast, sign_in, who, method):
        browser = sign_in(getattr(cast, who)) if who else Client()
        response = getattr(browser, method)("/static/nowhere.css")

        assert response.status_code in {404, 405}
        check(response)


class TestSentences:
    """What is wrong with a request is said in a page, never in a blank one."""

    @pytest.mark.parametrize(
        "path", ["/proposals/decisions/", "/people/invitations/", "/audit/verification/"]
    )
    def test_an_address_that_only_takes_forms_says_so(self, cast, sign_in, path):
        response = sign_in(cast.ada).get(path)

        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
        assert "This address takes what a page sends" in response.content.decode()

    def test_too_much_text_says_so_and_keeps_nothing(self, cast, sign_in, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        response = sign_in(cast.priya).post(
            "/tasks/", "text=" + "x" * 2000, "application/x-www-form-urlencoded"
        )

        assert response.status_code == 413
        assert "larger than Relay takes at once" in response.content.decode()
        check(response)

    def test_too_many_fields_say_so(self, cast, sign_in, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
        fields = {f"field-{number}": "x" for number in range(30)}
        response = sign_in(cast.priya).post("/tasks/", fields)

        assert response.status_code == 413
        check(response)

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"--edge\r\nContent-Disposition: form-data; name", "multipart/form-data; boundary=edge"),
            (b"nothing of the kind", "multipart/form-data"),
            (b"nothing of the kind", "multipart/form-data; boundary=" + "x" * 300),
            (b"text=%ff%fe", "application/x-www-form-urlencoded; charset=utf-16"),
        ],
    )
    def test_a_broken_body_gets_a_sentence(self, cast, sign_in, content, kind):
        browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
        browser.cookies = sign_in(cast.priya).cookies
        response = browser.post("/tasks/", content, kind)

        sentences = {400: "Nothing was changed", 403: "nothing was saved"}
        assert sentences[response.status_code] in response.content.decode()
        check(response)

    def test_a_strange_host_is_refused(self, db, settings):
        settings.ALLOWED_HOSTS = ["relay.example"]
        response = Client(raise_request_exception=False).get(
            "/accounts/login/", headers={"host": "evil.example"}
        )

        assert response.status_code == 400
        assert "evil.example" not in response.content.decode()
        check(response)

    def test_every_kind_of_refusal_has_its_page(self):
        for name in ("handler400", "handler403", "handler404", "handler500"):
            assert hasattr(views, getattr(urls, name).rpartition(".")[2])
        assert issubclass(RequestDataTooBig, views.TOO_MUCH)
        assert not installed.DEBUG


_PRODUCTION = """
import os
from pathlib import Path
import django
from django.conf import settings
settings.STATIC_ROOT = Path(os.environ["RELAY_DATA"]) / "static"
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from delegation.accounts.models import Organisation, Person, User
firm = Organisation.objects.create(kind="client", name="Halden", slug="halden")
user = User.objects.create_user("marta@halden.example", "four quiet grey herons")
Person.objects.create(user=user, organisation=firm, role="manager", name="Marta")
browser = Client(raise_request_exception=False, headers={"host": "relay.example"})
plain = browser.get("/accounts/login/")
print("plain", plain.status_code, plain.headers["Location"])
strange = browser.get("/accounts/login/", headers={"host": "evil.example"})
for name, answer in (("plain", plain), ("strange", strange)):
    print(f"{name}-headers", " ".join(sorted(answer.headers)))
page = browser.get("/accounts/login/", secure=True)
print("page", page.status_code)
sheet = [word for word in page.content.decode().split('"') if word.endswith(".css")][0]
answer = browser.get(sheet, secure=True)
print("sheet-headers", " ".join(sorted(answer.headers)))
print("sheet", answer.status_code, answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"])
print("hsts", page.headers["Strict-Transport-Security"])
print("csp", page.headers["Content-Security-Policy"])
form = {"login": "marta@halden.example", "password": "four quiet grey herons"}
signed = browser.post("/accounts/login/", form, secure=True)
for name, cookie in sorted(browser.cookies.items()):
    print("cookie", name, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"] or "-")
for path in ("/", "/tasks/", "/people/"):
    answer = browser.get(path, secure=True)
    print("before", path, answer.status_code, answer.headers.get("Location"))
for path in ("/nowhere/", "/accounts/2fa/"):
    print("other", path, browser.get(path, secure=True).status_code)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A whole production process, asked over HTTPS as its proxy would ask."""
    folder = tmp_path_factory.mktemp("production")
    ran = started("-c", _PRODUCTION, seconds=300, **SAFE, RELAY_DATA=str(folder), LOG_LEVEL="ERROR")
    assert ran.returncode == 0, ran.stderr[-3000:]
    return [line.split(" ", 1) for line in ran.stdout.splitlines()]


class TestProduction:
    def test_lets_a_browser_keep_our_own_files_alone(self, told):
        assert ["page", "200"] in told
        assert ["sheet", "200 max-age=315360000, public, immutable nosniff"] in told

    @pytest.mark.parametrize("kind", ["plain", "strange", "sheet"])
    def test_says_who_may_frame_it_whatever_it_is(self, told, kind):
        (names,) = [line.split() for found, line in told if found == f"{kind}-headers"]

        assert {*PAGE, "Content-Security-Policy"} <= set(names)

    def test_speaks_https_alone(self, told):
        assert ["plain", "301 https://relay.example/accounts/login/"] in told
        assert ["hsts", "max-age=31536000; includeSubDomains; preload"] in told

    def test_sets_cookies_that_scripts_and_other_sites_do_not_get(self, told):
        cookies = {line.split()[0]: line.split()[1:] for kind, line in told if kind == "cookie"}

        assert cookies["__Host-sid"] == ["True", "True", "Lax", "/", "-"]
        assert cookies["__Host-csrf"][0] == "True"
        assert cookies["__Host-csrf"][2:] == ["Lax", "/", "-"]

    def test_shows_a_manager_without_a_second_factor_nothing_but_how_to_get_one(self, told):
        before = [line for kind, line in told if kind == "before"]

        assert before == [f"{path} 302 /accounts/2fa/" for path in ("/", "/tasks/", "/people/")]
        assert ["other", "/accounts/2fa/ 200"] in told
