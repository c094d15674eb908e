"""The shape of what people say about seats and their own settings."""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from delegation.accounts.models import Organisation, Role, User, check_time_zone
from delegation.accounts.permissions import roles_at


class InvitationForm(forms.Form):
    """Whom to offer which seat."""

    name = forms.CharField(max_length=120, label="Name")
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(label="Role")
    purpose = forms.CharField(max_length=200, required=False, label="What for")
    seat_expires_on = forms.DateField(
        required=False,
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: until you end it.",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_at(organisation) - {Role.LEAD}
        self.fields["role"].choices = choices_of(roles)  # type: ignore[attr-defined]

    def clean_seat_expires_on(self) -> date | None:
        until: date | None = self.cleaned_data["seat_expires_on"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError("That day has passed.")
        return until


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices_of(roles_at(organisation))  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """A password for a login that has none yet."""

    password = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least twelve characters. A few words in a row are easy to keep.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, User(email=self.email))
        return password


class SettingsForm(forms.Form):
    """How Relay looks and when it writes, for one person."""

    theme = forms.ChoiceField(
        choices=[("", "As my device"), ("light", "Light"), ("dark", "Dark")],
        required=False,
        label="Appearance",
    )
    density = forms.ChoiceField(
        choices=[("", "Usual"), ("compact", "Compact"), ("roomy", "Roomy")],
        required=False,
        label="Rows of tables",
    )
    single_keys = forms.BooleanField(
        required=False,
        label="Single keys act",
        help_text="A to approve, N for a new task; ? lists those of a page. Off, if you speak to your computer.",
    )
    time_zone = forms.CharField(
        max_length=60,
        label="My time zone",
        validators=[check_time_zone],
        help_text="Like Europe/Oslo. Mails and due times follow it.",
    )


def choices_of(roles: AbstractSet[Role]) -> list[tuple[str, str]]:
    """Those roles for a select, in the order they are declared."""
    return [(role.value, role.label) for role in Role if role in roles]
