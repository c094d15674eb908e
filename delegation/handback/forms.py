"""The shape of what people say about a return."""

from django import forms


class ReturnForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ForceForm(ReturnForm):
    """Why one does not wait for the signatures."""

    why = forms.CharField(
        label="Why you do not wait", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
