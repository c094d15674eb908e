"""How people come in: by invitation only, and where they land."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Entrance(DefaultAccountAdapter):
    """allauth's door, with the lock that Relay needs."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody signs up: a seat is given by invitation."""
        return False

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that counts failed sign-ins; never one that the visitor can write."""
        return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def format_email_subject(self, subject: str) -> str:
        return f"[Relay] {subject}"

    def save_user(self, *_args: Any, **_kwargs: Any) -> None:
        raise PermissionError("A seat is given by invitation.")
