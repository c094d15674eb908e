"""What the clock does about trials."""

from datetime import datetime
from zoneinfo import ZoneInfo

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from delegation.notices.digest import MORNING
from delegation.notices.word import tell
from delegation.streamlining.models import Trial


@shared_task
def remind(*, at: datetime | None = None) -> int:
    """Ask who started a trial to end it once its watch is over, on the mornings of their own days; at most once a day."""
    now, told = at or timezone.now(), 0
    # Nowhere is it later than tomorrow.
    over = Trial.objects.filter(status=Trial.Status.RUNNING, watch_until_on__lte=now.date())
    for trial in over.select_related("started_by", "task"):
        there = now.astimezone(ZoneInfo(trial.started_by.time_zone))
        if there.date() <= trial.watch_until_on or there.time() < MORNING:
            continue
        notice = tell(
            trial.started_by, kind="trial over", about=trial, must_act=True,
            address=reverse("streamlining:trial", args=[trial.pk]), key=f"trial over {trial.pk} {there.date()}",
            subject=f"The watch has ended: {trial.task}",
            body="Stop it for good, or restore it. Its hours count only once you have decided.", at=now,
        )  # fmt: skip
        told += notice is not None
    return told
