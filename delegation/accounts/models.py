"""Who there is: organisations, logins, and the seats that act."""

import uuid
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def check_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless ``name`` is a zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(f"{name!r} is not a time zone; say it like Europe/Oslo.")


class Organisation(models.Model):
    """A client or a partner company: the tenant."""

    class Kind(models.TextChoices):
        CLIENT = "client", "Client"
        PARTNER = "partner", "Partner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    country = models.CharField(max_length=2, default="", blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    workday_from = models.TimeField(default="08:00")
    workday_to = models.TimeField(default="17:00")
    tasks_numbered = models.PositiveIntegerField(default=0)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def door(self) -> str:
        """Where this organisation's people come in: the portal's address for a partner, else the site's."""
        return str(settings.PORTAL_URL if self.kind == self.Kind.PARTNER else settings.SITE_URL)

    def take_numbers(self, count: int) -> int:
        """Reserve ``count`` task numbers and give the first; two callers never get the same."""
        Organisation.objects.filter(pk=self.pk).update(tasks_numbered=F("tasks_numbered") + count)
        self.refresh_from_db(fields=["tasks_numbered"])
        return self.tasks_numbered - count + 1


class UserManager(BaseUserManager["User"]):
    """Logins are told apart by their e-mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A login with a hashed password, or one that cannot sign in with a password yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A login, nothing more: it owns nothing and decides nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    """What a person may do; the first six at a client, the last two at a partner."""

    CONTRIBUTOR = "contributor", "Contributor"
    MANAGER = "manager", "Manager"
    EXECUTIVE = "executive", "Executive"
    SECURITY = "security", "Security officer"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Administrator"
    LEAD = "lead", "Partner lead"
    TECHNICIAN = "technician", "Technician"


class Team(models.Model):
    """A group of people within one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "name", name="team_name_is_unique")]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons that are ..."""

    def visible_to(self, person: "Person") -> "PersonQuerySet":
        """Colleagues of one's own organisation."""
        return self.filter(organisation=person.organisation_id)

    def active(self, *, on: date) -> "PersonQuerySet":
        """Seats that may act on a day: not ended, not expired, the login not switched off."""
        unexpired = Q(expires_on=None) | Q(expires_on__gte=on)
        return self.filter(unexpired, ended_at=None, user__is_active=True)


class Person(models.Model):
    """A user's seat in one organisation; who acts. All domain code takes a person, never a user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField(max_length=120)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    grade = models.PositiveSmallIntegerField(default=2)
    rate_per_hour = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    minutes_per_week = models.PositiveIntegerField(default=2250)
    initiative_share = models.PositiveSmallIntegerField(default=0)
    sponsor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sponsored"
    )
    purpose = models.CharField(max_length=200, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "organisation", name="one_seat_per_user_and_organisation"),
            models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="grade_is_one_to_five"),
            models.CheckConstraint(
                condition=Q(initiative_share__lte=100), name="initiative_share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_partner(self) -> bool:
        """Whether the seat is at a partner, told by the role alone."""
        return self.role in {Role.LEAD, Role.TECHNICIAN}

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences that are ..."""

    def visible_to(self, person: "Person") -> "AbsenceQuerySet":
        """Those of one's own organisation's people."""
        return self.filter(organisation=person.organisation_id)


class Absence(models.Model):
    """Days a person is away, both ends included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_it_starts"),
        ]


class Invitation(models.Model):
    """A seat offered to an address: one organisation, one role, single use, 72 hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=200, blank=True)
    seat_expires_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display().lower()}"
