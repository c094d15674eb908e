"""One of many, or some of many: a list to choose from while it is short, names to write when it is long.

A list of ten thousand is a page of megabytes that nobody can choose from. Past ``LISTED`` rows the field is a line to
write in, with the first names suggested; a name written in full finds its row. No script is needed, and it is one query.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join

LISTED = 100
AT_ONCE = 200

Rows = list[Any]
Reading = Callable[[str], Q]


def by_name(words: str) -> Q:
    return Q(name__iexact=words)


def by_name_or_address(words: str) -> Q:
    """A person, whose name another may have too."""
    return Q(name__iexact=words) | Q(user__email__iexact=words)


def like_name(words: str) -> Q:
    return Q(name__icontains=words)


class OneOfMany(forms.Select):
    """A list to choose from, or a line to write in."""

    tell: Callable[[Any], str] = str
    near: Reading = like_name

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = _rows(self.choices, [value])
        full = {**self.attrs, **(attrs or {})}
        if len(rows) <= LISTED:
            return forms.Select(choices=_listed(self.choices, rows)).render(name, value, full, renderer)
        chosen = next((row for row in rows if str(row.pk) == str(value)), None)
        words = self.tell(chosen) if chosen else value or ""
        if words and not chosen:
            every: Any = self.choices
            rows = list(every.queryset.filter(self.near(str(words)))[:LISTED]) or rows
        suggested = f"{full.get('id', name)}-suggested"
        line = forms.TextInput({**full, "list": suggested, "autocomplete": "off"}).render(
            name, words, None, renderer
        )
        was = forms.HiddenInput().render(f"{name}-was", f"{value} {words}", None, renderer) if chosen else ""
        return format_html("{}{}{}", line, was, suggestions(suggested, map(self.tell, rows)))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was written; the row itself where the words were left as they were shown."""
        given = super().value_from_datadict(data, files, name)
        key, _, words = str(data.get(f"{name}-was", "")).partition(" ")
        return key if key and given == words else given


class SomeOfMany(forms.CheckboxSelectMultiple):
    """Ticks, or lines to write in, one name a line."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        chosen = value if isinstance(value, list | tuple) else [value]
        rows = _rows(self.choices, chosen)
        full = {**self.attrs, **(attrs or {})}
        if len(rows) <= LISTED:
            ticks = forms.CheckboxSelectMultiple(choices=_listed(self.choices, rows))
            return ticks.render(name, value, full, renderer)
        told = {str(row.pk): str(row) for row in rows}
        words = "\n".join(told.get(str(one), str(one)) for one in chosen if one)
        asked = {**full, "rows": 4, "aria-label": "Names, one a line"}
        lines = forms.Textarea(asked).render(name, words, None, renderer)
        return format_html('<p class="small quiet">There are many: write one name a line.</p>{}', lines)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given = super().value_from_datadict(data, files, name) or []
        return [line.strip() for text in given for line in str(text).splitlines() if line.strip()]


class One(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One row; ``read`` says which rows have these words for a name, ``near`` which ones come close.

    ``tell`` writes a row so that ``read`` finds it.
    """

    widget = OneOfMany

    def __init__(
        self,
        *args: Any,
        read: Reading = by_name,
        near: Reading = like_name,
        tell: Callable[[Any], str] = str,
        **kwargs: Any,
    ) -> None:
        self.read, self.near = read, near
        super().__init__(*args, **kwargs)
        self.widget.tell, self.widget.near = tell, near

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            if not isinstance(value, str) or _key(self.queryset, value) is not None:
                raise
            return _named(self.queryset, value, read=self.read, near=self.near)


class Some(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Some rows, each ticked or named."""

    widget = SomeOfMany

    def __init__(self, *args: Any, read: Reading = by_name, near: Reading = like_name, **kwargs: Any) -> None:
        self.read, self.near = read, near
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        given = value if isinstance(value, list | tuple) else []
        if len(given) > AT_ONCE:
            raise ValidationError(f"{len(given)} are too many at once. Name at most {AT_ONCE}.")
        found = [
            one
            if _key(self.queryset, one) is not None
            else _named(self.queryset, str(one), read=self.read, near=self.near).pk
            for one in given
        ]
        return super().clean(found)


def suggestions(key: str, words: Iterable[str]) -> Any:
    """What a line suggests to whoever writes in it."""
    return format_html(
        '<datalist id="{}">{}</datalist>',
        key,
        format_html_join("", '<option value="{}">', ((one,) for one in words)),
    )


def _rows(choices: Any, chosen: Iterable[Any]) -> Rows:
    """The first rows, one more than are listed, and those that are chosen; one query."""
    rows: QuerySet[Any] = choices.queryset
    first = Q(pk__in=rows.values("pk")[: LISTED + 1])
    keys = [key for one in chosen if (key := _key(rows, one)) is not None]
    return list(rows.filter(first | Q(pk__in=keys)) if keys else rows[: LISTED + 1])


def _listed(choices: Any, rows: Rows) -> list[tuple[Any, str]]:
    empty = choices.field.empty_label
    return [*([("", empty)] if empty is not None else []), *(choices.choice(row) for row in rows)]


def _key(rows: Any, value: Any) -> Any:
    """The value as a key of these rows, or None where it cannot be one."""
    if value in (None, ""):
        return None
    try:
        return rows.model._meta.pk.to_python(value)
    except ValidationError:
        return None


def _named(rows: Any, words: str, *, read: Reading, near: Reading) -> Any:
    """The one row of that name. Raises ``ValidationError`` that says what to write instead."""
    found = list(rows.filter(read(words.strip()))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(
            f"Several are called “{words}”. Write what tells them apart: a number, or the e-mail address."
        )
    close = ", ".join(f"“{row}”" for row in rows.filter(near(words.strip()))[:3])
    raise ValidationError(
        f"Nothing here is called “{words}”. "
        + (f"Did you mean {close}?" if close else "Write the name in full.")
    )
