"""The shape of what people say about agreements. Whether it may be said is the actions' business."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, User
from delegation.agreement.models import Agreement, Capability
from delegation.choices import One
from inventory.models import Skill, System

_DAY = {"type": "date"}
_LONG = {"rows": 3}


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(VersionForm):
    """A reason."""

    why = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs=_LONG))


class TermsForm(forms.Form):
    """The terms of an agreement: period, price, hours, and what happens when they run out."""

    number = forms.CharField(max_length=40)
    starts_on = forms.DateField(label="From", widget=forms.DateInput(attrs=_DAY))
    ends_on = forms.DateField(label="Until", widget=forms.DateInput(attrs=_DAY))
    notice_days = forms.IntegerField(label="Days of notice", min_value=0, max_value=365, initial=30)
    minimum_hold_days = forms.IntegerField(
        label="Once open, keep it open for days", min_value=0, max_value=365, initial=14
    )
    rate_per_hour = forms.DecimalField(label="Price of an hour", min_value=0, max_digits=8, decimal_places=2)
    currency = forms.CharField(max_length=3, min_length=3, initial="EUR")
    minutes_per_month = forms.IntegerField(label="Minutes a month", min_value=0, max_value=6000000)
    over_use = forms.ChoiceField(label="When they run out", choices=Agreement.OverUse.choices)
    coverage = forms.ChoiceField(label="Hours of the day", choices=Agreement.Coverage.choices)
    response_minutes = forms.IntegerField(
        label="Minutes to respond", min_value=1, max_value=100000, initial=240
    )
    internal_note = forms.CharField(
        label="Note for us",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_LONG),
        help_text="The partner never sees this.",
    )


class DraftForm(TermsForm):
    """An agreement with a partner."""

    partner = One(Organisation.objects.none())
    field_order = ("partner",)

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class EditForm(VersionForm, TermsForm):
    """Other terms of a draft."""


class ScopeForm(forms.Form):
    """One thing an agreement covers, or should cover."""

    category = forms.CharField(label="Kind of work", max_length=80)
    description = forms.CharField(label="What exactly", max_length=300)
    minutes_per_month_limit = forms.IntegerField(
        label="At most minutes a month", required=False, min_value=1, max_value=6000000
    )


class BringForm(forms.Form):
    """Which firm to ask in, and who leads there."""

    name = forms.CharField(label="The firm", max_length=120)
    lead_name = forms.CharField(label="Who leads there", max_length=120)
    lead_email = forms.EmailField(label="Their e-mail")


class JoinForm(forms.Form):
    """How a firm calls itself, and a password for a login that has none yet."""

    firm_name = forms.CharField(label="Your firm", max_length=120)
    password = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least twelve characters. A few words in a row are easy to keep.",
    )

    def __init__(self, *args: Any, email: str, has_login: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        if has_login:
            del self.fields["password"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, User(email=self.email))
        return password


class Named(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One of a long list, by its name: typed, with the first of them suggested."""

    widget = forms.TextInput

    def __init__(self, *, label: str, suggestions: str) -> None:
        sentence = f"There is no {label.lower()} of that name."
        super().__init__(
            queryset=None, label=label, to_field_name="name", error_messages={"invalid_choice": sentence}
        )
        self.widget.attrs.update({"list": suggestions, "autocomplete": "off"})


class AccessForm(forms.Form):
    """Into which system, how, and until when."""

    system = Named(label="System", suggestions="system-names")
    method = forms.CharField(
        label="How they get in", max_length=120, help_text="For example: jump host. Never a secret."
    )
    expires_on = forms.DateField(label="Until", widget=forms.DateInput(attrs=_DAY))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "access-%s", **kwargs})
        self.fields["system"].queryset = System.objects.visible_to(person)  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        until: date = self.cleaned_data["expires_on"]
        if until < timezone.localdate():
            raise forms.ValidationError("That day has passed.")
        return until


class CapabilityForm(forms.Form):
    """How well they can do something."""

    skill = Named(label="Skill", suggestions="skill-names")
    level = forms.TypedChoiceField(label="How well", coerce=int, choices=Capability.Level.choices, initial=2)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "capability-%s", **kwargs})
        self.fields["skill"].queryset = Skill.objects.visible_to(person)  # type: ignore[attr-defined]
