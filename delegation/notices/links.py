"""The link of a letter to an address that may have no seat yet."""

from django.apps import apps
from django.utils import timezone

from delegation.accounts.letters import PLACE, known_secret
from delegation.notices.models import Notice


def whole_link(notice: Notice) -> str | None:
    """The link with its secret, as it goes into the mail; None when it leads nowhere any more.

    What it is about is told further up the story: a row with ``token_hash``, ``expires_at`` and ``withdrawn_at``.
    """
    offers = apps.get_model(notice.about_type)._default_manager
    offer = offers.filter(pk=notice.about_id, withdrawn_at=None, expires_at__gt=timezone.now()).first()
    secret = known_secret(offer, kept=offer.token_hash) if offer else None
    return notice.address.replace(PLACE, secret) if secret else None
