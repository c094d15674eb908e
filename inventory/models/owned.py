"""What every row of a client has in common."""

import uuid
from typing import Self, TypeVar

from django.db import models

from delegation.accounts.models import Organisation, Person

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows that are ..."""

    def visible_to(self, person: Person) -> Self:
        """The rows of one's own client organisation; a partner's person sees none of them."""
        return self.none() if person.is_partner else self.filter(organisation=person.organisation_id)


class Owned(models.Model):
    """A row that a client organisation owns."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
