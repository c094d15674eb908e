"""A person's own clock: what a page shows and what it reads is in their time zone, and a date field keeps its date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from delegation.tracking.models import PartnerRun
from tests import make
from tests.tracking import make_runs

pytestmark = pytest.mark.django_db


def test_a_date_that_was_kept_stands_in_its_field(cast, sign_in):
    found = make.agreement(by=cast.marta, partner=cast.meridian, status="draft", ends_on=date(2027, 3, 31))

    page = sign_in(cast.marta).get(f"/agreements/{found.pk}/terms/").content.decode()

    assert 'type="date" name="ends_on" value="2027-03-31"' in page.replace('" required', '"')


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Asia/Kolkata"])
def test_a_moment_is_read_and_shown_by_the_own_clock(cast, sign_in, zone):
    handoff = make_runs.handoff(cast)
    cast.priya.time_zone = zone
    cast.priya.save()
    wanted = datetime.now(ZoneInfo(zone)) + timedelta(days=1)
    priya = sign_in(cast.priya)

    priya.post(f"/handoffs/{handoff.pk}/runs/order/", {"at": f"{wanted:%Y-%m-%dT%H:%M}"})

    run = PartnerRun.objects.get()
    assert run.starts_at == wanted.replace(second=0, microsecond=0)
    assert f"{run.due_at.astimezone(ZoneInfo(zone)):%H:%M}" in priya.get(f"/runs/{run.pk}/").content.decode()
    assert timezone.get_current_timezone_name() == "UTC"
