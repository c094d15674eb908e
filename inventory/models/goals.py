"""Where the business wants to be, and the work that gets it there."""

from django.db import models
from django.db.models import F, Q

from inventory.models.owned import Owned, OwnedQuerySet


class Goal(Owned):
    """Where the business wants to be."""

    name = models.CharField(max_length=160)
    horizon_on = models.DateField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)

    objects = OwnedQuerySet["Goal"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "name", name="goal_name_is_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> str:
        """What is told beside its name."""
        by = f"by {self.horizon_on:%B %Y} · " if self.horizon_on else ""
        return f"{by}weight {self.weight}"


class Initiative(Owned):
    """Work that changes the business: what freed hours are for."""

    class Kind(models.TextChoices):
        GROW = "grow", "Grow"
        TRANSFORM = "transform", "Transform"

    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TRANSFORM)
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes_per_week = models.PositiveIntegerField(default=0)
    expected_value = models.TextField(blank=True)

    objects = OwnedQuerySet["Initiative"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "name", name="initiative_name_is_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="initiative_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> str:
        """What is told beside its name."""
        said = [self.get_kind_display(), f"{self.starts_on:%b %Y} to {self.ends_on:%b %Y}"]
        said += [f"{self.minutes_per_week / 60:.0f} h a week"] if self.minutes_per_week else []
        return " · ".join([*said, str(self.goal or "no goal")])
