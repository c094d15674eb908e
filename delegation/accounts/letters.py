"""A letter with a secret link: owed in the transaction that offers what it leads to, and sent by the relay.

The secret is kept nowhere, not even while the letter waits. It is made of the row's random number and the
installation's ``SECRET_KEY``, and made again whenever the letter goes out: each try carries the same link. The row
keeps the secret's hash, the letter keeps the link without it; neither lets anybody in without the key.
"""

import base64
import hashlib

from django.conf import settings
from django.db.models import Model
from django.dispatch import Signal
from django.utils.crypto import salted_hmac

# Stands in a link where the secret will be.
PLACE = "-secret-"
# Somebody is owed a letter: whoever keeps the outbox hears it, further up the story.
link_owed = Signal()


def post_link(*, about: Model, to: str, subject: str, sentence: str, link: str) -> None:
    """Owe the address ``to`` a mail with ``link``, which holds ``PLACE`` where the secret of ``about`` belongs."""
    link_owed.send(type(about), about=about, to=to, subject=subject, sentence=sentence, link=link)


def secret_of(about: Model, *, key: str | None = None) -> str:
    """The secret of the link to a row: 256 bits that nobody can tell without the key."""
    named = f"{about._meta.label_lower}:{about.pk}"
    made = salted_hmac("relay.link", named, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def known_secret(about: Model, *, kept: str) -> str | None:
    """The secret whose hash was ``kept``, by the key of today or one of before; None if its key is gone."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return next((made for key in keys if hash_of(made := secret_of(about, key=key)) == kept), None)
