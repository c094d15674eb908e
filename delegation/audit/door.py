"""What happens at the door, written into the trail of every organisation where the login has a seat.

Django and allauth tell it by signals of their own; Relay has none. An address that nobody has leaves no event,
only a line in the security log, which does not repeat it.
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from delegation.accounts.models import Person, User
from delegation.audit import trail

security_log = logging.getLogger("relay.security")


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    security_log.warning("a sign-in failed")
    email = str(credentials.get("email") or credentials.get("username") or "").lower()
    _record("sign-in failed", User.objects.filter(email=email).first(), known=False)


@receiver(mfa.authentication_failed)
def second_factor_failed(user: User, **_kwargs: Any) -> None:
    security_log.warning("a second factor was wrong")
    _record("second factor failed", user, known=False)


@receiver(account.user_logged_in)
def signed_in(user: User, **_kwargs: Any) -> None:
    _record("signed in", user)


@receiver(account.password_changed)
def password_changed(user: User, **_kwargs: Any) -> None:
    _record("changed the password", user)


@receiver(account.password_reset)
def password_reset(user: User, **_kwargs: Any) -> None:
    _record("set a new password by mail", user)


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Any, **_kwargs: Any) -> None:
    _record("added a second factor", user, after=str(authenticator.type))


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_kwargs: Any) -> None:
    _record("removed a second factor", user, before=str(authenticator.type))


@transaction.atomic
def _record(verb: str, user: User | None, *, known: bool = True, before: str = "", after: str = "") -> None:
    """One event per seat; ``known`` says that it was surely that person."""
    for seat in Person.objects.active(on=timezone.localdate()).filter(user=user) if user else []:
        trail.record(verb, about=seat, by=seat if known else None, before=before, after=after)
