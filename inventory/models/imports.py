"""What somebody else's desk knows: imports, tickets, and the chores found in them."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Person
from delegation.moves import Moving
from inventory.models.owned import Owned, OwnedQuerySet
from inventory.models.tasks import Task

# What an import says about a ticket, and which import said it.
KEPT = (
    "fingerprint", "opened_at", "closed_at", "title", "category", "subcategory", "group", "person", "brought_in_id",
)  # fmt: skip


class ImportQuerySet(OwnedQuerySet["Import"]):
    """Imports that are ..."""

    def being_read(self) -> Self:
        """Brought, and too large to be looked at while a person waits; a worker does it."""
        return self.filter(status=Import.Status.BROUGHT, found={})

    def running(self) -> Self:
        return self.filter(status=Import.Status.RUNNING)

    def written(self) -> Self:
        """Written on a person's word, or about to be."""
        return self.filter(status__in=[Import.Status.RUNNING, Import.Status.DONE])

    def unfinished(self, *, since: datetime) -> Self:
        """Stood still since then: not looked at, tickets not all written, or nobody looked for chores in them."""
        unread = Q(status=Import.Status.BROUGHT, found={})
        unmined = Q(status__in=[Import.Status.DONE, Import.Status.UNDONE], chores_found_at=None)
        undone = unread | Q(status=Import.Status.RUNNING) | unmined
        return self.filter(undone, progressed_at__lt=since).order_by("progressed_at")


class Import(Owned, Moving):
    """One reading of somebody else's export: looked at first, written when the person says so."""

    class Status(models.TextChoices):
        BROUGHT = "brought", "Brought"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Dropped"
        UNDONE = "undone", "Undone"

    MOVES: ClassVar = {
        Status.BROUGHT: frozenset({Status.RUNNING, Status.DROPPED}),
        Status.RUNNING: frozenset({Status.DONE, Status.FAILED}),
        Status.FAILED: frozenset({Status.RUNNING, Status.DROPPED}),
        Status.DONE: frozenset({Status.UNDONE}),
        Status.DROPPED: frozenset(),
        Status.UNDONE: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.BROUGHT)
    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    content = models.BinaryField(default=b"")
    choices = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    lines_total = models.PositiveIntegerField(default=0)
    progressed_at = models.DateTimeField(null=True)
    chores_found_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=400, blank=True)
    # Nobody: it came by the command line.
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-brought_at", "id"], name="import_latest")]

    def __str__(self) -> str:
        return self.file_name

    def start(self, *, by: Person | None) -> None:
        """Begin to write: from now on the counts say what was done, not what would be."""
        self.move(
            to=self.Status.RUNNING, by=by, lines_total=self.found["tickets"], lines_done=0, created=0, updated=0, unchanged=0,
            progressed_at=timezone.now(),
        )  # fmt: skip

    @property
    def share_done(self) -> int:
        """How much of it is written, in per cent."""
        return round(100 * self.lines_done / self.lines_total) if self.lines_total else 0


class SourceTicket(Owned):
    """One ticket of somebody else's desk, known by its source and external id."""

    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=120, blank=True)
    subcategory = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=120, blank=True)
    brought_in = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="tickets")
    # As it was before this import changed it, so that the import can be undone; nothing where the import made it.
    before = models.JSONField(null=True)

    objects = OwnedQuerySet["SourceTicket"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "source", "external_id", name="one_ticket_per_source_and_id"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "opened_at"], name="ticket_by_opened")]

    def __str__(self) -> str:
        return self.external_id

    def as_it_is(self) -> dict[str, str | None]:
        """What a later import may overwrite, as plain text."""
        found = {name: getattr(self, name) for name in KEPT}
        return {name: None if value is None else str(value) for name, value in found.items()}

    def put_back(self) -> None:
        """Be again as before the import that changed it; not saved."""
        fields: dict[str, Any] = {field.attname: field for field in self._meta.concrete_fields}
        for name, value in (self.before or {}).items():
            setattr(self, name, fields[name].to_python(value))
        self.before = None


class Chore(Owned, Moving):
    """A recurring task suspected in a ticket export; a machine proposes, a person decides."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        MERGED = "merged", "Merged"
        IGNORED = "ignored", "Not a chore"

    MOVES: ClassVar = {
        Status.PROPOSED: frozenset({Status.ACCEPTED, Status.MERGED, Status.IGNORED}),
        Status.IGNORED: frozenset({Status.PROPOSED}),
        Status.ACCEPTED: frozenset(),
        Status.MERGED: frozenset(),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    key = models.CharField(max_length=300)
    title = models.CharField(max_length=200)
    tickets = models.PositiveIntegerField()
    rhythm = models.CharField(max_length=12)
    rule = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField()
    hours_low = models.DecimalField(max_digits=8, decimal_places=2)
    hours_likely = models.DecimalField(max_digits=8, decimal_places=2)
    hours_high = models.DecimalField(max_digits=8, decimal_places=2)
    off_hours_share = models.DecimalField(max_digits=4, decimal_places=3)
    evidence = models.JSONField(default=dict)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="chores")
    found_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet["Chore"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "key", name="one_chore_per_key"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="confidence_is_a_share"),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-hours_likely", "id"], name="chore_by_hours")
        ]

    def __str__(self) -> str:
        return self.title
