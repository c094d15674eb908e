"""The shape of what people say about proposals. Whether it may be said is the actions' business."""

from typing import Any

from django import forms

from delegation.approval.models import Decision, Proposal
from inventory.models import Task


class ProposalForm(forms.Form):
    """One or many tasks, what should become of them, and why."""

    tasks = forms.ModelMultipleChoiceField(queryset=Task.objects.none(), label="Tasks")
    disposition = forms.ChoiceField(
        choices=Proposal.Disposition.choices,
        initial=Proposal.Disposition.DELEGATE,
        label="What should become of it",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text="The approver will read this.",
    )

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].queryset = tasks  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """An answer, and its reason where it is a no."""

    verdict = forms.ChoiceField(
        choices=Decision.Verdict.choices, widget=forms.RadioSelect, label="Your decision"
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text="The person who asked will read this.",
    )
    review_on = forms.DateField(
        required=False, label="Look at it again on", widget=forms.DateInput(attrs={"type": "date"})
    )
    reopen_if = forms.CharField(required=False, max_length=200, label="Ask again if")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") in {Decision.Verdict.RETURN, Decision.Verdict.DECLINE} and not given.get(
            "reason"
        ):
            self.add_error("reason", "Say why, so that the person who asked can do something about it.")
        return given


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
