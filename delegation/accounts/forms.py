"""The shape of what people say about seats and their own settings."""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from holidays import list_supported_countries

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


class PersonForm(forms.Form):
    """What planning and costs need to know of a person."""

    name = forms.CharField(max_length=120, label="Name")
    team_name = forms.CharField(max_length=80, required=False, label="Team")
    grade = forms.IntegerField(label="Grade, 1 to 5", min_value=1, max_value=5)
    hours_per_week = forms.DecimalField(
        label="Hours a week", min_value=0, max_value=84, max_digits=4, decimal_places=2
    )
    initiative_share = forms.IntegerField(
        label="Of these for initiatives, in percent", min_value=0, max_value=100
    )
    rate_per_hour = forms.DecimalField(
        label="What an hour costs",
        min_value=0,
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text="Managers and administrators alone see it.",
    )


class AbsenceForm(forms.Form):
    """Days away, both ends included."""

    from_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "It ends before it starts.")
        if first and last and (last - first).days > 730:
            self.add_error("to_on", "That is more than two years.")
        return said


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """How an organisation is called, and when and where it works."""

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "country", "currency", "workday_from", "workday_to"]
        labels = {
            "time_zone": "Time zone", "country": "Country of its holidays", "workday_from": "The working day starts",
            "workday_to": "The working day ends",
        }  # fmt: skip
        help_texts = {"country": "Two letters, such as NO.", "currency": "Three letters, such as EUR."}
        widgets = {
            "workday_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "workday_to": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if country and country not in list_supported_countries(include_aliases=False):
            raise forms.ValidationError(
                "The holidays of that country are not known. Leave it empty to count none."
            )
        return country

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise forms.ValidationError("A currency has three letters, such as EUR.")
        return currency

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("workday_from"), said.get("workday_to")
        if start and end and end <= start:
            self.add_error("workday_to", "The day ends before it starts.")
        return said


def choices_of(roles: AbstractSet[Role]) -> list[tuple[str, str]]:
    """Those roles for a select, in the order they are declared."""
    return [(role.value, role.label) for role in Role if role in roles]
