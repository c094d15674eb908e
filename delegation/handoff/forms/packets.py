"""The words of a packet and the steps of its procedure."""

from typing import Any

from django import forms

from delegation.handoff.forms.acts import VersionForm

_LONG = {"rows": 3}


class PacketForm(VersionForm):
    """What the partner may see, but for the steps."""

    title = forms.CharField(max_length=200)
    objective = forms.CharField(
        label="What it is for", required=False, max_length=4000, widget=forms.Textarea(attrs=_LONG)
    )
    outcome = forms.CharField(
        label="Done well means", required=False, max_length=4000, widget=forms.Textarea(attrs=_LONG)
    )
    system_name = forms.CharField(label="System, as the partner may know it", required=False, max_length=120)
    schedule_words = forms.CharField(label="When it comes round", required=False, max_length=200)
    budget_minutes = forms.IntegerField(label="Minutes one run may take", min_value=0, max_value=14400)
    communication = forms.CharField(
        label="Whom to tell what, and where",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_LONG),
    )
    escalation = forms.CharField(
        label="When to stop, and whom to call",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_LONG),
    )
    checks = forms.CharField(
        label="Acceptance checks",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One in each line.",
    )

    def clean_checks(self) -> list[str]:
        return [line.strip()[:400] for line in self.cleaned_data["checks"].splitlines() if line.strip()]


class StepForm(forms.Form):
    """One step of a procedure."""

    title = forms.CharField(max_length=200, label="Step")
    why = forms.CharField(max_length=400, required=False, label="Why")
    command = forms.CharField(max_length=400, required=False, label="Command")
    expected = forms.CharField(max_length=400, required=False, label="You should see")
    stop_when = forms.CharField(max_length=400, required=False, label="Stop and call if")


StepsForm = forms.formset_factory(
    StepForm, extra=2, can_order=True, can_delete=True, max_num=60, absolute_max=80
)


def steps_of(filled: Any) -> list[dict[str, str]]:
    """The steps of a valid ``StepsForm``, in their order, without empty and removed ones."""
    parts = list(StepForm.base_fields)
    return [
        {part: form.cleaned_data.get(part, "") for part in parts}
        for form in filled.ordered_forms
        if form.cleaned_data.get("title")
    ]


class PreviewForm(forms.Form):
    """The fingerprint of the words that were read."""

    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
