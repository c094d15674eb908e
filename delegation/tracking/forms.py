"""The shape of what a client's people say about runs. Whether it may be said is the actions' business."""

from typing import Any

from django import forms

from delegation.tracking.models import Message


class OrderForm(forms.Form):
    """When one more run is wanted."""

    at = forms.DateTimeField(label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(VersionForm):
    """The answer that lets the partner go on."""

    body = forms.CharField(label="Your answer", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(VersionForm):
    """Why."""

    why = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class MessageForm(forms.Form):
    """Words on a handoff: internal unless somebody says otherwise. ``other`` names who reads them then."""

    body = forms.CharField(label="Message", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    visibility = forms.ChoiceField(
        label="Who reads it",
        choices=Message.Visibility.choices,
        initial=Message.Visibility.INTERNAL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, other: str = "The partner too", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(Message.Visibility.INTERNAL, "Our side only"), (Message.Visibility.SHARED, other)]
        self.fields["visibility"].choices = words  # type: ignore[attr-defined]
