"""One thing that happened; all of them together are the trail."""

from typing import Any

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Organisation, Person


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Events that are ..., read and never rewritten."""

    def visible_to(self, person: Person) -> "AuditEventQuerySet":
        return self.filter(organisation=person.organisation_id)

    def about(self, subject: models.Model) -> "AuditEventQuerySet":
        return self.filter(about_type=subject._meta.label_lower, about_id=str(subject.pk))

    def update(self, **_fields: Any) -> int:
        raise TypeError("The trail only grows: an audit event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The trail only grows: an audit event is never deleted.")


class AuditEvent(models.Model):
    """One thing that happened, written in the transaction of the change itself.

    ``seal_number``, ``previous_seal`` and ``seal`` are empty until ``trail.seal`` chains the event to the one
    before it. Chaining at once would make every writer of an organisation wait for every other; see
    docs/decisions.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=120)
    about_type = models.CharField(max_length=80)
    about_id = models.CharField(max_length=40)
    about_name = models.CharField(max_length=240, blank=True)
    version = models.PositiveIntegerField(null=True)
    before = models.CharField(max_length=2000, blank=True)
    after = models.CharField(max_length=2000, blank=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    seal_number = models.PositiveBigIntegerField(null=True)
    previous_seal = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "seal_number", name="one_audit_event_per_seal_number"),
            models.UniqueConstraint(
                "about_type",
                "about_id",
                "version",
                condition=models.Q(version__isnull=False),
                name="one_audit_event_per_version",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="audit_latest"),
            models.Index(fields=["about_type", "about_id", "-id"], name="audit_about_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_name}".strip()

    @property
    def words(self) -> str:
        """The verb as a person reads it."""
        return self.verb.replace("_", " ")
