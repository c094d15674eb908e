"""A passkey is added and lets in, with an authenticator that the browser plays; at a number for an address it is said why not."""

import pytest
from playwright.sync_api import expect

from tests.journeys.setting import PASSWORD

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def show_who(page, address, email):
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(f"{address}/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()


def test_a_passkey_lets_in_without_a_password(page, address):
    named = address.replace("127.0.0.1", "localhost")
    show_who(page, named, "otto@halden.example")
    page.get_by_label("What you call it").fill("The key on my ring")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{named}/accounts/2fa/webauthn/")
    expect(page.get_by_text("The key on my ring").first).to_be_visible()

    page.goto(f"{named}/accounts/logout/")
    page.locator("main").get_by_role("button").first.click()
    page.goto(f"{named}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.faults == []


def test_a_number_for_an_address_is_told_why_not(page, address):
    page.goto(f"{address}/accounts/login/")
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0
    show_who(page, address, "eva@halden.example")

    port = address.rpartition(":")[2]
    link = page.get_by_role("link", name=f"localhost:{port}")
    assert link.get_attribute("href") == f"http://localhost:{port}/accounts/2fa/webauthn/add/"
    assert page.get_by_role("button", name="Add it").count() == 0
