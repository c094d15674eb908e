"""``python manage.py organisation NAME --admin E-MAIL --admin-name NAME``: open Relay for an organisation."""

import argparse
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from delegation.accounts import actions
from delegation.accounts.forms import OrganisationForm
from delegation.accounts.models import Organisation, Role, User


class Command(BaseCommand):
    help = "Opens Relay for a client organisation, and says how its first administrator comes in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="How the organisation is called.")
        parser.add_argument("--admin", required=True, help="E-mail of its first administrator.")
        parser.add_argument("--admin-name", required=True, help="That person's name.")
        parser.add_argument("--time-zone", default="UTC", help="Such as Europe/Oslo.")
        parser.add_argument("--country", default="", help="Two letters, for public holidays.")
        parser.add_argument("--currency", default="EUR", help="Three letters.")

    def handle(self, *, name: str, admin: str, admin_name: str, **said: Any) -> None:
        """Open it. Raises ``CommandError`` with a sentence where that is not possible; then nothing is written."""
        email = admin.strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{admin!r} is not an e-mail address. Nothing was written.") from error
        wanted = {key: said[key] for key in ("time_zone", "country", "currency")}
        form = OrganisationForm({"name": name, "workday_from": "08:00", "workday_to": "17:00", **wanted})
        if not form.is_valid():
            lines = [f"{field}: {each}" for field, errors in form.errors.items() for each in errors]
            raise CommandError(" ".join([*lines, "Nothing was written."]))
        with transaction.atomic():
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            words = {key: form.cleaned_data[key] for key in wanted}
            opened = actions.open_organisation(
                kind=Organisation.Kind.CLIENT, name=form.cleaned_data["name"], **words
            )
            actions.first_seat(organisation=opened, user=user, name=admin_name, role=Role.ADMIN)
        self.stdout.write(f"{opened} is open. {_way_in(user)}")


def _way_in(user: User) -> str:
    if user.has_usable_password():
        return f"{user} signs in at {settings.SITE_URL} as before and finds it among the seats."
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{user} chooses a password here, once:\n{settings.SITE_URL}{path}"
