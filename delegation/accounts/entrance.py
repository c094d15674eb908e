"""How people come in: by invitation only, and where they land."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as visit
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

log = logging.getLogger("relay.accounts")


class Entrance(DefaultAccountAdapter):
    """allauth's door, with the lock that Relay needs."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody signs up: a seat is given by invitation."""
        return False

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that counts failed sign-ins; never one that the visitor can write.

        Behind our own proxy all visitors come from the proxy's address; the last of ``X-Forwarded-For`` is the
        one that the proxy itself wrote down.
        """
        written = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
        return written.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what allauth has to say once the act is kept, so that a slow mail server holds no lock."""
        request = visit.request
        transaction.on_commit(lambda: self._send(request, template_prefix, email, context))

    def _send(self, request: HttpRequest, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not undo what the person did."""
        try:
            with visit.request_context(request):
                super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.warning("%s was not sent: %s", template_prefix, type(error).__name__)

    def format_email_subject(self, subject: str) -> str:
        return f"[Relay] {subject}"

    def save_user(self, *_args: Any, **_kwargs: Any) -> None:
        raise PermissionError("A seat is given by invitation.")
