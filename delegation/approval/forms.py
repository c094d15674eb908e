"""The shape of what people say about proposals. Whether it may be said is the actions' business."""

from typing import Any

from django import forms

from delegation.approval.models import ADVISED, Decision, Proposal
from inventory.models import Task


class ProposalForm(forms.Form):
    """One or many tasks, what should become of them, and why."""

    tasks = forms.ModelMultipleChoiceField(queryset=Task.objects.none(), label="Tasks")
    disposition = forms.ChoiceField(
        choices=[(ADVISED, "As advised"), *Proposal.Disposition.choices],
        initial=ADVISED,
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


READY_REASONS = (
    "The procedure must be written down first.",
    "It is part of an initiative and should stay.",
    "Ask again when the agreement covers it.",
)


class DecisionForm(forms.Form):
    """An answer, and its reason where it is a no: one of three ready ones or one's own words."""

    verdict = forms.ChoiceField(
        choices=Decision.Verdict.choices, widget=forms.RadioSelect, label="Your decision"
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text="The person who asked will read this.",
    )
    ready = forms.ChoiceField(
        choices=[(words, words) for words in READY_REASONS],
        widget=forms.RadioSelect,
        required=False,
        label="Or",
    )
    review_on = forms.DateField(
        required=False, label="Look at it again on", widget=forms.DateInput(attrs={"type": "date"})
    )
    reopen_if = forms.CharField(required=False, max_length=200, label="Ask again if")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["reason"] = given.get("reason") or given.get("ready", "")
        given.pop("ready", None)
        if given.get("verdict") in {Decision.Verdict.RETURN, Decision.Verdict.DECLINE} and not given.get(
            "reason"
        ):
            self.add_error("reason", "Say why, so that the person who asked can do something about it.")
        return given


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BatchForm(forms.Form):
    """Proposals that were ticked together; each carries the version that was looked at."""

    proposals = forms.ModelMultipleChoiceField(
        queryset=Proposal.objects.none(), error_messages={"required": "Tick at least one proposal first."}
    )
    reason = forms.CharField(
        required=False, max_length=2000, label="Reason", widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = proposals  # type: ignore[attr-defined]

    def version_of(self, pk: Any) -> int:
        """The version of a proposal that the check page showed; one that no row has where it says none."""
        given = str(self.data.get(f"version-{pk}", ""))
        return int(given) if given.isdecimal() and len(given) < 10 else -1
