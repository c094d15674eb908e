"""The shape of what people say about handoffs. Whether it may be said is the actions' business."""

from typing import Any

from django import forms
from django.db.models import Q

from delegation.accounts.models import Organisation
from delegation.agreement.models import Agreement, ScopeItem
from delegation.choices import One
from delegation.handoff.models import Waiver
from delegation.handoff.models.handoffs import HomeReason
from inventory.forms import TaskChoice

_LONG = {"rows": 3}


class AgreementChoice(One):
    """An agreement, by its number."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Agreement.objects.none()
        super().__init__(rows, read=lambda words: Q(number__iexact=words), near=_numbered, **kwargs)


def _numbered(words: str) -> Q:
    return Q(number__icontains=words)


def _covering(words: str) -> Q:
    """A scope item as it is written out: what kind, and what of it."""
    category, _, description = words.partition(": ")
    return Q(category__iexact=category, description__iexact=description)


def _near(words: str) -> Q:
    return Q(description__icontains=words)


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


class PreparationForm(forms.Form):
    """Which task goes to whom, under what."""

    task = TaskChoice(label="Task")
    partner = One(Organisation.objects.none(), label="Partner")
    agreement = AgreementChoice(label="Agreement", required=False)
    scope_item = One(
        ScopeItem.objects.none(), read=_covering, near=_near, label="What it falls under", required=False
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


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


class TransferStepForm(forms.Form):
    """What a step took on one's own side, what shows it, and whether it is done."""

    minutes = forms.IntegerField(label="Minutes on our side", min_value=0, max_value=1440)
    evidence = forms.CharField(label="What shows it", required=False, max_length=2000)
    done = forms.BooleanField(label="Done", required=False)


class ContinuationForm(forms.Form):
    """Under which agreement a returned task goes out again; empty is the last one."""

    agreement = AgreementChoice(required=False, label="Agreement")

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class PreviewForm(forms.Form):
    """The fingerprint of the words that were read."""

    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
