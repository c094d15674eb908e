"""Words are found without reading every row. PostgreSQL only: SQLite reads them all, and is fast enough where it serves."""

import pytest
from django.db import connection

from delegation.audit.models import AuditEvent
from inventory.models import Task
from tests.load.crowd import Crowd, lists, tasks
from tests.load.growth import grow

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MANY = 20_000


@pytest.fixture
def many(cast):
    crowd = Crowd(cast, MANY)
    lists(crowd)
    tasks(crowd)
    grow(crowd.batches)
    with connection.cursor() as cursor:
        # What autovacuum does in a database that lives: until then new words wait in a list beside the index.
        cursor.execute("SELECT gin_clean_pending_list('task_by_words')")
        cursor.execute("ANALYZE inventory_task; ANALYZE audit_auditevent")
    return crowd


def test_tasks_are_found_by_an_index(many):
    found = Task.objects.visible_to(many.cast.marta).live().matching("t-4-512")

    assert found.count() == 1
    assert "task_by_words" in found.explain()


def test_events_are_found_by_an_index(many):
    found = AuditEvent.objects.visible_to(many.cast.otto).filter(about_name__icontains="00003-512")

    assert found.count() == 1
    assert "audit_by_name" in found.explain()
