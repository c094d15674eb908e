"""The shape of what people say about tasks and what surrounds them. Forms never act."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from delegation.accounts.models import Person
from delegation.choices import One, by_name, by_name_or_address
from inventory.engine import reading
from inventory.engine.quick import read_rhythm
from inventory.engine.rhythm import Unclear
from inventory.models import Goal, Initiative, Skill, System, Task


class TaskChoice(One):
    """A task, by its number or its title."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "Choose a task")
        super().__init__(Task.objects.none(), read=_task_called, near=_task_like, tell=_told, **kwargs)


def _task_called(words: str) -> Q:
    number = re.match(r"t-(\d{1,8})\b", words.lower())
    return Q(number=number[1]) if number else Q(title__iexact=words)


def _task_like(words: str) -> Q:
    return Q(sought__contains=words.lower())


def _told(task: Task) -> str:
    return f"{task.reference} {task}"


class SentenceForm(forms.Form):
    """One sentence: the quickest way to catalogue a task."""

    text = forms.CharField(
        max_length=400,
        label="New task",
        widget=forms.TextInput(
            attrs={
                "placeholder": "Check replication lag every morning 10 min @tomas #oracle",
                "autocomplete": "off",
            }
        ),
    )


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Everything a person says about one task; only the title is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    when = forms.CharField(
        required=False,
        max_length=200,
        label="When it happens",
        help_text="In words: “every month, 1st working day at 08:00”, or “about 3 times a month” when it pops up.",
    )

    class Meta:
        model = Task
        fields = [
            "title", "when", "holder", "backup", "system", "skill", "purpose", "objective", "outcome",
            "effort_low", "effort_likely", "effort_high", "closing_days", "basis", "time_zone",
            "grade_needed", "is_remote", "is_documented", "data_class", "regulations", "wall",
            "last_consumer", "nobody_uses_it", "is_legal_duty", "has_fixed_rules", "build_hours", "review_on",
        ]  # fmt: skip
        labels = {
            "holder": "Who does it", "backup": "Who could", "skill": "Skill it needs", "purpose": "It serves",
            "objective": "What it is for", "outcome": "How to tell that it was done well",
            "effort_low": "Minutes, at least", "effort_likely": "Minutes, usually", "effort_high": "Minutes, at most",
            "closing_days": "On days we are closed", "basis": "Counted", "grade_needed": "Grade it needs, 1 to 5",
            "is_remote": "Can be done remotely", "is_documented": "Is written down", "data_class": "Data",
            "wall": "Wall: why it must stay inside", "last_consumer": "Who uses what comes out of it",
            "nobody_uses_it": "Nobody has used the last two", "is_legal_duty": "The law asks for it",
            "has_fixed_rules": "It follows fixed rules", "build_hours": "Hours to automate it", "review_on": "Look at it again on",
        }  # fmt: skip
        field_classes = dict.fromkeys(("holder", "backup", "system", "skill"), One)
        widgets = {
            "objective": forms.Textarea(attrs={"rows": 2}),
            "outcome": forms.Textarea(attrs={"rows": 2}),
            "review_on": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(person).filter(ended_at=None).order_by("name")
        fields: dict[str, Any] = self.fields
        fields["holder"].queryset = fields["backup"].queryset = people
        fields["holder"].read = fields["backup"].read = by_name_or_address
        fields["system"].queryset = System.objects.visible_to(person).order_by("name")
        fields["skill"].queryset = Skill.objects.visible_to(person).order_by("name")
        for name, words in {
            "holder": "Nobody",
            "backup": "Nobody",
            "system": "Not said",
            "skill": "Not said",
        }.items():
            fields[name].empty_label = words
        for name in self.fields:
            self.fields[name].required = name == "title"
        self.fields["version"].required = bool(self.instance.number)
        self.initial.setdefault("when", self.instance.rhythm_words)
        self.initial["version"] = self.instance.version

    def clean_when(self) -> str:
        words = str(self.cleaned_data["when"])
        try:
            self.rhythm = read_rhythm(words)
        except Unclear as unclear:
            raise forms.ValidationError(str(unclear)) from unclear
        return words

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        low, likely, high = (given.get(f"effort_{name}") for name in ("low", "likely", "high"))
        known = [minutes for minutes in (low, likely, high) if minutes is not None]
        if known and "effort_likely" not in self.errors:
            likely = likely if likely is not None else known[-1]
            low, high = min(low if low is not None else likely, likely), max(high or likely, likely)
            given |= {"effort_low": low, "effort_likely": likely, "effort_high": high}
        for name, usual in (
            ("purpose", "run"),
            ("closing_days", "keep"),
            ("basis", "schedule"),
            ("data_class", "internal"),
        ):
            given[name] = given.get(name) or usual
        given["time_zone"] = given.get("time_zone") or self.instance.time_zone
        return given

    def said(self) -> dict[str, Any]:
        """The fields of ``actions.edit``."""
        fields = {name: value for name, value in self.cleaned_data.items() if name not in {"when", "version"}}
        if "when" in self.changed_data:
            fields |= self.rhythm
        return fields

    def _post_clean(self) -> None:
        """Leave the instance alone: the action writes, not the form. What a column can hold is asked all the same."""
        for field in Task._meta.concrete_fields:
            value = self.cleaned_data.get(field.name)
            if value in field.empty_values or field.is_relation:
                continue
            try:
                field.run_validators(value)
            except forms.ValidationError as wrong:
                self.add_error(field.name, wrong)


class CellForm(forms.Form):
    """One field of a task, as a cell of the inventory holds it."""

    NAMES: ClassVar = {
        "title": "title", "when": "rhythm_words", "minutes": "effort_likely", "holder": "holder_id",
        "system": "system_id", "purpose": "purpose",
    }  # fmt: skip

    version = forms.IntegerField(widget=forms.HiddenInput)
    low = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    high = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, task: Task, name: str, person: Person) -> None:
        initial = {"value": getattr(task, self.NAMES[name]), "version": task.version}
        super().__init__(data, initial=initial, auto_id=f"cell-{task.pk}-{name}-%s")
        self.task, self.name = task, name
        self.fields["value"] = self._field(person)

    def _field(self, person: Person) -> forms.Field:
        people = Person.objects.visible_to(person).filter(ended_at=None).order_by("name")
        systems = System.objects.visible_to(person).order_by("name")
        known: dict[str, forms.Field] = {
            "title": forms.CharField(
                max_length=200, label="Task", error_messages={"required": "A task needs a title."}
            ),
            "when": forms.CharField(max_length=200, required=False, label="When it happens"),
            "minutes": forms.IntegerField(
                min_value=1, max_value=6000, required=False, label="Minutes for one run",
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),  # a number field drops what it cannot read
                error_messages={"invalid": "Minutes must be a number, like 25."},
            ),
            "holder": One(people, read=by_name_or_address, required=False, empty_label="Nobody", label="Who does it"),
            "system": One(systems, required=False, empty_label="Not said", label="System"),
            "purpose": forms.ChoiceField(choices=Task.Purpose.choices, label="It serves"),
        }  # fmt: skip
        return known[self.name]

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if self.name == "when":
            try:
                self.rhythm = read_rhythm(value)
            except Unclear as unclear:
                raise forms.ValidationError(str(unclear)) from unclear
        return value

    def said(self) -> dict[str, Any]:
        """The fields of ``actions.edit``; the range of minutes gives way to the new likely, and comes back on undo."""
        value, task = self.cleaned_data["value"], self.task
        if self.name == "when":
            return self.rhythm
        if self.name != "minutes":
            return {self.name: value}
        low = self.cleaned_data["low"] or task.effort_low
        high = self.cleaned_data["high"] or task.effort_high
        return {
            "effort_low": min(low or value, value) if value else None,
            "effort_likely": value,
            "effort_high": max(high or value, value) if value else None,
        }

    def in_words(self) -> str:
        """What the cell says now."""
        shown = {"holder": self.task.holder or "Nobody", "system": self.task.system or "no system"}
        return str(shown.get(self.name) or self.initial["value"] or "nothing")


class ReasonForm(forms.Form):
    """Why, and on which version."""

    why = forms.CharField(required=False, max_length=300, label="Why")
    version = forms.IntegerField(widget=forms.HiddenInput)


class _ListForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("goal", Goal), ("owner", Person)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = model.objects.visible_to(person).order_by("name")
                field.empty_label = "No goal" if name == "goal" else "Nobody"
                field.read = by_name_or_address if name == "owner" else by_name
        self.instance.organisation = person.organisation

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = type(self.instance)._default_manager.filter(
            organisation=self.instance.organisation, name__iexact=name
        )
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"There is one called {name} already.")
        return name


class SystemForm(_ListForm):
    class Meta:
        model = System
        fields = ["name", "criticality", "is_legacy", "lifecycle", "data_class", "regulations", "owner"]
        field_classes = {"owner": One}
        labels = {"criticality": "How critical, 1 to 4", "is_legacy": "It is legacy"}


class SkillForm(_ListForm):
    class Meta:
        model = Skill
        fields = ["name"]


class GoalForm(_ListForm):
    class Meta:
        model = Goal
        fields = ["name", "horizon_on", "weight"]
        labels = {"horizon_on": "By when"}
        widgets = {"horizon_on": forms.DateInput(attrs={"type": "date"})}


class InitiativeForm(_ListForm):
    class Meta:
        model = Initiative
        fields = ["name", "goal", "kind", "starts_on", "ends_on", "minutes_per_week", "expected_value"]
        field_classes = {"goal": One}
        labels = {"minutes_per_week": "Minutes a week it asks for"}
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}),
            "ends_on": forms.DateInput(attrs={"type": "date"}),
            "expected_value": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", "It ends before it starts. Give a later day.")
        return given


class VersionForm(forms.Form):
    """The version of the page that a person acts on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class FileForm(forms.Form):
    """Somebody else's export."""

    file = forms.FileField(
        label="File",
        help_text="A ticket export from ServiceNow, Jira, GLPI or any CSV or workbook. Nothing is written before you say so.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


# How each desk writes its own name, in the order of ``reading.FORMATS``.
DESKS = ("ServiceNow", "Jira", "GLPI", "a plain table")


class ReadingForm(forms.Form):
    """Which column feeds which of our fields, and how dates are written."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    format = forms.ChoiceField(
        choices=[("auto", "Find out"), *zip(reading.FORMATS, DESKS, strict=True)],
        required=False,
        label="Written by",
    )
    date_order = forms.ChoiceField(
        choices=[
            ("", "Find out"),
            ("dmy", "day, month, year"),
            ("mdy", "month, day, year"),
            ("ymd", "year, month, day"),
        ],
        required=False,
        label="Dates are written",
    )

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Leave it out"), *((name, name) for name in columns)]
        for name in reading.FIELDS:
            label = name.replace("_", " ").replace("external id", "number").capitalize()
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label)

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.choose``."""
        given = self.cleaned_data
        return {
            "version": given["version"],
            "format": given["format"] or "auto",
            "date_order": given["date_order"],
            "mapping": {name: given[name] for name in reading.FIELDS},
        }


class AcceptanceForm(VersionForm):
    """A chore becomes a task, perhaps under a better title."""

    title = forms.CharField(max_length=200, required=False)


class MergerForm(VersionForm):
    """The task that a chore is, by its number."""

    task = forms.CharField(max_length=20, label="It is task")

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = tasks

    def clean_task(self) -> Task:
        number = str(self.cleaned_data["task"]).upper().removeprefix("T-").strip()
        found: Task | None = (
            self.tasks.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
        )
        if found is None:
            raise forms.ValidationError("There is no such task. Give its number, like T-104.")
        return found
