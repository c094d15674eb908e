"""What counts, and how much: one published version after another."""

import json
from functools import lru_cache

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.scoring import engine
from inventory.models.owned import Owned, OwnedQuerySet


class RubricQuerySet(OwnedQuerySet["Rubric"]):
    """Rubrics that are ..."""

    def published(self) -> "RubricQuerySet":
        return self.filter(published_at__isnull=False)

    def newest(self, organisation: Organisation) -> "Rubric | None":
        """The one that the next scoring of everything will use."""
        return self.published().filter(organisation=organisation).order_by("-number").first()

    def first_needed(self, organisation: Organisation) -> "Rubric":
        """The newest, or number 1 with Relay's own weights where nobody has published any."""
        if found := self.newest(organisation):
            return found
        content = json.loads(json.dumps(engine.as_mapping(engine.DEFAULT)))
        try:
            with transaction.atomic():
                return self.create(
                    organisation=organisation, number=1, content=content, published_at=timezone.now(),
                    why="Every organisation starts with these weights.",
                )  # fmt: skip
        except IntegrityError:
            # Somebody else needed it at the same moment.
            return self.get(organisation=organisation, number=1)


class Rubric(Owned):
    """Criteria, anchored levels, weights, gates and bands, as one published version that never changes."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "number", name="rubric_number_is_unique")]

    def __str__(self) -> str:
        return f"Rubric {self.number}"


def engine_rubric(rubric: Rubric | None) -> engine.Rubric:
    """The rubric as the engine reads it; Relay's own where an organisation has none yet."""
    return _read(json.dumps(rubric.content, sort_keys=True)) if rubric else engine.DEFAULT


@lru_cache(maxsize=64)
def _read(content: str) -> engine.Rubric:
    # One object per content: the engine keeps tables for the rubrics it has seen.
    return engine.from_mapping(json.loads(content))
