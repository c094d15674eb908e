"""Words on a handoff or a run; internal unless somebody says otherwise."""

from django.db import models
from django.utils import timezone

from delegation.accounts.models import Organisation, Person
from delegation.handoff.models import Handoff
from delegation.tracking.models.partner_runs import PartnerRun
from inventory.models.owned import Owned


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages that are ..."""

    def visible_to(self, person: Person) -> "MessageQuerySet":
        """Shared ones of handoffs one may see, and the internal ones of one's own side."""
        seen = self.filter(handoff__in=Handoff.objects.visible_to(person).values("pk"))
        shared = models.Q(visibility=Message.Visibility.SHARED)
        return seen.filter(shared | models.Q(side=person.organisation_id))


class Message(Owned):
    """What somebody wrote; ``side`` is the organisation of the writer, whose internal words stay there."""

    class Visibility(models.TextChoices):
        INTERNAL = "internal", "Internal"
        SHARED = "shared", "Shared"

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="messages")
    partner_run = models.ForeignKey(PartnerRun, on_delete=models.PROTECT, null=True, related_name="messages")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.INTERNAL)
    side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    body = models.TextField()
    is_question = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["handoff", "-at"], name="message_of_handoff")]

    def __str__(self) -> str:
        return self.body[:60]
