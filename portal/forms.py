"""The shape of what a partner's people say about handoffs. Whether it may be said is the actions' business."""

from datetime import date
from typing import Any

from django import forms

from delegation.accounts.models import Organisation, Person, Role
from delegation.choices import One, Some, by_name_or_address
from delegation.handback.models import Return
from delegation.tracking.models import TimeEntry

_LONG = {"rows": 3}
# Why a run goes back, and what happens then.
SHIFT_ENDS = "My shift ends"
REASONS = (
    ("Something looks wrong", "{client} is told now. If it cannot wait, call as well."),
    ("I lack access", "{client} is told now, and sees to the access."),
    ("The procedure does not fit", "{client} is told now. Your lead can draft a change."),
    ("No time is left for it", "{client} is told now, and does this one."),
    (SHIFT_ENDS, "It stays with {partner}, for the next technician. Your lead is told."),
)

_MINUTES = {
    "max_value": "A day has 1,440 minutes. Log longer work day by day.",
    "min_value": "Say %(limit_value)s minutes or more.",
    "invalid": "Say the minutes as a whole number.",
    "required": "Say how many minutes it took.",
}


class AcceptanceForm(forms.Form):
    """What one run takes, and who learns it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    estimate_minutes = forms.IntegerField(label="Minutes one run takes you", min_value=1, max_value=14400)
    technicians = Some(Person.objects.none(), read=by_name_or_address, label="Who learns it")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm = Person.objects.visible_to(person).filter(ended_at=None, role__in=[Role.LEAD, Role.TECHNICIAN])
        self.fields["technicians"].queryset = firm.order_by("name")  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """A question about an offer."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = forms.CharField(label="Your question", max_length=2000, widget=forms.Textarea(attrs=_LONG))


class RefusalForm(forms.Form):
    """Why not."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label="Why not", max_length=2000, widget=forms.Textarea(attrs=_LONG))


class SuspensionForm(forms.Form):
    """Why the work must stop now."""

    why = forms.CharField(
        label="What is wrong", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )


class ReturnForm(forms.Form):
    """Why a task goes home."""

    reason_code = forms.ChoiceField(label="Why", choices=Return.Reason.choices)
    why = forms.CharField(label="In a sentence", max_length=2000, widget=forms.Textarea(attrs=_LONG))


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NameForm(forms.Form):
    """One more person who learns it."""

    technician = One(Person.objects.none(), read=by_name_or_address, label="Who learns it too")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm = Person.objects.visible_to(person).filter(ended_at=None, role__in=[Role.LEAD, Role.TECHNICIAN])
        self.fields["technician"].queryset = firm.order_by("name")  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """A tick, with what shows it."""

    evidence = forms.CharField(required=False, max_length=2000)
    undo = forms.BooleanField(required=False)

    def __init__(self, *args: Any, needs_evidence: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_evidence = needs_evidence

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.needs_evidence and not (given.get("undo") or given.get("evidence") or self.errors):
            self.add_error("evidence", "Write what shows it, so that the client can see it too.")
        return given


class RunQuestionForm(forms.Form):
    """A question during a run."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = forms.CharField(
        label="Ask the client", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RunNoteForm(forms.Form):
    """A word at the end."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="A note", required=False, max_length=2000)


class FinishForm(RunNoteForm):
    """The end of a run, and the minutes it took; none where they are logged already."""

    minutes = forms.IntegerField(
        label="Minutes it took", required=False, min_value=0, max_value=1440, error_messages=_MINUTES
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)


class HomeForm(forms.Form):
    """Why this run goes back, and how it was left."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label="Why?", choices=[(why, why) for why, _ in REASONS], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="How did you leave it?", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )


class TimeForm(forms.Form):
    """Minutes worked on a day."""

    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1440, error_messages=_MINUTES)
    worked_on = forms.DateField(label="On", widget=forms.DateInput(attrs={"type": "date"}))
    category = forms.ChoiceField(label="For", choices=TimeEntry.Category.choices)
    note = forms.CharField(label="Note", required=False, max_length=300)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)


class HoursForm(forms.Form):
    """How many hours for whom in which week."""

    client = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Client", empty_label="Choose a client"
    )
    week_on = forms.TypedChoiceField(label="Week of", coerce=date.fromisoformat)
    minutes = forms.DecimalField(label="Hours", min_value=0, max_value=1000, max_digits=5, decimal_places=1)
    is_firm = forms.TypedChoiceField(
        label="How sure",
        coerce=lambda word: word == "firm",
        choices=[("firm", "Sure"), ("open", "Not sure yet")],
    )

    def __init__(self, *args: Any, clients: Any, mondays: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["client"].queryset = clients
        fields["week_on"].choices = [(f"{day:%Y-%m-%d}", f"{day.day} {day:%b %Y}") for day in mondays]

    def clean_minutes(self) -> int:
        minutes: int = round(self.cleaned_data["minutes"] * 60)
        return minutes
