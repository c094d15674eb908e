"""What the clock does about trials."""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from delegation.notices.word import tell
from delegation.streamlining.models import Trial


@shared_task
def remind() -> int:
    """Ask who started a trial to end it once its watch is over; at most once a trial and day, however often it runs."""
    today, told = timezone.localdate(), 0
    over = Trial.objects.filter(status=Trial.Status.RUNNING, watch_until_on__lt=today)
    for trial in over.select_related("started_by", "task"):
        notice = tell(
            trial.started_by, kind="trial over", about=trial, must_act=True,
            address=reverse("streamlining:trial", args=[trial.pk]), key=f"trial over {trial.pk} {today}",
            subject=f"The watch has ended: {trial.task}",
            body="Stop it for good, or restore it. Its hours count only once you have decided.",
        )  # fmt: skip
        told += notice is not None
    return told
