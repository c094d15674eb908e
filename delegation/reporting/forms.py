"""The shape of what people say about reports."""

from datetime import date

from django import forms


class MonthForm(forms.Form):
    """A month, as a browser writes it: 2026-10."""

    month = forms.RegexField(
        r"^20\d{2}-(0[1-9]|1[0-2])$", label="Month", widget=forms.TextInput(attrs={"type": "month"})
    )

    def clean_month(self) -> date:
        year, month = map(int, self.cleaned_data["month"].split("-"))
        return date(year, month, 1)
