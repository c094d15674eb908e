"""What tasks keep alive, and what people must know to do them."""

from django.db import models

from delegation.accounts.models import Person
from inventory.models.owned import Owned, OwnedQuerySet


class DataClass(models.TextChoices):
    """How far data may travel."""

    PUBLIC = "public", "Public"
    INTERNAL = "internal", "Internal"
    CONFIDENTIAL = "confidential", "Confidential"
    RESTRICTED = "restricted", "Restricted"


class System(Owned):
    """Something that runs and that tasks keep alive."""

    class Lifecycle(models.TextChoices):
        TOLERATE = "tolerate", "Tolerate"
        INVEST = "invest", "Invest"
        MIGRATE = "migrate", "Migrate"
        ELIMINATE = "eliminate", "Eliminate"

    name = models.CharField(max_length=120)
    criticality = models.PositiveSmallIntegerField(default=2)
    is_legacy = models.BooleanField(default=False)
    lifecycle = models.CharField(max_length=10, choices=Lifecycle, default=Lifecycle.TOLERATE)
    data_class = models.CharField(max_length=12, choices=DataClass, default=DataClass.INTERNAL)
    regulations = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OwnedQuerySet["System"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "name", name="system_name_is_unique"),
            models.CheckConstraint(
                condition=models.Q(criticality__range=(1, 4)), name="criticality_is_one_to_four"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> str:
        """What is told beside its name."""
        said = [f"Criticality {self.criticality} of 4", self.get_lifecycle_display()]
        said += ["legacy"] if self.is_legacy else []
        said += [f"{self.get_data_class_display().lower()} data", self.regulations, str(self.owner or "")]
        return " · ".join(word for word in said if word)


class Skill(Owned):
    """Something a person must be able to do."""

    name = models.CharField(max_length=80)

    objects = OwnedQuerySet["Skill"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "name", name="skill_name_is_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> str:
        """Nothing more is known of a skill."""
        return ""
