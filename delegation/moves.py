"""How anything changes status: one arrow, from a known place, leaving a trace."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.audit import trail


class Stale(Exception):  # noqa: N818 - somebody was faster; nothing is broken
    """Somebody else moved it first. Its text is a sentence for the person who came second."""


class Moving(models.Model):
    """A row with a status, a version, and arrows that say where it may go from where."""

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {}

    status: Any
    version = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @transaction.atomic
    def move(self, *, to: str, by: Person | None, why: str = "", **fields: Any) -> None:
        """Take one arrow of ``MOVES``, unless somebody already took another; ``by=None`` is the clock.

        ``fields`` are set in the same statement. The database, not this object, decides where the row stands:
        of two people acting at once the first is obeyed and the second gets ``Stale``. Raises ``ValueError``
        for an arrow that does not exist.
        """
        start = str(self.status)
        if to not in self.MOVES[start]:
            raise ValueError(f"{self} cannot go from {start} to {to}.")
        self._write({"status": to, "moved_at": timezone.now(), **fields})
        trail.record(
            f"moved to {to}", about=self, by=by, why=why, before=start, after=to, version=self.version
        )

    @transaction.atomic
    def change(self, verb: str, *, by: Person | None, why: str = "", **fields: Any) -> None:
        """Set ``fields`` where the row stands, as one more version; somebody who was faster makes it ``Stale``.

        The trail keeps what each field was and became. ``status`` is not a field: it takes ``move``.
        """
        if "status" in fields:
            raise ValueError("A status changes by an arrow, never by a field.")
        before = {name: str(getattr(self, name)) for name in fields}
        self._write(fields)
        after = {name: str(value) for name, value in fields.items()}
        trail.record(
            verb,
            about=self,
            by=by,
            why=why,
            version=self.version,
            before=json.dumps(before, ensure_ascii=False),
            after=json.dumps(after, ensure_ascii=False),
        )

    def begin(self, *, by: Person | None, why: str = "") -> None:
        """Leave the trace of where this row starts: version 0 of its life."""
        trail.record(
            f"began as {self.status}",
            about=self,
            by=by,
            why=why,
            after=str(self.status),
            version=self.version,
        )

    def _write(self, fields: dict[str, Any]) -> None:
        rows: models.Manager[Any] = type(self)._default_manager
        here = rows.filter(pk=self.pk, status=self.status, version=self.version)
        fields = {**fields, "version": self.version + 1}
        if not here.update(**fields):
            self.refresh_from_db(fields=["status", "version"])
            raise Stale(
                f"{self} has changed since you opened it. Nothing of yours was saved; look again and decide."
            )
        for name, value in fields.items():
            setattr(self, name, value)


def same_version(row: Moving, version: int | None) -> None:
    """Raise ``Stale`` when a person acts on a page that shows an older version than the row has."""
    if version is not None and version != row.version:
        raise Stale(
            f"{row} has changed since you opened it. Nothing of yours was saved; look again and decide."
        )


def arrows(model: type[Moving]) -> list[tuple[str, str]]:
    """Every arrow of a model, in the order the statuses are declared: (from, to)."""
    order = list(model.MOVES)
    return [(start, end) for start in order for end in sorted(model.MOVES[start], key=order.index)]
