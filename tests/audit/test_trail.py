"""The trail only grows, and shows when somebody rewrote it."""

import pytest
from django.db import models, transaction

from delegation.audit import trail
from delegation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_events(cast):
    return [trail.record(f"did {number}", about=cast.operations, by=cast.priya) for number in range(3)]


class TestTrail:
    def test_refuses_to_be_changed_or_deleted(self, three_events):
        with pytest.raises(TypeError):
            AuditEvent.objects.update(why="nothing happened")
        with pytest.raises(TypeError):
            AuditEvent.objects.all().delete()

    def test_holds_while_nobody_touches_it(self, cast, three_events):
        assert (trail.seal(cast.halden), trail.seal(cast.halden)) == (3, 0)
        trail.record("did more", about=cast.operations, by=None)
        trail.seal(cast.halden)

        assert trail.verify(cast.halden) == []
        assert trail.verify(cast.norrby) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("why", "because"),
            ("verb", "undid"),
            ("by_id", None),
            ("before", "x"),
            ("at", "2020-01-01T00:00Z"),
        ],
    )
    def test_shows_a_rewritten_event(self, cast, three_events, field, value):
        trail.seal(cast.halden)
        models.QuerySet(AuditEvent).filter(pk=three_events[1].pk).update(**{field: value})

        assert trail.verify(cast.halden) == ["Event 2 was changed after it was sealed."]

    def test_shows_a_missing_event(self, cast, three_events):
        trail.seal(cast.halden)
        models.QuerySet(AuditEvent).filter(pk=three_events[1].pk).delete()

        assert "Event 2 is missing." in trail.verify(cast.halden)

    @pytest.mark.django_db(transaction=True)
    def test_wants_the_transaction_of_its_change(self, cast):
        with pytest.raises(RuntimeError):
            trail.record("did", about=cast.operations, by=cast.priya)
        with transaction.atomic():
            trail.record("did", about=cast.operations, by=cast.priya)


class TestTrailPage:
    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("ada", 200),
            ("otto", 200),
            ("priya", 403),
            ("marta", 403),
            ("eva", 403),
            ("sven", 403),
            ("lena", 404),
        ],
    )
    def test_is_for_administrators_and_auditors(self, cast, sign_in, name, status):
        assert sign_in(getattr(cast, name)).get("/audit/").status_code == status

    def test_shows_ones_own_organisation_alone(self, cast, sign_in, three_events):
        assert b"did 1" in sign_in(cast.ada).get("/audit/").content
        assert b"did 1" not in sign_in(cast.nora).get("/audit/").content

    def test_checks_the_seals_on_request(self, cast, sign_in, three_events):
        assert b"Every seal holds" in sign_in(cast.otto).post("/audit/verification/").content
