"""A page for a browser, a piece for htmx; a refusal into a form error; a long list in pages."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from delegation.accounts.permissions import Refused
from delegation.moves import Stale

Row = TypeVar("Row", bound=models.Model)


def show(
    request: HttpRequest, page: str, piece: str | None, context: dict[str, Any], *, status: int | None = None
) -> HttpResponse:
    """Render ``piece`` when htmx asked for it, otherwise ``page``, which includes it.

    A boosted link or a restored history entry is htmx asking for a whole page. The status is 422 when a form
    in the context was refused for its shape or by a rule, 409 when somebody else was faster, unless it is given.
    """
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    whole = htmx.boosted or htmx.history_restore_request
    template = piece if piece and htmx and not whole else page
    response = render(request, template, context, status=status or _status_of(context))
    patch_vary_headers(response, ["HX-Request"])
    return response


def swap_main(answer: HttpResponse) -> HttpResponse:
    """Let htmx take the whole main part out of this page's ``answer``, so that its head and tabs follow an act."""
    answer["HX-Retarget"] = answer["HX-Reselect"] = "#main"
    answer["HX-Reswap"] = "outerHTML"
    return answer


@contextmanager
def refusals_in(form: forms.BaseForm) -> Iterator[None]:
    """Let a refusal, or word that somebody was faster, become an error of ``form``; half-done writes are undone."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.refused = True  # type: ignore[attr-defined]
    except Stale as stale:
        form.add_error(None, str(stale))
        form.stale = True  # type: ignore[attr-defined]


def _status_of(context: dict[str, Any]) -> int:
    given = [value for value in context.values() if isinstance(value, forms.BaseForm) and value.is_bound]
    if any(getattr(form, "stale", False) for form in given):
        return 409
    if any(getattr(form, "refused", False) for form in given):
        return 403
    return 422 if any(form.errors for form in given) else 200


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a long list, and the cursor that asks for the rows after them."""

    rows: list[Row]
    next: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(rows: models.QuerySet[Row], *, order: Sequence[str], after: str, size: int = 100) -> Slice[Row]:
    """The ``size`` rows that follow ``after`` in ``order``; as fast at the end of the list as at its start.

    ``order`` are field names, each with ``-`` for falling, none of them nullable, the last one unique. A cursor
    that was tampered with is read as the start of the list.
    """
    names = [name.lstrip("-") for name in order]
    rows = rows.order_by(*order)
    found: list[Row] | None = None
    if values := _read(after, len(names)):
        # The database has the last word on what it can compare; it must not cost the request's transaction.
        with suppress(ValueError, TypeError, OverflowError, ValidationError, DataError), transaction.atomic():
            found = list(rows.filter(_beyond(order, names, values))[: size + 1])
    if found is None:
        found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Slice(found, _write([_plain(found[-1], name) for name in names]) if more else "")


def _beyond(order: Sequence[str], names: list[str], values: list[Any]) -> models.Q:
    """(a > x) or (a = x and b > y) or ..., the way a keyset continues."""
    condition = models.Q()
    for place, field in enumerate(order):
        step = models.Q(**{f"{names[place]}__{'lt' if field.startswith('-') else 'gt'}": values[place]})
        for same in range(place):
            step &= models.Q(**{names[same]: values[same]})
        condition |= step
    # Said twice: this one bound lets the index start where the list goes on.
    first = f"{names[0]}__{'lte' if order[0].startswith('-') else 'gte'}"
    return models.Q(**{first: values[0]}) & condition


def _plain(row: models.Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value if isinstance(value, int | float | str) else str(value)


def _write(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        return []
    plain = isinstance(values, list) and all(isinstance(value, str | int | float) for value in values)
    return values if plain and len(values) == length else []
