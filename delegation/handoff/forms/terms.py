"""Which task goes to whom, under which agreement, and what in it covers the task."""

from typing import Any

from django import forms
from django.db.models import Q

from delegation.accounts.models import Organisation
from delegation.agreement.models import Agreement, ScopeItem
from delegation.choices import One
from delegation.handoff.forms.acts import VersionForm
from inventory.forms import TaskChoice


class AgreementChoice(One):
    """An agreement, by its number."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Agreement.objects.none()
        super().__init__(rows, read=lambda words: Q(number__iexact=words), near=_numbered, **kwargs)


def _numbered(words: str) -> Q:
    return Q(number__icontains=words)


class ScopeItemChoice(One):
    """A scope item, listed with its agreement and how far its amendment is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ScopeItem.objects.none(), read=_covering, near=_near, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        amendment = obj.amendment
        stands = f", amendment {amendment.get_status_display().lower()}" if amendment else ""
        return f"{obj} ({obj.agreement}{stands})"


def _covering(words: str) -> Q:
    """A scope item as it is written out: what kind, and what of it."""
    category, _, description = words.partition(": ")
    return Q(category__iexact=category, description__iexact=description)


def _near(words: str) -> Q:
    return Q(description__icontains=words)


class _Terms(forms.Form):
    """Under which agreement a task goes out, and what in it covers the task; either may be chosen later."""

    agreement = AgreementChoice(label="Agreement", required=False)
    scope_item = ScopeItemChoice(label="What it falls under", required=False)

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PreparationForm(_Terms):
    """Which task goes to whom, under what."""

    field_order = ("task", "partner", "agreement", "scope_item")
    task = TaskChoice(label="Task")
    partner = One(Organisation.objects.none(), label="Partner")


class TermsForm(VersionForm, _Terms):
    """The agreement and the scope item of a hand-off that is being prepared."""


class ContinuationForm(forms.Form):
    """Under which agreement a returned task goes out again; empty is the last one."""

    agreement = AgreementChoice(required=False, label="Agreement")

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
