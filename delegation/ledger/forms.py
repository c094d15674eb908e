"""The shape of what people say about freed hours."""

from typing import Any

from django import forms

from delegation.choices import One
from inventory.models import Initiative


class BookingForm(forms.Form):
    """Which initiative got the freed minutes, and how many."""

    initiative = One(Initiative.objects.none(), required=False, empty_label="Not used yet")
    minutes = forms.IntegerField(min_value=0, max_value=100_000, label="Minutes")

    def __init__(self, *args: Any, initiatives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = initiatives  # type: ignore[attr-defined]
