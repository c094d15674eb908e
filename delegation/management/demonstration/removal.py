"""Take the demonstration out again: every row of it, and nothing else."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from delegation.accounts.models import Organisation, Person, User

OURS = frozenset({"accounts", "audit", "notices", "inventory", "delegation"})
Model = type[models.Model]


class Entangled(Exception):  # noqa: N818 - a sentence for whoever wants it gone
    """Rows of other organisations point at the demonstration; its text says what to do."""


def remove() -> int:
    """Delete every row of every demonstration organisation, its trail and its logins; gives how many rows.

    It deletes past the rows' own guards, the trail's included: this is the demonstration's own trail. Raises
    ``Entangled``, and keeps everything, where somebody else's rows refer to it.
    """
    try:
        with transaction.atomic():
            deleted = _delete(
                list(Organisation.objects.filter(is_demonstration=True).values_list("pk", flat=True))
            )
            # Foreign keys are checked at the end of a transaction; this asks now, while there is a sentence to give.
            connection.check_constraints()
    except IntegrityError as problem:
        raise Entangled(
            "Somebody outside the demonstration works with one of its organisations, for example by an agreement. "
            "Nothing was removed. End that work first."
        ) from problem
    return deleted


def belongings(organisations: Sequence[Any]) -> Iterator[models.QuerySet[Any]]:
    """Every table's rows of these organisations, those that are found through another table first."""
    logins = _logins(organisations)
    paths = [(model, _path(model)) for model in apps.get_models(include_auto_created=True)]
    for model, path in sorted(paths, key=lambda pair: -pair[1].count("__")):
        # A plain queryset: the trail's own refuses to delete.
        rows: models.QuerySet[Any] = models.QuerySet(model)
        if path:
            yield rows.filter(**{f"{path}__in": organisations})
        elif name := _login_of(model):
            yield rows.filter(**{f"{name}__in": logins})


def _delete(organisations: Sequence[Any]) -> int:
    found = list(belongings(organisations)) if organisations else []
    return sum(rows._raw_delete(rows.db) for rows in found)  # noqa: SLF001 - no guard of a model may keep a row


def _logins(organisations: Sequence[Any]) -> list[Any]:
    """Logins with seats at the demonstration and nowhere else."""
    elsewhere = Person.objects.exclude(organisation__in=organisations).values("user")
    here = User.objects.filter(seats__organisation__in=organisations).exclude(pk__in=elsewhere)
    return list(here.values_list("pk", flat=True).distinct())


def _path(model: Model) -> str:
    """How a table's rows are told to be an organisation's: "" where they are not."""
    if model is Organisation:
        return "pk"
    if model._meta.app_label not in OURS:
        return ""
    keys = _keys(model)
    if "organisation" in keys:
        return "organisation"
    return next(
        (f"{name}__organisation" for name, other in keys.items() if "organisation" in _keys(other)), ""
    )


def _login_of(model: Model) -> str:
    if model is User:
        return "pk"
    return next((name for name, other in _keys(model).items() if other is User), "")


def _keys(model: Model) -> dict[str, Model]:
    """The tables a table points at, by the names of its foreign keys."""
    return {
        field.name: field.related_model
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }
