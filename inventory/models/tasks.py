"""The record that everything else is about."""

from decimal import Decimal
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person, Team, check_time_zone
from delegation.moves import Moving
from inventory.models.goals import Initiative
from inventory.models.owned import Owned, OwnedQuerySet
from inventory.models.systems import DataClass, Skill, System


class TaskQuerySet(OwnedQuerySet["Task"]):
    """Tasks that are ..."""

    def live(self) -> "TaskQuerySet":
        return self.exclude(status=Task.Status.RETIRED)

    def held_by(self, person: Person) -> "TaskQuerySet":
        return self.filter(holder=person)

    def handed_off(self) -> "TaskQuerySet":
        """Tasks with a handoff that has not ended; the handoff itself is told further up the story."""
        return self.filter(models.Exists(_live_handoffs(models.OuterRef("pk"))))

    def with_score(self, person: Person) -> "TaskQuerySet":
        """With the current score's headline values as ``score_*``; the scores themselves are told further up the story."""
        standings = apps.get_model("delegation", "Standing")._default_manager
        found = (
            standings.filter(organisation=person.organisation_id).values_list("generation", flat=True).first()
        )
        # Generations count from 1: nothing is of generation 0.
        generation = found or 0
        names = ("strategic", "sensitivity", "urgency", "advice", "qualifier", "index", "band")
        columns = {f"score_{name}": F(f"current_score__{name}") for name in names}
        current = models.FilteredRelation("scores", condition=Q(scores__generation=generation))
        return self.annotate(current_score=current, **columns)

    def with_night_hours(self) -> "TaskQuerySet":
        return self.annotate(night_hours=F("hours_per_month") * F("off_hours_share"))

    def whole(self) -> "TaskQuerySet":
        """With everything a page about one task shows."""
        return self.select_related("holder", "backup", "team", "system", "skill", "organisation", "edited_by")

    def matching(self, words: str) -> "TaskQuerySet":
        """Tasks whose title, system or number holds each of the words."""
        found = self
        for word in words.lower().split()[:6]:
            found = found.filter(sought__contains=word)
        return found


def _live_handoffs(task: models.OuterRef) -> models.QuerySet[models.Model]:
    handoffs = apps.get_model("delegation", "Handoff")
    return handoffs._default_manager.filter(task=task).exclude(status__in=handoffs.ENDS)


class Task(Owned, Moving):
    """A recurring piece of work that someone in the organisation does today."""

    class Purpose(models.TextChoices):
        RUN = "run", "Run"
        GROW = "grow", "Grow"
        TRANSFORM = "transform", "Transform"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CATALOGUED = "catalogued", "Catalogued"
        ASSESSED = "assessed", "Assessed"
        DECIDED = "decided", "Decided"
        RETIRED = "retired", "Retired"

    class Basis(models.TextChoices):
        SCHEDULE = "schedule", "From the schedule"
        COMPLETION = "completion", "From the last time it was done"

    class ClosingDays(models.TextChoices):
        KEEP = "keep", "Do it all the same"
        SKIP = "skip", "Skip it"
        BEFORE = "before", "Move to the working day before"
        AFTER = "after", "Move to the working day after"

    MOVES: ClassVar = {
        Status.DRAFT: frozenset({Status.CATALOGUED, Status.RETIRED}),
        Status.CATALOGUED: frozenset({Status.ASSESSED, Status.RETIRED}),
        Status.ASSESSED: frozenset({Status.CATALOGUED, Status.DECIDED, Status.RETIRED}),
        Status.DECIDED: frozenset({Status.ASSESSED, Status.RETIRED}),
        Status.RETIRED: frozenset({Status.CATALOGUED}),
    }

    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=200)
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="held_tasks"
    )
    backup = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    objective = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.RUN)
    initiatives = models.ManyToManyField(Initiative, through="Contribution", related_name="tasks")
    # When: a rule of RFC 5545 in the task's own time zone, or how often it pops up a month.
    rhythm_words = models.CharField(max_length=160, blank=True)
    rule = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    popups_per_month = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.SCHEDULE)
    closing_days = models.CharField(max_length=6, choices=ClosingDays, default=ClosingDays.KEEP)
    at_time = models.TimeField(null=True, blank=True)
    window_minutes = models.PositiveIntegerField(default=240)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    # How much: minutes for one run; hours a month and the share outside working hours are derived from them.
    effort_low = models.PositiveIntegerField(null=True, blank=True)
    effort_likely = models.PositiveIntegerField(null=True, blank=True)
    effort_high = models.PositiveIntegerField(null=True, blank=True)
    hours_per_month = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    off_hours_share = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    # Who could: what it takes, and what it uses today.
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    grade_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    is_remote = models.BooleanField(null=True, blank=True)
    is_documented = models.BooleanField(null=True, blank=True)
    liking = models.SmallIntegerField(null=True, blank=True)
    # Would anyone miss it? Facts for stopping or automating it.
    origin = models.CharField(max_length=200, blank=True)
    last_consumer = models.CharField(max_length=200, blank=True)
    nobody_uses_it = models.BooleanField(default=False)
    is_legal_duty = models.BooleanField(default=False)
    has_fixed_rules = models.BooleanField(default=False)
    build_hours = models.PositiveIntegerField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # What keeps it inside.
    data_class = models.CharField(max_length=12, choices=DataClass, default=DataClass.INTERNAL)
    regulations = models.CharField(max_length=200, blank=True)
    wall = models.CharField(max_length=200, blank=True)
    # Where it was found.
    source = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    sought = models.CharField(max_length=420, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="task_number_is_unique"),
            models.UniqueConstraint(
                "organisation",
                "source",
                "external_id",
                condition=~Q(external_id=""),
                name="task_source_is_unique",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(effort_low=None)
                | Q(effort_low__lte=F("effort_likely"), effort_likely__lte=F("effort_high")),
                name="task_effort_is_low_likely_high",
            ),
            models.CheckConstraint(
                condition=Q(off_hours_share__range=(0, 1)), name="task_off_hours_is_a_share"
            ),
            models.CheckConstraint(condition=Q(hours_per_month__gte=0), name="task_hours_are_not_negative"),
        ]
        indexes = [
            models.Index(fields=["organisation", "title", "id"], name="task_by_title"),
            models.Index(fields=["organisation", "-number"], name="task_by_number"),
            models.Index(fields=["organisation", "-hours_per_month", "id"], name="task_by_hours"),
            models.Index(fields=["organisation", "holder", "title", "id"], name="task_by_holder"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scored(self) -> dict[str, Any]:
        """The headline values that ``with_score`` read, by their plain names; empty ones where there is no score."""
        names = ("strategic", "sensitivity", "urgency", "advice", "qualifier", "index", "band")
        return {name: getattr(self, f"score_{name}", None) for name in names}

    @property
    def reference(self) -> str:
        """What people say on the telephone: T-104."""
        return f"T-{self.number}"


class Contribution(models.Model):
    """How directly a task serves an initiative."""

    class Level(models.TextChoices):
        INDIRECT = "indirect", "Indirectly"
        DIRECT = "direct", "Directly"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="contributions")
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="contributions")
    level = models.CharField(max_length=10, choices=Level, default=Level.INDIRECT)

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "initiative", name="one_contribution_per_task_and_initiative")
        ]
