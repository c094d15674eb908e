"""Every address is locked unless it is listed here as public."""

import re
import uuid

import pytest
from django.urls import URLPattern, get_resolver

PUBLIC = {
    "health": "liveness, without versions or anybody's rows",
    "account_login": "the door", "account_signup": "says that seats are given by invitation",
    "account_reset_password": "the same answer for every address", "account_reset_password_done": "the same answer",
    "account_reset_password_from_key": "holds a secret in its address",
    "account_reset_password_from_key_done": "says where to sign in",
    "account_inactive": "says that a login is off", "account_email_verification_sent": "says to look for a mail",
    "account_confirm_email": "holds a secret in its address",
    "mfa_authenticate": "the second half of the door", "mfa_login_webauthn": "the door with a passkey",
    "account_logout": "leaving needs no key",
    "account_confirm_login_code": "answers that codes are off",
    "accounts:invitation": "holds a secret in its address", "portal:invitation": "holds a secret in its address",
}  # fmt: skip


def routes(patterns, prefix="", space=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path, inner)


def concrete(path: str) -> str:
    path = re.sub(r"<uuid:[^>]+>", str(uuid.uuid4()), path)
    path = re.sub(r"<int:[^>]+>", "1", path)
    return "/" + re.sub(r"<[^>]+>|\(\?P<[^)]+\)", "x", path).replace("^", "").replace("$", "").replace(
        "\\", ""
    )


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


@pytest.mark.parametrize(("path", "name"), ROUTES, ids=[name for _, name in ROUTES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_turned_away(client, db, path, name, method):
    if name in PUBLIC:
        assert PUBLIC[name]
        return
    response = getattr(client, method)(concrete(path))

    assert response.status_code == 302, name
    assert response.url.split("?")[0] == "/accounts/login/"


def test_the_list_of_public_addresses_names_only_existing_ones():
    assert set(PUBLIC) <= {name for _, name in ROUTES} | {"accounts:invitation"}
