"""Messages owed to people."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from delegation.accounts.models import Organisation, Person

# Between two attempts at one mail.
LONGEST_PAUSE = timedelta(minutes=5)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices that are ..."""

    def visible_to(self, person: Person) -> "NoticeQuerySet":
        return self.filter(to=person)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def must_act(self) -> "NoticeQuerySet":
        return self.filter(must_act=True)

    def waiting(self, *, at: datetime) -> "NoticeQuerySet":
        """Mails that are owed now: due, not sent, not given up."""
        # No pause is that long: a try that lies beyond was set by a clock that ran ahead and was put right.
        due = Q(next_try_at__lte=at) | Q(next_try_at__gt=at + 2 * LONGEST_PAUSE)
        return self.owed().filter(due)

    def owed(self) -> "NoticeQuerySet":
        """Mails that have not gone out and have not been given up."""
        return self.filter(by_mail=True, sent_at=None, dead_at=None)

    def found_away(self, *, since: datetime, until: datetime) -> "NoticeQuerySet":
        """Mails that found nobody at the mail server in between."""
        return self.owed().filter(last_error__startswith="away", sending_at__range=(since, until))


class Notice(models.Model):
    """A message owed to one person or address: the outbox. Written with the change that owes it; the relay keeps the promise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="notices")
    # Where it goes when it is to nobody with a seat: a letter with a link.
    to_address = models.EmailField(blank=True)
    kind = models.CharField(max_length=40)
    # Once only: the same key never owes a second message.
    key = models.CharField(max_length=200, null=True, unique=True)
    must_act = models.BooleanField(default=False)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=240)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    # The notice that carried this one as a line of its digest.
    digest = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="lines")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-created_at"], name="notice_inbox"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(by_mail=True, sent_at=None, dead_at=None),
                name="notice_waiting",
            ),
            models.Index(fields=["to"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to=None) & ~Q(to_address="") | Q(to__isnull=False, to_address=""),
                name="notice_is_to_a_person_or_to_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
