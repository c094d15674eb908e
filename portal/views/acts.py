"""What a partner's person may do to a handoff now, and why not the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms
from django.urls import reverse

from delegation.accounts.models import Person
from delegation.accounts.permissions import Answer, No
from delegation.handback.models import Return
from delegation.handback.permissions import may_confirm
from delegation.handoff import permissions
from delegation.handoff.models import Handoff
from portal.forms import (
    AcceptanceForm,
    NameForm,
    QuestionForm,
    RefusalForm,
    ReturnForm,
    SuspensionForm,
    VersionForm,
)


@dataclass(frozen=True)
class Act:
    """Something one can do: the name of its address, its word, whether this person may, and its form."""

    name: str
    word: str
    may: Answer
    form: forms.BaseForm | None = None
    danger: bool = False
    url: str = ""


def acts_of(
    person: Person, handoff: Handoff, *, way_home: Return | None, bound: Mapping[str, forms.BaseForm]
) -> list[Act]:
    """Every act of the portal on a handoff, in the order of its life; a form that was refused keeps its words."""
    version = {"version": handoff.version}
    confirming = may_confirm(person, way_home) if way_home else No("It is not on its way home.")
    home_version = {"version": way_home.version} if way_home else version
    acts = [
        Act(
            "acceptance",
            "Accept it",
            permissions.may_accept(person, handoff),
            AcceptanceForm(initial=version, person=person),
        ),
        Act("question", "Ask first", permissions.may_ask(person, handoff), QuestionForm(initial=version)),
        Act(
            "refusal",
            "Decline it",
            permissions.may_decline(person, handoff),
            RefusalForm(initial=version),
            danger=True,
        ),
        Act("naming", "Name one more", permissions.may_name(person, handoff), NameForm(person=person)),
        Act(
            "signature",
            "Sign that it is taught",
            permissions.may_sign_transfer(person, handoff),
            VersionForm(initial=version),
        ),
        Act(
            "confirmation", "Confirm that nothing is left here", confirming, VersionForm(initial=home_version)
        ),
        Act(
            "suspension",
            "Stop it now",
            permissions.may_suspend(person, handoff),
            SuspensionForm(),
            danger=True,
        ),
        Act(
            "handing_back",
            "Hand it back",
            permissions.may_hand_back(person, handoff),
            ReturnForm(),
            danger=True,
        ),
        Act("procedure", "Draft the procedure", permissions.may_draft_procedure(person, handoff)),
    ]
    for act in acts:
        if act.form is not None:
            # Several forms stand on one page: each has ids of its own.
            act.form.auto_id = f"{act.name}-%s"
    return [
        replace(act, form=bound.get(act.name, act.form), url=reverse(f"portal:{act.name}", args=[handoff.pk]))
        for act in acts
    ]
