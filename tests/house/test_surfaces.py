"""One code, two doors: at each, the other one's addresses do not exist."""

import importlib

import pytest
from django.core import mail
from django.urls import clear_url_caches

from delegation import urls
from delegation.notices import jobs
from delegation.notices.word import tell
from portal import urls as portal_urls
from tests.house.test_addresses import concrete, routes

GROUND = {f"/{path}" for path, _ in routes(urls.ground)}
CLIENT = sorted({concrete(path) for path, _ in routes(urls.client)} - {concrete(path) for path in GROUND})
PARTNER = sorted({f"/portal{concrete(path)}" for path, _ in routes(portal_urls.urlpatterns)})


@pytest.fixture
def surface(settings):
    """Serve one surface: ``surface("portal")``."""

    def serve(name):
        settings.RELAY_SURFACE = name
        _read_again()

    yield serve
    settings.RELAY_SURFACE = "both"
    _read_again()


def _read_again():
    importlib.reload(urls)
    clear_url_caches()


class TestPortal:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_has_none_of_the_clients_addresses(self, surface, cast, sign_in, method):
        surface("portal")
        browser = sign_in(cast.asha)

        found = {path: getattr(browser, method)(path).status_code for path in CLIENT}

        assert {path: status for path, status in found.items() if status != 404} == {}
        assert len(found) > 20

    def test_leads_from_sign_in_to_the_queue(self, surface, cast, client):
        surface("portal")
        cast.asha.user.set_password("four quiet grey herons")
        cast.asha.user.save()
        form = {"login": "asha@meridian.example", "password": "four quiet grey herons"}

        answer = client.post("/accounts/login/", form, follow=True)

        assert answer.redirect_chain == [("/", 302), ("/portal/", 302)]
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "path",
        ["/portal/", "/settings/", "/notices/", "/seats/", "/accounts/2fa/", "/accounts/sessions/",
         "/accounts/logout/", "/accounts/password/set/"],
    )  # fmt: skip
    def test_shows_its_pages_without_the_clients_addresses(self, surface, cast, sign_in, path):
        surface("portal")
        page = sign_in(cast.lena).get(path)

        assert page.status_code == 200
        linked = [place for place in CLIENT if f'href="{place}"' in page.content.decode()]
        assert linked == []

    def test_gives_a_clients_person_no_seat(self, surface, cast, sign_in):
        surface("portal")
        browser = sign_in(cast.marta)

        for path in ("/", "/portal/", "/notices/"):
            assert browser.get(path).status_code == 403

    def test_a_login_with_both_kinds_of_seat_is_a_partner_here(self, surface, cast, sign_in):
        from delegation.accounts.models import Person, Role

        seat = Person.objects.create(
            user=cast.marta.user, organisation=cast.meridian, role=Role.TECHNICIAN, name="Marta"
        )
        surface("portal")
        browser = sign_in(cast.marta)

        assert browser.get("/portal/").wsgi_request.person == seat
        browser.post("/seats/", {"seat": str(cast.marta.pk)})
        assert browser.get("/portal/").wsgi_request.person == seat


class TestClient:
    def test_has_none_of_the_partners_addresses(self, surface, cast, sign_in):
        surface("client")
        browser = sign_in(cast.marta)

        assert {path: browser.get(path).status_code for path in PARTNER} == dict.fromkeys(PARTNER, 404)
        assert browser.get("/").status_code == 200

    def test_gives_a_partners_person_no_seat(self, surface, cast, sign_in):
        surface("client")
        for path in ("/", "/notices/", "/settings/"):
            assert sign_in(cast.asha).get(path).status_code == 403


class TestMail:
    def test_leads_each_to_the_own_door(self, cast, settings):
        settings.SITE_URL, settings.PORTAL_URL = "https://relay.example", "https://partners.relay.example"
        tell(cast.asha, subject="Offered", must_act=True, address="/portal/")
        tell(cast.marta, subject="Accepted", must_act=True, address="/handoffs/")
        tell(cast.jon, subject="Something", must_act=True)

        jobs.relay()

        doors = {message.to[0]: message.body.split()[-1] for message in mail.outbox}
        assert doors["asha@meridian.example"] == "https://partners.relay.example/portal/"
        assert doors["marta@halden.example"] == "https://relay.example/handoffs/"
        assert doors["jon@halden.example"] == "https://relay.example"
