"""The ledger: freed hours count when they are booked."""

from datetime import date

import pytest
from django.urls import reverse

from delegation.audit.models import AuditEvent
from delegation.ledger.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def freed(cast):
    task = make.task(by=cast.priya)
    return Entry.objects.create(
        organisation=cast.halden, task=task, week_on=date(2026, 10, 5), kind="freed", minutes=175
    )


class TestBooking:
    def test_says_what_the_hours_were_used_for_and_leaves_a_trace(self, cast, sign_in, freed):
        initiative = make.initiative(organisation=cast.halden)

        sign_in(cast.marta).post(
            reverse("ledger:booking", args=[freed.pk]), {"initiative": initiative.pk, "minutes": 120}
        )

        freed.refresh_from_db()
        assert (freed.booked_to, freed.booked_minutes) == (initiative, 120)
        assert AuditEvent.objects.get(verb="booked freed minutes").by == cast.marta
        assert b"Not used yet" in sign_in(cast.marta).get("/ledger/").content

    def test_never_books_more_than_was_freed(self, cast, sign_in, freed):
        initiative = make.initiative(organisation=cast.halden)

        answer = sign_in(cast.marta).post(
            reverse("ledger:booking", args=[freed.pk]), {"initiative": initiative.pk, "minutes": 176}
        )

        freed.refresh_from_db()
        assert answer.status_code == 403
        assert b"Only 175 minutes were freed" in answer.content
        assert freed.booked_minutes == 0

    @pytest.mark.parametrize(
        ("name", "status"),
        [("priya", 403), ("ada", 403), ("otto", 403), ("eva", 403), ("nils", 404), ("lena", 404)],
    )
    def test_is_a_managers_own(self, cast, sign_in, freed, name, status):
        initiative = make.initiative(organisation=cast.halden)
        answer = sign_in(getattr(cast, name)).post(
            reverse("ledger:booking", args=[freed.pk]), {"initiative": initiative.pk, "minutes": 1}
        )

        freed.refresh_from_db()
        assert freed.booked_minutes == 0
        assert answer.status_code in {status, 422}
