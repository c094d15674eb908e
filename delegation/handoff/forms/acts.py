"""The shape of what people say when they act on a handoff."""

from typing import Any

from django import forms

from delegation.handoff.models import Waiver
from delegation.handoff.models.handoffs import HomeReason

_LONG = {"rows": 3}


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(VersionForm):
    """A reason that may stay empty."""

    why = forms.CharField(label="Why", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG))


class ReviewForm(VersionForm):
    """What somebody saw when looking at it again."""

    note = forms.CharField(
        label="What you saw", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )


class SuspensionForm(forms.Form):
    """Why the work must stop now; it works whatever the page showed."""

    why = forms.CharField(
        label="What is wrong", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG),
        help_text="You may leave this empty and write it later.",
    )  # fmt: skip


class ResumptionForm(forms.Form):
    """What happened, and why it is safe to go on."""

    note = forms.CharField(
        label="What happened, and why it is safe now", max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )


class RecallForm(forms.Form):
    """Why a task comes home and with how many days of notice; it works whatever the page showed."""

    reason_code = forms.ChoiceField(label="Why", choices=HomeReason.choices, initial=HomeReason.DEMAND)
    why = forms.CharField(label="In a sentence", max_length=2000, widget=forms.Textarea(attrs=_LONG))
    notice_days = forms.IntegerField(
        label="Days of notice", required=False, min_value=0, max_value=365, help_text="Empty: as agreed."
    )


class WaiverForm(forms.Form):
    """An exception: for what, why, and until when."""

    kind = forms.ChoiceField(choices=Waiver.Kind.choices, label="What may pass")
    reason = forms.CharField(label="Why it may pass", max_length=2000, widget=forms.Textarea(attrs=_LONG))
    expires_on = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kinds: Any = Waiver.Kind.choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class TransferStepForm(forms.Form):
    """What a step took on one's own side, what shows it, and whether it is done."""

    minutes = forms.IntegerField(label="Minutes on our side", min_value=0, max_value=1440)
    evidence = forms.CharField(label="What shows it", required=False, max_length=2000)
    done = forms.BooleanField(label="Done", required=False)
