"""The shape of trials and improvements."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from delegation.accounts.models import Person
from delegation.choices import One, Some, by_name_or_address
from delegation.streamlining.models import Trial
from inventory.forms import TaskChoice
from inventory.models import Task


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class TrialForm(forms.Form):
    """Which task stops, from when, and who watches until when."""

    task = TaskChoice(label="Task")
    stop_from_on = forms.DateField(label="Stop it from", widget=_day())
    watch_until_on = forms.DateField(
        label="Watch until", widget=_day(), help_text="Long enough for it to have come round twice."
    )
    watchers = Some(Person.objects.none(), read=by_name_or_address, required=False, label="Who watches")

    def __init__(self, *args: Any, tasks: QuerySet[Task], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]
        self.fields["watchers"].queryset = people  # type: ignore[attr-defined]


class MissedForm(forms.Form):
    """What was missed."""

    what = forms.CharField(max_length=300, label="What did you miss")


class EndForm(forms.Form):
    """How a trial ends, and why."""

    outcome = forms.ChoiceField(
        choices=[(Trial.Status.STOPPED, "Stop for good"), (Trial.Status.RESTORED, "Restore it")]
    )
    why = forms.CharField(required=False, max_length=300, label="Why")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ImprovementForm(forms.Form):
    """A change that makes a task smaller."""

    task = TaskChoice(label="Task")
    change = forms.CharField(max_length=300, label="What changes")
    saved_minutes_per_month = forms.IntegerField(
        min_value=0, max_value=60000, label="Minutes it should save a month"
    )
    owner = One(Person.objects.none(), read=by_name_or_address, label="Who makes it")

    def __init__(self, *args: Any, tasks: QuerySet[Task], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """That a change is made, and what it really saves."""

    saved_minutes_per_month = forms.IntegerField(
        min_value=0, max_value=60000, label="Minutes it saves a month"
    )
    done_on = forms.DateField(label="Done on", widget=_day())
