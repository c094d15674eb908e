"""The shape of ratings, weights and rounds. Whether they may be given is the actions' business."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from delegation.accounts.models import Person
from delegation.choices import Some, by_name_or_address
from delegation.scoring.engine import Criterion, Rubric

NOT_SURE = "not sure"


def choices_of(criterion: Criterion) -> list[tuple[str, str]]:
    """Five worded levels from 1 to 5, and the answer of somebody who is not sure."""
    levels = [(str(number), words) for number, words in enumerate(criterion.levels, start=1)]
    return [*levels, (NOT_SURE, "I am not sure.")]


def level_in(answer: str) -> int | None:
    return None if answer == NOT_SURE else int(answer)


class AnswerForm(forms.Form):
    """One question, five worded levels."""

    level = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer, or say that you are not sure."},
    )
    evidence = forms.CharField(required=False, max_length=400, label="What makes you say so")

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = choices_of(criterion)  # type: ignore[attr-defined]
        self.fields["level"].label = criterion.question

    def said(self, criterion: Criterion) -> dict[str, Any]:
        """The answer by its criterion, and what makes the person say so."""
        level = level_in(self.cleaned_data["level"])
        return {"answers": {criterion.key: level}, "evidence": self.cleaned_data["evidence"]}


class RatingsForm(forms.Form):
    """Every criterion on one page; what is left open is not answered."""

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in rubric.criteria:
            self.fields[criterion.key] = forms.ChoiceField(
                choices=choices_of(criterion), widget=forms.RadioSelect, required=False, label=criterion.label,
                help_text=criterion.question,
            )  # fmt: skip

    def answers(self) -> dict[str, int | None]:
        return {key: level_in(answer) for key, answer in self.cleaned_data.items() if answer}


class WeightsForm(forms.Form):
    """How much each criterion counts, and why that changes."""

    why = forms.CharField(
        label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept in the trail with the old and the new weights.",
    )  # fmt: skip
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in rubric.criteria:
            self.fields[f"weight_{criterion.key}"] = forms.IntegerField(
                min_value=0, max_value=100, label=criterion.label, initial=round(criterion.weight)
            )
        self.order_fields([*(name for name in self.fields if name.startswith("weight_")), "why", "number"])

    def said(self) -> dict[str, Any]:
        """The weights by criterion, the reason, and the rubric they were changed from."""
        given = self.cleaned_data
        weights = {name.removeprefix("weight_"): given[name] for name in given if name.startswith("weight_")}
        return {"weights": weights, "why": given["why"], "number": given["number"]}


class CampaignForm(forms.Form):
    """Who rates, and until when."""

    name = forms.CharField(max_length=120, label="What this round is called")
    people = Some(Person.objects.none(), read=by_name_or_address, label="Who rates")
    due_on = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
