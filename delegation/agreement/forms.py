"""The shape of what people say about agreements. Whether it may be said is the actions' business."""

from typing import Any

from django import forms

from delegation.accounts.models import Organisation
from delegation.agreement.models import Agreement

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

    partner = forms.ModelChoiceField(queryset=Organisation.objects.none())
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
