"""A letter with a secret link: sent once the act is kept, and kept nowhere itself."""

from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest


def post_link(request: HttpRequest, *, to: str, subject: str, sentence: str, link: str) -> None:
    """Mail ``link`` after commit. Where the mail server does not take it, whoever asked is told to ask again."""
    body = f"{sentence}\n\n{link}\n\nThe link works once, for 72 hours."
    transaction.on_commit(lambda: _send(request, EmailMessage(subject, body, None, [to])))


def _send(request: HttpRequest, letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:
        again = "Ask again when the mail server answers."
        messages.warning(request, f"The mail to {letter.to[0]} did not go out. {again}")
